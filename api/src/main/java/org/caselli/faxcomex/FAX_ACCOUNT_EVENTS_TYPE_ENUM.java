package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_ACCOUNT_EVENTS_TYPE_ENUM.
 */
public enum FAX_ACCOUNT_EVENTS_TYPE_ENUM {
    /**
     * No account events; stops delivery.
     */
    faetNONE(0),
    /**
     * OnIncomingJobAdded / Removed / Changed.
     */
    faetIN_QUEUE(1),
    /**
     * OnOutgoingJobAdded / Removed / Changed.
     */
    faetOUT_QUEUE(2),
    /**
     * OnIncomingMessageAdded / Removed.
     */
    faetIN_ARCHIVE(4),
    /**
     * OnOutgoingMessageAdded / Removed.
     */
    faetOUT_ARCHIVE(8),
    /**
     * OnServerShutDown.
     */
    faetFXSSVC_ENDED(16);

    private final int value;

    FAX_ACCOUNT_EVENTS_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> set) {
        return set.stream().mapToInt(FAX_ACCOUNT_EVENTS_TYPE_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_ACCOUNT_EVENTS_TYPE_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_ACCOUNT_EVENTS_TYPE_ENUM.class)));
    }
}
