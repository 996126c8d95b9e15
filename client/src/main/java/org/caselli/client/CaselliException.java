package org.caselli.client;

import java.util.OptionalInt;

/** The server refused a request, or could not be reached. The message says what is wrong and what to do. */
public final class CaselliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is. */
    public enum Kind {
        /** No server answered. */
        UNREACHABLE,
        /** The token is missing or wrong. */
        UNAUTHORIZED,
        /** A right is missing, or one has to wait after wrong passwords. */
        FORBIDDEN,
        /** A document cannot be turned into fax pages. */
        DOCUMENT_REFUSED,
        /** There is no such thing. */
        NOT_FOUND,
        /** The state of the thing does not allow it. */
        CONFLICT,
        /** Something else in the request is wrong. */
        INVALID,
        /** The server met an error of its own, or what answered is not a Caselli server. */
        SERVER_ERROR
    }

    private final Kind kind;
    private final int status;
    private final String detail;
    private final String remedy;
    private final String code;
    private final int file;

    CaselliException(Kind kind, int status, String detail, String remedy) {
        this(kind, status, detail, remedy, "");
    }

    CaselliException(Kind kind, int status, String detail, String remedy, String code) {
        this(kind, status, detail, remedy, code, -1);
    }

    CaselliException(Kind kind, int status, String detail, String remedy, String code, int file) {
        super(remedy.isEmpty() ? detail : detail + " " + remedy);
        this.kind = kind;
        this.status = status;
        this.detail = detail;
        this.remedy = remedy;
        this.code = code;
        this.file = file;
    }

    CaselliException(Kind kind, String detail, String remedy, Throwable cause) {
        this(kind, 0, detail, remedy);
        initCause(cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status; 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** What is wrong and where. */
    public String detail() {
        return detail;
    }

    /** The documented error that says the same, such as {@code FAX_E_GROUP_IN_USE}; empty where there is none. */
    public String code() {
        return code;
    }

    /** Which of the files of a submission cannot be sent, counted from 0; empty if it is no file. */
    public OptionalInt file() {
        return file < 0 ? OptionalInt.empty() : OptionalInt.of(file);
    }

    /**
     * Whether nobody knows if the server has done what it was asked: its answer did not come, or it says so itself. A
     * submission can be repeated with the same idempotency key.
     */
    public boolean isUncertain() {
        return kind == Kind.UNREACHABLE || kind == Kind.SERVER_ERROR;
    }

    /** What to do about it; perhaps empty. */
    public String remedy() {
        return remedy;
    }
}
