package org.caselli.faxcomex;

import java.util.Set;

/**
 * FAX_ACCESS_RIGHTS_ENUM_2.
 */
public enum FAX_ACCESS_RIGHTS_ENUM_2 {
    /**
     * Submit at low priority; own jobs and own sent messages.
     */
    far2SUBMIT_LOW(1),
    /**
     * Submit at normal or low priority; own jobs and own sent messages.
     */
    far2SUBMIT_NORMAL(2),
    /**
     * Submit at any priority; own jobs and own sent messages.
     */
    far2SUBMIT_HIGH(4),
    /**
     * See outgoing jobs of every account.
     */
    far2QUERY_OUT_JOBS(8),
    /**
     * Pause, resume, restart, cancel outgoing jobs of every account.
     */
    far2MANAGE_OUT_JOBS(16),
    /**
     * Read server configuration.
     */
    far2QUERY_CONFIG(32),
    /**
     * Read and change server configuration, accounts included.
     */
    far2MANAGE_CONFIG(64),
    /**
     * See archived messages (received and sent) of every account.
     */
    far2QUERY_ARCHIVES(128),
    /**
     * Manage archived messages of every account.
     */
    far2MANAGE_ARCHIVES(256),
    /**
     * Manage everything in the common receive folder: see, delete, re-assign; also incoming queue jobs.
     */
    far2MANAGE_RECEIVE_FOLDER(512);

    private final int value;

    FAX_ACCESS_RIGHTS_ENUM_2(int value) {
        this.value = value;
    }

    /** The documented number. */
    public int value() {
        return value;
    }

    /** The bits of these together. */
    public static int value(Set<FAX_ACCESS_RIGHTS_ENUM_2> set) {
        return set.stream().mapToInt(FAX_ACCESS_RIGHTS_ENUM_2::value).reduce(0, (a, b) -> a | b);
    }

    /**
     * Those whose bits are set here; a bit that none of them has is left out.
     *
     * @param bits the documented numbers, added up
     */
    public static Set<FAX_ACCESS_RIGHTS_ENUM_2> of(int bits) {
        return java.util.Arrays.stream(values())
                .filter(one -> one.value != 0 && (bits & one.value) != 0)
                .collect(java.util.stream.Collectors.toCollection(
                        () -> java.util.EnumSet.noneOf(FAX_ACCESS_RIGHTS_ENUM_2.class)));
    }
}
