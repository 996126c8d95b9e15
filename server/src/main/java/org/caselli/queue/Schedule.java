package org.caselli.queue;

/** When a job may be started (FAX_SCHEDULE_TYPE_ENUM). */
public enum Schedule {
    /** At once. */
    NOW(0),
    /** From a certain time on. */
    AT(1),
    /** Inside the {@link DiscountPeriod}, each attempt of it. */
    DISCOUNT(2);

    private final int faxScheduleType;

    Schedule(int faxScheduleType) {
        this.faxScheduleType = faxScheduleType;
    }

    /** The value of FAX_SCHEDULE_TYPE_ENUM. */
    public int faxScheduleType() {
        return faxScheduleType;
    }
}
