package org.caselli.faxcomex;

/**
 * FAX_SCHEDULE_TYPE_ENUM.
 */
public enum FAX_SCHEDULE_TYPE_ENUM {
    /**
     * As soon as a device is free (default).
     */
    fstNOW(0),
    /**
     * Not before ScheduleTime; exact moment depends on device and priority.
     */
    fstSPECIFIC_TIME(1),
    /**
     * Within the server's discount period.
     */
    fstDISCOUNT_PERIOD(2);

    private final int value;

    FAX_SCHEDULE_TYPE_ENUM(int value) {
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
    public static FAX_SCHEDULE_TYPE_ENUM of(int value) {
        for (FAX_SCHEDULE_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_SCHEDULE_TYPE_ENUM has no value " + value + ".");
    }
}
