package org.caselli.faxcomex;

/** A special code of outbound rules. */
public enum FAX_ROUTING_RULE_CODE_ENUM {
    /** 0: any country or any area: {@link FaxOutboundRoutingRule#getCountryCode()}. */
    frrcANY_CODE(0);

    private final int value;

    FAX_ROUTING_RULE_CODE_ENUM(int value) {
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
    public static FAX_ROUTING_RULE_CODE_ENUM of(int value) {
        for (FAX_ROUTING_RULE_CODE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_ROUTING_RULE_CODE_ENUM has no value " + value + ".");
    }
}
