package org.caselli.service.cover;

import java.util.List;

/**
 * The cover page that a fax has.
 *
 * @param page    the name of its template; of a personal one perhaps empty
 * @param note    as it was given
 * @param pages   how many pages it has: of several recipients' the most; 0 without a cover page
 * @param missing fields that the template shows and that are empty for one recipient or more, such as
 *                {@code sender.company}
 */
public record Cover(CoverPageType type, String page, String note, int pages, List<String> missing) {
    /** No cover page. */
    public static final Cover NONE = new Cover(CoverPageType.NONE, "", "", 0, List.of());

    public Cover {
        missing = List.copyOf(missing);
    }
}
