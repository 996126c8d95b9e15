package org.caselli.faxcomex;

/**
 * FAX_JOB_TYPE_ENUM.
 */
public enum FAX_JOB_TYPE_ENUM {
    /**
     * Outgoing job.
     */
    fjtSEND(0),
    /**
     * Incoming job.
     */
    fjtRECEIVE(1),
    /**
     * Received fax in (re-)routing.
     */
    fjtROUTING(2);

    private final int value;

    FAX_JOB_TYPE_ENUM(int value) {
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
    public static FAX_JOB_TYPE_ENUM of(int value) {
        for (FAX_JOB_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_JOB_TYPE_ENUM has no value " + value + ".");
    }
}
