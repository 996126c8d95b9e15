package org.caselli.faxcomex;

/** Whether the devices of a group can send: {@link FaxOutboundRoutingGroup#getStatus()}. */
public enum FAX_GROUP_STATUS_ENUM {
    /** 0: all of them can. */
    fgsALL_DEV_VALID(0),
    /** 1: there are none. */
    fgsEMPTY(1),
    /** 2: none of them can. */
    fgsALL_DEV_NOT_VALID(2),
    /** 3: some can, some cannot. */
    fgsSOME_DEV_NOT_VALID(3);

    private final int value;

    FAX_GROUP_STATUS_ENUM(int value) {
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
    public static FAX_GROUP_STATUS_ENUM of(int value) {
        for (FAX_GROUP_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_GROUP_STATUS_ENUM has no value " + value + ".");
    }
}
