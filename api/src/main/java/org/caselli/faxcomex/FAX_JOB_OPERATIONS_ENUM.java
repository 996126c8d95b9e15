package org.caselli.faxcomex;

import java.util.Set;

/** What the state of a job permits, as bits: {@link FaxOutgoingJob#getAvailableOperations()}. */
public enum FAX_JOB_OPERATIONS_ENUM {
    /** 1: its pages can be copied. */
    fjoVIEW(1),
    /** 2: it can be paused. */
    fjoPAUSE(2),
    /** 4: it can be resumed. */
    fjoRESUME(4),
    /** 8: it can be restarted. */
    fjoRESTART(8),
    /** 16 (0x10): it can be cancelled. */
    fjoDELETE(16),
    /** 32 (0x20): its recipient can be asked for. */
    fjoRECIPIENT_INFO(32),
    /** 64 (0x40): its sender can be asked for. */
    fjoSENDER_INFO(64);

    private final int value;

    FAX_JOB_OPERATIONS_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_JOB_OPERATIONS_ENUM> set) {
        return set.stream().mapToInt(FAX_JOB_OPERATIONS_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_JOB_OPERATIONS_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_JOB_OPERATIONS_ENUM.class)));
    }
}
