package org.caselli.line;

import java.io.IOException;
import org.caselli.image.Page;

/** The pages of an outgoing fax, read one at a time when their turn comes, so that a long fax needs no memory. */
public interface PageSource {
    /** How many pages there are; at least 1. */
    int count();

    /**
     * Reads one page, on the call's thread. May be called again for the same page.
     *
     * @param number 1 for the first
     * @throws IOException if it can no longer be read; the call ends with
     *                     {@link org.caselli.outcome.Outcome#DOCUMENT_LOST}
     */
    Page read(int number) throws IOException;
}
