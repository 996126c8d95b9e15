package org.caselli.document;

import java.time.Duration;

/** What is left of the {@link Limits} while one fax is rendered. */
final class Budget {
    /** Says that time is up. Not a {@link DocumentException}, for it must get through code that expects none. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Limits limits;
    private final long end;
    private int pages;

    Budget(Limits limits) {
        this.limits = limits;
        this.end = System.nanoTime() + limits.time().toNanos();
    }

    Limits limits() {
        return limits;
    }

    /** To be called often enough that no call is a second after the last. */
    void checkTime() {
        if (System.nanoTime() - end > 0) {
            throw new Exceeded();
        }
    }

    /** So many more pages are to come of this file. */
    void addPages(String file, int more) throws DocumentException {
        if (more > limits.pages() - pages) {
            throw new DocumentException(
                    DocumentException.Reason.TOO_LARGE,
                    file,
                    0,
                    pages == 0
                            ? "has " + more + " pages; the limit is " + limits.pages()
                            : "brings the fax to " + (pages + (long) more) + " pages; the limit is " + limits.pages(),
                    "Send it in parts.");
        }
        pages += more;
    }

    void checkPixels(String file, int page, long width, long height) throws DocumentException {
        if (width < 1 || height < 1) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE,
                    file,
                    page,
                    "has a picture of " + width + " x " + height + " pixels",
                    "Save it again in the program that made it.");
        }
        if (width > limits.pixels() / height) {
            throw new DocumentException(
                    DocumentException.Reason.TOO_LARGE,
                    file,
                    page,
                    "has a picture of " + width + " x " + height + " pixels; the limit is "
                            + limits.pixels() / 1_000_000 + " megapixels",
                    "A fax page shows less than 4 megapixels: save it smaller.");
        }
    }

    static DocumentException tooSlow(String file, int page, Duration limit) {
        return new DocumentException(
                DocumentException.Reason.TOO_COSTLY,
                file,
                page,
                "takes longer to render than the limit of " + limit.toSeconds() + " s",
                "Print it to a new, simpler PDF, or send it in parts.");
    }

    static DocumentException tooMuchMemory(String file, int page, int limitMb) {
        return new DocumentException(
                DocumentException.Reason.TOO_COSTLY,
                file,
                page,
                "takes more memory to render than the limit of " + limitMb + " MiB",
                "Make its pictures smaller, or send it in parts.");
    }
}
