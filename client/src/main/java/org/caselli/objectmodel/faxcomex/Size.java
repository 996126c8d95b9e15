package org.caselli.objectmodel.faxcomex;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many bytes there are, in two halves as the documents have it: both as they were when it was last read. */
final class Size {
    private final LongSupplier reading;
    private volatile @Nullable Long octets;

    Size(LongSupplier reading) {
        this.reading = reading;
    }

    int low() {
        return (int) octets();
    }

    int high() {
        return (int) (octets() >>> 32);
    }

    private long octets() {
        Long known = octets;
        return known == null ? read() : known;
    }

    private long read() {
        long read = reading.getAsLong();
        octets = read;
        return read;
    }

    void refresh() {
        read();
    }
}
