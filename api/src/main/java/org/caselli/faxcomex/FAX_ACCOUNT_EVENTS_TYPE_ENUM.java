package org.caselli.faxcomex;

import java.util.Set;

/** The kinds of events of an account, as bits: for {@link FaxAccount#listenToAccountEvents(Set)}. */
public enum FAX_ACCOUNT_EVENTS_TYPE_ENUM {
    /** 0: none. */
    faetNONE(0),
    /** 1: incoming jobs: added, changed, removed. */
    faetIN_QUEUE(1),
    /** 2: outgoing jobs: added, changed, removed. */
    faetOUT_QUEUE(2),
    /** 4: received faxes: added, removed. */
    faetIN_ARCHIVE(4),
    /** 8: sent faxes: added, removed. */
    faetOUT_ARCHIVE(8),
    /** 16 (0x10): the server stops. */
    faetFXSSVC_ENDED(16);

    private final int value;

    FAX_ACCOUNT_EVENTS_TYPE_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
