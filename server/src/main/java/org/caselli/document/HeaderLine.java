package org.caselli.document;

import java.time.Instant;
import java.time.ZoneId;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/**
 * The line above every page of a fax that says when, from whom, to whom, and which page it is. It is put above the page,
 * never over it: the page becomes longer by {@link #rows} rows.
 *
 * @param when   the beginning of the attempt
 * @param zone   of the sender
 * @param sender name and number as they shall appear, such as {@code "Caselli & Co  +39 055 1234"}; may be empty
 * @param recipient number or name; may be empty
 */
public record HeaderLine(Instant when, ZoneId zone, String sender, String recipient) {
    /** How many rows a header line adds. */
    public static int rows(Resolution resolution) {
        return (int) Math.round(4.5 * resolution.linesPerMm());
    }

    /**
     * A copy of a page with this line above it.
     *
     * @param number of the page in the fax, from 1
     * @param total  pages of the fax
     */
    public Page above(Page page, int number, int total) {
        return page;
    }
}
