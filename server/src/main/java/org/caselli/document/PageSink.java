package org.caselli.document;

import java.io.IOException;
import org.caselli.image.Page;

/** Takes pages one by one, in order, so that a long fax is never in memory as a whole. */
@FunctionalInterface
public interface PageSink {
    /**
     * @param page to keep; nobody writes to it any more
     * @throws IOException if it cannot be kept; rendering stops, and the exception comes out of it
     */
    void take(Page page) throws IOException;
}
