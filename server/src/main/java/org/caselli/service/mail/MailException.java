package org.caselli.service.mail;

import org.jspecify.annotations.Nullable;

/** The mail server has not taken a mail. The message says who, why, and what can be done. */
public final class MailException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What hope is left. */
    public enum Hope {
        /** It may be taken later: the server is away or busy, or the settings have to be put right first. */
        LATER,
        /** The server will refuse it tomorrow as well (RFC 5321 clause 4.2.1: 5yz). */
        NONE,
        /** The server refuses mails of this size (RFC 1870 clause 6.1: 552; RFC 3463 clause 3.4: 5.3.4). */
        SMALLER
    }

    private final Hope hope;

    MailException(Hope hope, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.hope = hope;
    }

    public Hope hope() {
        return hope;
    }
}
