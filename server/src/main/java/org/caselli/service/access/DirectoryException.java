package org.caselli.service.access;

import org.jspecify.annotations.Nullable;

/** A directory did not say who somebody is. The message says why and what to do about it, and holds no secret. */
public final class DirectoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Kind {
        /** It does not answer, or not as it should; later it may. */
        AWAY,
        /** What is set up here and there does not fit together. */
        SETTINGS,
        /** It says no, or what was shown as its word is not. */
        REFUSED
    }

    private final Kind kind;

    public DirectoryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public DirectoryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
