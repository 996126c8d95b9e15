package org.caselli.faxcomex;

import java.util.Set;

/** The kinds of events of a server, as bits: for {@link FaxServer#listenToServerEvents(Set)}. */
public enum FAX_SERVER_EVENTS_TYPE_ENUM {
    /** 0: none. */
    fsetNONE(0),
    /** 1: incoming jobs: added, changed, removed. */
    fsetIN_QUEUE(1),
    /** 2: outgoing jobs: added, changed, removed. */
    fsetOUT_QUEUE(2),
    /** 4: settings, devices, groups and rules were changed. Needs {@code far2QUERY_CONFIG}. */
    fsetCONFIG(4),
    /** 8: the counters have changed. Needs {@code far2QUERY_CONFIG}. */
    fsetACTIVITY(8),
    /** 16 (0x10): a queue was blocked, paused or released. */
    fsetQUEUE_STATE(16),
    /** 32 (0x20): received faxes: added, removed. */
    fsetIN_ARCHIVE(32),
    /** 64 (0x40): sent faxes: added, removed. */
    fsetOUT_ARCHIVE(64),
    /** 128 (0x80): the server stops. */
    fsetFXSSVC_ENDED(128),
    /** 256 (0x100): a device does something else. Needs {@code far2QUERY_CONFIG}. */
    fsetDEVICE_STATUS(256),
    /** 512 (0x200): a line rings. */
    fsetINCOMING_CALL(512);

    private final int value;

    FAX_SERVER_EVENTS_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
