package org.caselli.faxcomex;

/**
 * FAX_PRIORITY_TYPE_ENUM.
 */
public enum FAX_PRIORITY_TYPE_ENUM {
    /**
     * Low; served last. Default of FaxDocument.
     */
    fptLOW(0),
    /**
     * Normal; before every low job.
     */
    fptNORMAL(1),
    /**
     * High; before every other job.
     */
    fptHIGH(2);

    private final int value;

    FAX_PRIORITY_TYPE_ENUM(int value) {
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
    public static FAX_PRIORITY_TYPE_ENUM of(int value) {
        for (FAX_PRIORITY_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_PRIORITY_TYPE_ENUM has no value " + value + ".");
    }
}
