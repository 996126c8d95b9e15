package org.caselli.faxcomex;

/**
 * FAX_LOG_LEVEL_ENUM.
 */
public enum FAX_LOG_LEVEL_ENUM {
    /**
     * Nothing logged.
     */
    fllNONE(0),
    /**
     * Errors only.
     */
    fllMIN(1),
    /**
     * Errors and warnings.
     */
    fllMED(2),
    /**
     * Everything.
     */
    fllMAX(3);

    private final int value;

    FAX_LOG_LEVEL_ENUM(int value) {
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
    public static FAX_LOG_LEVEL_ENUM of(int value) {
        for (FAX_LOG_LEVEL_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_LOG_LEVEL_ENUM has no value " + value + ".");
    }
}
