package org.caselli.t30;

import java.util.Optional;
import org.caselli.image.Page;

/** The document on its way out: the page under way, and what the far end has confirmed. */
final class OutgoingDocument {
    private final PageSource pages;
    private int number = 1;
    private int confirmed;
    private Optional<OutgoingPage> coded = Optional.empty();
    private boolean doubt;

    OutgoingDocument(PageSource pages) {
        this.pages = pages;
    }

    int count() {
        return pages.count();
    }

    /** The page under way, from 1. */
    int number() {
        return number;
    }

    boolean isLast() {
        return number == pages.count();
    }

    /** The page under way; empty if it can no longer be read. */
    Optional<Page> page() {
        return pages.page(number);
    }

    /** The page after it; empty if there is none, or none that can be read. */
    Optional<Page> pageAfter() {
        return isLast() ? Optional.empty() : pages.page(number + 1);
    }

    /** The page under way in code; empty until it is coded, and when it has to be coded anew. */
    Optional<OutgoingPage> coded() {
        return coded;
    }

    void code(OutgoingPage page) {
        coded = Optional.of(page);
    }

    void codeAnew() {
        coded = Optional.empty();
    }

    /** The page under way has arrived. */
    void confirm() {
        confirmed = number;
        coded = Optional.empty();
    }

    void next() {
        number++;
    }

    int confirmed() {
        return confirmed;
    }

    boolean isDelivered() {
        return confirmed == pages.count();
    }

    /** Whether the whole page was said, and nothing yet tells whether it arrived. */
    boolean isInDoubt() {
        return doubt;
    }

    void inDoubt(boolean now) {
        doubt = now;
    }
}
