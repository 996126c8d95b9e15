package org.caselli.queue;

import org.caselli.outcome.Outcome;

/**
 * What a call has brought, once it is over.
 *
 * @param pages       1 or more
 * @param size        octets of the TIFF file
 * @param complete    whether every page arrived
 * @param damagedRows rows that could not be decoded
 * @param outcome     of the call
 * @param tiffBlob    of the file with all pages
 * @param archived    whether a message with the job's id is put into the archive
 */
public record ReceivedPages(
        int pages, long size, boolean complete, int damagedRows, Outcome outcome, String tiffBlob, boolean archived) {
    public ReceivedPages {
        if (pages < 1) {
            throw new IllegalArgumentException("A fax has a page at least; there are " + pages + ".");
        }
    }
}
