package org.caselli.faxcomex;

import java.util.Set;

/**
 * What an account may do, as bits of the first generation: the words of servers before Windows Vista.
 * {@link FaxSecurity} speaks them here as well.
 */
public enum FAX_ACCESS_RIGHTS_ENUM {
    /** 1: submit faxes of low priority, and see and manage the own ones. */
    farSUBMIT_LOW(1),
    /** 2: submit faxes of normal priority; comes with low. */
    farSUBMIT_NORMAL(2),
    /** 4: submit faxes of high priority; comes with normal and low. */
    farSUBMIT_HIGH(4),
    /** 8: see all jobs of both queues. */
    farQUERY_JOBS(8),
    /** 16 (0x10): pause, resume, restart and cancel all jobs of both queues. */
    farMANAGE_JOBS(16),
    /** 32 (0x20): see how the server is set. */
    farQUERY_CONFIG(32),
    /** 64 (0x40): change how the server is set. */
    farMANAGE_CONFIG(64),
    /** 128 (0x80): see all received faxes. */
    farQUERY_IN_ARCHIVE(128),
    /** 256 (0x100): delete all received faxes. */
    farMANAGE_IN_ARCHIVE(256),
    /** 512 (0x200): see all sent faxes. */
    farQUERY_OUT_ARCHIVE(512),
    /** 1024 (0x400): delete all sent faxes. */
    farMANAGE_OUT_ARCHIVE(1024);

    private final int value;

    FAX_ACCESS_RIGHTS_ENUM(int value) {
        this.value = value;
    }

    /** Its documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_ACCESS_RIGHTS_ENUM> set) {
        return set.stream().mapToInt(FAX_ACCESS_RIGHTS_ENUM::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_ACCESS_RIGHTS_ENUM> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_ACCESS_RIGHTS_ENUM.class)));
    }
}
