package org.caselli.faxcomex;

import java.util.Set;

/**
 * What an account may do, as bits of the second generation, since Windows Vista. These are the rights that the server
 * asks for.
 */
public enum FAX_ACCESS_RIGHTS_ENUM_2 {
    /** 1: submit faxes of low priority, and see and manage the own ones. */
    far2SUBMIT_LOW(1),
    /** 2: submit faxes of normal priority; comes with low. */
    far2SUBMIT_NORMAL(2),
    /** 4: submit faxes of high priority; comes with normal and low. */
    far2SUBMIT_HIGH(4),
    /** 8: see the outgoing jobs of all accounts. */
    far2QUERY_OUT_JOBS(8),
    /** 16 (0x10): pause, resume, restart and cancel the outgoing jobs of all accounts. */
    far2MANAGE_OUT_JOBS(16),
    /** 32 (0x20): see how the server is set, and its accounts. */
    far2QUERY_CONFIG(32),
    /** 64 (0x40): change how the server is set, and its accounts. */
    far2MANAGE_CONFIG(64),
    /** 128 (0x80): see the sent and received faxes of all accounts. */
    far2QUERY_ARCHIVES(128),
    /** 256 (0x100): delete the sent and received faxes of all accounts. */
    far2MANAGE_ARCHIVES(256),
    /**
     * 512 (0x200): see and manage incoming jobs and the received faxes that belong to nobody, and give them to
     * accounts.
     */
    far2MANAGE_RECEIVE_FOLDER(512);

    private final int value;

    FAX_ACCESS_RIGHTS_ENUM_2(int value) {
        this.value = value;
    }

    /** Its documented number. */
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
