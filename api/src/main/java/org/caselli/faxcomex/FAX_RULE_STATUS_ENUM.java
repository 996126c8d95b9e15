package org.caselli.faxcomex;

/** Whether a rule can be used: {@link FaxOutboundRoutingRule#getStatus()}. */
public enum FAX_RULE_STATUS_ENUM {
    /** 0: it can. */
    frsVALID(0),
    /** 1: it cannot: its group has no devices. */
    frsEMPTY_GROUP(1),
    /** 2: it cannot: no device of its group can send. */
    frsALL_GROUP_DEV_NOT_VALID(2),
    /** 3: it can, but some devices of its group cannot send. */
    frsSOME_GROUP_DEV_NOT_VALID(3),
    /** 4: it cannot: its device cannot send. */
    frsBAD_DEVICE(4);

    private final int value;

    FAX_RULE_STATUS_ENUM(int value) {
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
    public static FAX_RULE_STATUS_ENUM of(int value) {
        for (FAX_RULE_STATUS_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_RULE_STATUS_ENUM has no value " + value + ".");
    }
}
