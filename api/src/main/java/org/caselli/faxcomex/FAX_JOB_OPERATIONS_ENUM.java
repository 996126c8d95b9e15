package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_JOB_OPERATIONS_ENUM.
 */
public enum FAX_JOB_OPERATIONS_ENUM {
    /**
     * TIFF can be copied (CopyTiff).
     */
    fjoVIEW(1),
    /**
     * Pause possible.
     */
    fjoPAUSE(2),
    /**
     * Resume possible.
     */
    fjoRESUME(4),
    /**
     * Restart possible.
     */
    fjoRESTART(8),
    /**
     * Cancel possible.
     */
    fjoDELETE(16),
    /**
     * Recipient data readable.
     */
    fjoRECIPIENT_INFO(32),
    /**
     * Sender data readable.
     */
    fjoSENDER_INFO(64);

    private final int value;

    FAX_JOB_OPERATIONS_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
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
