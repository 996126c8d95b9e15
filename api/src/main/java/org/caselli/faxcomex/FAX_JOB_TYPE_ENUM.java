package org.caselli.faxcomex;

/** The direction of a job: {@link FaxJobStatus#getJobType()}. The numbers are not those of faxcom. */
public enum FAX_JOB_TYPE_ENUM {
    /** 0: it is sent. */
    fjtSEND(0),
    /** 1: it is received. */
    fjtRECEIVE(1),
    /** 2: it was received and is being routed. */
    fjtROUTING(2);

    private final int value;

    FAX_JOB_TYPE_ENUM(int value) {
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
    public static FAX_JOB_TYPE_ENUM of(int value) {
        for (FAX_JOB_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_JOB_TYPE_ENUM has no value " + value + ".");
    }
}
