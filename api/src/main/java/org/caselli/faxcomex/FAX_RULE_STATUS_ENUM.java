package org.caselli.faxcomex;

/**
 * FAX_RULE_STATUS_ENUM.
 */
public enum FAX_RULE_STATUS_ENUM {
    /**
     * Rule usable.
     */
    frsVALID(0),
    /**
     * Unusable: target group has no device.
     */
    frsEMPTY_GROUP(1),
    /**
     * Unusable: no device of the target group can send.
     */
    frsALL_GROUP_DEV_NOT_VALID(2),
    /**
     * Warning: some devices of the target group cannot send; rule still used with the others.
     */
    frsSOME_GROUP_DEV_NOT_VALID(3),
    /**
     * Unusable: single target device cannot send.
     */
    frsBAD_DEVICE(4);

    private final int value;

    FAX_RULE_STATUS_ENUM(int value) {
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
    public static FAX_RULE_STATUS_ENUM of(int value) {
        for (FAX_RULE_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_RULE_STATUS_ENUM has no value " + value + ".");
    }
}
