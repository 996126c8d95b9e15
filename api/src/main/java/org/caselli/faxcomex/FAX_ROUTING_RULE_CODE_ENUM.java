package org.caselli.faxcomex;

/**
 * FAX_ROUTING_RULE_CODE_ENUM.
 */
public enum FAX_ROUTING_RULE_CODE_ENUM {
    /**
     * "Any" value for the country or area code of an outbound rule.
     */
    frrcANY_CODE(0);

    private final int value;

    FAX_ROUTING_RULE_CODE_ENUM(int value) {
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
    public static FAX_ROUTING_RULE_CODE_ENUM of(int value) {
        for (FAX_ROUTING_RULE_CODE_ENUM one : values()) {
            if (one.value == value) {
                return one;
            }
        }
        throw new IllegalArgumentException("FAX_ROUTING_RULE_CODE_ENUM has no value " + value + ".");
    }
}
