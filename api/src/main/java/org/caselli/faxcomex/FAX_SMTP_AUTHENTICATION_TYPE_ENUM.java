package org.caselli.faxcomex;

/** How the server makes itself known to the mail server: {@link FaxReceiptOptions#getAuthenticationType()}. */
public enum FAX_SMTP_AUTHENTICATION_TYPE_ENUM {
    /** 0: not at all. */
    fsatANONYMOUS(0),
    /** 1: with user and password. */
    fsatBASIC(1),
    /** 2: with a Windows account. Not spoken here, and refused by {@link FaxReceiptOptions#save()}. */
    fsatNTLM(2);

    private final int value;

    FAX_SMTP_AUTHENTICATION_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
