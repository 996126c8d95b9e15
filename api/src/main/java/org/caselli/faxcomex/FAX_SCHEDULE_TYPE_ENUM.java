package org.caselli.faxcomex;

/** When a fax is sent: {@link FaxDocument#getScheduleType()}. */
public enum FAX_SCHEDULE_TYPE_ENUM {
    /** 0: as soon as a device is free; the default. */
    fstNOW(0),
    /** 1: not before {@link FaxDocument#getScheduleTime()}. */
    fstSPECIFIC_TIME(1),
    /** 2: in the server's cheap period; at once if it has none. */
    fstDISCOUNT_PERIOD(2);

    private final int value;

    FAX_SCHEDULE_TYPE_ENUM(int value) {
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
    public static FAX_SCHEDULE_TYPE_ENUM of(int value) {
        for (FAX_SCHEDULE_TYPE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_SCHEDULE_TYPE_ENUM has no value " + value + ".");
    }
}
