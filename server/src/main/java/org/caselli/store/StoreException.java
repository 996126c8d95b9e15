package org.caselli.store;

/** The data directory or the database cannot be opened, read or written. The message says what, where, and the remedy. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What hope there is. */
    public enum Hope {
        /** A person has to do something first. */
        NONE,
        /** The database is away, or this server may not write to it for the moment. Nothing was done; it can be repeated. */
        LATER,
        /** The database went away in the middle of a commit: nobody knows whether it was done. */
        UNKNOWN
    }

    private final Hope hope;

    public StoreException(String message) {
        super(message);
        this.hope = Hope.NONE;
    }

    public StoreException(String message, Throwable cause) {
        this(Hope.NONE, message, cause);
    }

    StoreException(Hope hope, String message) {
        super(message);
        this.hope = hope;
    }

    StoreException(Hope hope, String message, Throwable cause) {
        super(message, cause);
        this.hope = hope;
    }

    public Hope hope() {
        return hope;
    }
}
