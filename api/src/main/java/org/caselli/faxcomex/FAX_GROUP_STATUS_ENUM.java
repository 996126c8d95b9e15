package org.caselli.faxcomex;

/**
 * FAX_GROUP_STATUS_ENUM.
 */
public enum FAX_GROUP_STATUS_ENUM {
    /**
     * Every device of the group can send.
     */
    fgsALL_DEV_VALID(0),
    /**
     * Group holds no device.
     */
    fgsEMPTY(1),
    /**
     * No device of the group can send.
     */
    fgsALL_DEV_NOT_VALID(2),
    /**
     * At least one device can send and at least one cannot.
     */
    fgsSOME_DEV_NOT_VALID(3);

    private final int value;

    FAX_GROUP_STATUS_ENUM(int value) {
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
    public static FAX_GROUP_STATUS_ENUM of(int value) {
        for (FAX_GROUP_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_GROUP_STATUS_ENUM has no value " + value + ".");
    }
}
