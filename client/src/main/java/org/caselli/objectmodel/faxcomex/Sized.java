package org.caselli.objectmodel.faxcomex;

import org.jspecify.annotations.Nullable;

/** What has a size: how many bytes, in two halves as the documents have it, both as they were when it was last read. */
abstract class Sized {
    private volatile @Nullable Long octets;

    /** Asks the server. */
    abstract long readSize();

    public int getSizeLow() {
        return (int) octets();
    }

    public int getSizeHigh() {
        return (int) (octets() >>> 32);
    }

    private long octets() {
        Long known = octets;
        return known == null ? refreshed() : known;
    }

    private long refreshed() {
        long read = readSize();
        octets = read;
        return read;
    }

    public void refresh() {
        refreshed();
    }
}
