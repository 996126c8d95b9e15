package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_SERVER_EVENTS_TYPE_ENUM.
 */
public enum FAX_SERVER_EVENTS_TYPE_ENUM {
    /**
     * No events; stops delivery.
     */
    fsetNONE(0),
    /**
     * OnIncomingJobAdded / Removed / Changed.
     */
    fsetIN_QUEUE(1),
    /**
     * OnOutgoingJobAdded / Removed / Changed.
     */
    fsetOUT_QUEUE(2),
    /**
     * All On...ConfigChange handlers, OnReceiptOptionsChange and (Vista) OnGeneralServerConfigChanged.
     */
    fsetCONFIG(4),
    /**
     * OnServerActivityChange.
     */
    fsetACTIVITY(8),
    /**
     * OnQueuesStatusChange.
     */
    fsetQUEUE_STATE(16),
    /**
     * OnIncomingMessageAdded / Removed.
     */
    fsetIN_ARCHIVE(32),
    /**
     * OnOutgoingMessageAdded / Removed.
     */
    fsetOUT_ARCHIVE(64),
    /**
     * OnServerShutDown.
     */
    fsetFXSSVC_ENDED(128),
    /**
     * OnDeviceStatusChange.
     */
    fsetDEVICE_STATUS(256),
    /**
     * OnNewCall.
     */
    fsetINCOMING_CALL(512);

    private final int value;

    FAX_SERVER_EVENTS_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_SERVER_EVENTS_TYPE_ENUM> set) {
        return set.stream().mapToInt(FAX_SERVER_EVENTS_TYPE_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_SERVER_EVENTS_TYPE_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_SERVER_EVENTS_TYPE_ENUM.class)));
    }
}
