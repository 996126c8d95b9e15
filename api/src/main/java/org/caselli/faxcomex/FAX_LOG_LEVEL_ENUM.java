package org.caselli.faxcomex;

/** How much is written into the log: {@link FaxEventLogging}. */
public enum FAX_LOG_LEVEL_ENUM {
    /** 0: nothing. */
    fllNONE(0),
    /** 1: errors. */
    fllMIN(1),
    /** 2: errors and warnings; the default here. */
    fllMED(2),
    /** 3: everything. */
    fllMAX(3);

    private final int value;

    FAX_LOG_LEVEL_ENUM(int value) {
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
    public static FAX_LOG_LEVEL_ENUM of(int value) {
        for (FAX_LOG_LEVEL_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_LOG_LEVEL_ENUM has no value " + value + ".");
    }
}
