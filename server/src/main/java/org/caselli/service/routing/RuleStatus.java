package org.caselli.service.routing;

/** Whether a rule can be followed (FAX_RULE_STATUS_ENUM, in its order). */
public enum RuleStatus {
    /** It can. */
    VALID,
    /** It cannot: its group has no device. */
    EMPTY_GROUP,
    /** It cannot: no device of its group can send. */
    ALL_GROUP_DEV_NOT_VALID,
    /** It can, with those devices of its group that can send. */
    SOME_GROUP_DEV_NOT_VALID,
    /** It cannot: its device is gone, or may not send. */
    BAD_DEVICE;

    /** Whether jobs go by such a rule. */
    public boolean isUsable() {
        return this == VALID || this == SOME_GROUP_DEV_NOT_VALID;
    }

    static RuleStatus of(GroupStatus group) {
        return switch (group) {
            case ALL_DEV_VALID -> VALID;
            case EMPTY -> EMPTY_GROUP;
            case ALL_DEV_NOT_VALID -> ALL_GROUP_DEV_NOT_VALID;
            case SOME_DEV_NOT_VALID -> SOME_GROUP_DEV_NOT_VALID;
        };
    }
}
