package org.caselli.service.routing;

import java.util.Collection;

/** How many devices of a group can send (FAX_GROUP_STATUS_ENUM, in its order). */
public enum GroupStatus {
    /** Every one. */
    ALL_DEV_VALID,
    /** The group has no device. */
    EMPTY,
    /** None. */
    ALL_DEV_NOT_VALID,
    /** At least one can, and at least one cannot. */
    SOME_DEV_NOT_VALID;

    /** @param valid for each device of the group whether it can send */
    static GroupStatus of(Collection<Boolean> valid) {
        if (valid.isEmpty()) {
            return EMPTY;
        }
        if (!valid.contains(true)) {
            return ALL_DEV_NOT_VALID;
        }
        return valid.contains(false) ? SOME_DEV_NOT_VALID : ALL_DEV_VALID;
    }
}
