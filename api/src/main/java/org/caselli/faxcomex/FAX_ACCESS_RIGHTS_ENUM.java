package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_ACCESS_RIGHTS_ENUM.
 */
public enum FAX_ACCESS_RIGHTS_ENUM {
    /**
     * Submit at low priority; see and manage own outgoing jobs and own sent messages.
     */
    farSUBMIT_LOW(1),
    /**
     * Submit at normal or low priority (contains SUBMIT_LOW); own jobs and own sent messages.
     */
    farSUBMIT_NORMAL(2),
    /**
     * Submit at any priority (contains the two lower ones); own jobs and own sent messages.
     */
    farSUBMIT_HIGH(4),
    /**
     * See every incoming and outgoing job, whoever owns it.
     */
    farQUERY_JOBS(8),
    /**
     * Pause, resume, restart, cancel any incoming or outgoing job.
     */
    farMANAGE_JOBS(16),
    /**
     * Read server configuration.
     */
    farQUERY_CONFIG(32),
    /**
     * Change server configuration.
     */
    farMANAGE_CONFIG(64),
    /**
     * See every message of the incoming archive.
     */
    farQUERY_IN_ARCHIVE(128),
    /**
     * Delete any message of the incoming archive.
     */
    farMANAGE_IN_ARCHIVE(256),
    /**
     * See every message of the outgoing archive.
     */
    farQUERY_OUT_ARCHIVE(512),
    /**
     * Delete (and per CopyTiff page copy) any message of the outgoing archive.
     */
    farMANAGE_OUT_ARCHIVE(1024);

    private final int value;

    FAX_ACCESS_RIGHTS_ENUM(int value) {
        this.value = value;
    }

    /** The documented number. */
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
