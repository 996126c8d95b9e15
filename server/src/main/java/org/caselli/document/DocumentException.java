package org.caselli.document;

/**
 * A document that cannot become a fax. Its message is one or two whole sentences for the person who sent it: which
 * file, which page, what is wrong with it, and what to do.
 */
public final class DocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong, for programs. */
    public enum Reason {
        /** No octets, no pages, or no text. */
        EMPTY,
        /** Of no kind that we know. */
        UNKNOWN_FORMAT,
        /** Of a known kind, but broken, cut off, or not there. */
        UNREADABLE,
        /** It asks for a password. */
        ENCRYPTED,
        /** More octets, pages, dots or paper than the {@link Limits} allow. */
        TOO_LARGE,
        /** It takes longer, or more memory, than the {@link Limits} allow. */
        TOO_COSTLY,
        /** Every page of it came out white. */
        BLANK
    }

    private final Reason reason;
    private final String file;
    private final int page;
    private final String problem;
    private final String remedy;
    private int index = -1;

    DocumentException(Reason reason, String file, int page, String problem, String remedy) {
        super(sentence(file, page, problem, remedy));
        this.reason = reason;
        this.file = file;
        this.page = page;
        this.problem = problem;
        this.remedy = remedy;
    }

    DocumentException(Reason reason, String file, int page, String problem, String remedy, Throwable cause) {
        this(reason, file, page, problem, remedy);
        initCause(cause);
    }

    private static String sentence(String file, int page, String problem, String remedy) {
        return file + (page > 0 ? ", page " + page + ", " : " ") + problem + ". " + remedy;
    }

    public Reason reason() {
        return reason;
    }

    /** The name of the file, as in its {@link Source}. */
    public String file() {
        return file;
    }

    /** Which of the files it is, counted from 0; -1 where there was only this one. */
    public int index() {
        return index;
    }

    /** Says which of several files it is, from 0. */
    DocumentException in(int place) {
        index = place;
        return this;
    }

    /** The page in the file, from 1; 0 if it is the file as a whole. */
    public int page() {
        return page;
    }

    /** What is wrong: the end of a sentence that begins with the file. */
    public String problem() {
        return problem;
    }

    /** What to do: a sentence. */
    public String remedy() {
        return remedy;
    }
}
