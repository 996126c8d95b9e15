package org.caselli.t30;

import java.util.List;
import java.util.Optional;
import org.caselli.image.Page;

/**
 * The pages of a fax to be sent, produced one at a time, so that a long document need not lie in memory at once.
 * A page may be asked for more than once, and the page after the one under way is looked at as well.
 */
public interface PageSource {

    /** How many pages there are, 1 or more; always the same answer. */
    int count();

    /**
     * One page.
     *
     * @param number 1 to {@link #count()}
     * @return the page, or empty if it can no longer be read: the conversation then ends with
     *     {@link org.caselli.outcome.Outcome#DOCUMENT_LOST}
     */
    Optional<Page> page(int number);

    /** Pages that are already in memory. */
    static PageSource of(List<Page> pages) {
        List<Page> copy = List.copyOf(pages);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("A fax has at least one page; this one has none.");
        }
        return new PageSource() {
            @Override
            public int count() {
                return copy.size();
            }

            @Override
            public Optional<Page> page(int number) {
                return Optional.of(copy.get(number - 1));
            }
        };
    }
}
