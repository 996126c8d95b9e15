package org.caselli.faxcomex;

/**
 * FAX_SMTP_AUTHENTICATION_TYPE_ENUM.
 */
public enum FAX_SMTP_AUTHENTICATION_TYPE_ENUM {
    /**
     * No login.
     */
    fsatANONYMOUS(0),
    /**
     * Plain user/password login.
     */
    fsatBASIC(1),
    /**
     * Windows (NTLM) login.
     */
    fsatNTLM(2);

    private final int value;

    FAX_SMTP_AUTHENTICATION_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /**
     * The one with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FAX_SMTP_AUTHENTICATION_TYPE_ENUM of(int value) {
        for (FAX_SMTP_AUTHENTICATION_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_SMTP_AUTHENTICATION_TYPE_ENUM has no value " + value + ".");
    }
}
