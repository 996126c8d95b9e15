package org.caselli.service.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an account may be allowed. Names and bits are those of FAX_ACCESS_RIGHTS_ENUM_2 of the Windows Fax Service, its second
 * generation of rights; the first is a mapping ({@link #firstGeneration}, {@link #ofFirstGeneration}).
 */
public enum Right {
    /** Submit at low priority; see and manage one's own jobs and sent faxes. */
    SUBMIT_LOW(0x001, 0x001),
    /** Submit at normal priority as well. */
    SUBMIT_NORMAL(0x002, 0x002),
    /** Submit at any priority. */
    SUBMIT_HIGH(0x004, 0x004),
    /** See the outgoing jobs of all accounts. */
    QUERY_OUT_JOBS(0x008, 0x008),
    /** Pause, resume, restart and cancel the outgoing jobs of all accounts. */
    MANAGE_OUT_JOBS(0x010, 0x010),
    /** Read how the server is set up. */
    QUERY_CONFIG(0x020, 0x020),
    /** Read and change how the server is set up, its accounts included. */
    MANAGE_CONFIG(0x040, 0x040),
    /** See the received and sent faxes of all accounts. */
    QUERY_ARCHIVES(0x080, 0x280),
    /** Change and delete the received and sent faxes of all accounts. */
    MANAGE_ARCHIVES(0x100, 0x500),
    /** Everything on received faxes that belong to nobody: see, delete, hand on; and on the incoming queue. */
    MANAGE_RECEIVE_FOLDER(0x200, 0x198);

    private final int bit;
    private final int firstBits;

    /** @param firstBits what of FAX_ACCESS_RIGHTS_ENUM one must have for this right */
    Right(int bit, int firstBits) {
        this.bit = bit;
        this.firstBits = firstBits;
    }

    /** The value in FAX_ACCESS_RIGHTS_ENUM_2. */
    public int bit() {
        return bit;
    }

    /** All rights. */
    public static Set<Right> all() {
        return EnumSet.allOf(Right.class);
    }

    /** These bits together. */
    public static int bits(Collection<Right> rights) {
        return rights.stream().mapToInt(Right::bit).reduce(0, (a, b) -> a | b);
    }

    /** The rights with these bits; others are passed over. */
    public static Set<Right> ofBits(int bits) {
        var rights = EnumSet.noneOf(Right.class);
        for (Right right : values()) {
            if ((bits & right.bit) != 0) {
                rights.add(right);
            }
        }
        return rights;
    }

    /**
     * The rights with those that they contain: a higher submit right contains the lower ones (faxcomex.md §6.2 rule 1), and
     * who may change the configuration may read it (§5.2).
     */
    public static Set<Right> closure(Collection<Right> rights) {
        var all = EnumSet.noneOf(Right.class);
        all.addAll(rights);
        if (all.contains(SUBMIT_HIGH)) {
            all.add(SUBMIT_NORMAL);
        }
        if (all.contains(SUBMIT_NORMAL)) {
            all.add(SUBMIT_LOW);
        }
        if (all.contains(MANAGE_CONFIG)) {
            all.add(QUERY_CONFIG);
        }
        return all;
    }

    /**
     * The same as bits of FAX_ACCESS_RIGHTS_ENUM: a bit is set where everything that it allows is allowed. Its job bits are
     * about both queues, and its archive bits about one archive each.
     */
    public static int firstGeneration(Collection<Right> rights) {
        Set<Right> all = closure(rights);
        boolean receive = all.contains(MANAGE_RECEIVE_FOLDER);
        int bits = 0;
        for (Right right : all) {
            bits |= switch (right) {
                case SUBMIT_LOW,
                        SUBMIT_NORMAL,
                        SUBMIT_HIGH,
                        QUERY_CONFIG,
                        MANAGE_CONFIG,
                        QUERY_ARCHIVES,
                        MANAGE_ARCHIVES -> right.firstBits;
                case QUERY_OUT_JOBS, MANAGE_OUT_JOBS -> receive ? right.firstBits : 0;
                case MANAGE_RECEIVE_FOLDER -> 0; // there is no such bit; it only completes the two above
            };
        }
        return bits;
    }

    /**
     * The rights that these bits of FAX_ACCESS_RIGHTS_ENUM amount to, and nothing beyond them: QUERY_ARCHIVES only from both
     * query bits of the archives, and MANAGE_RECEIVE_FOLDER only from all that it allows.
     */
    public static Set<Right> ofFirstGeneration(int bits) {
        var rights = EnumSet.noneOf(Right.class);
        for (Right right : values()) {
            if ((bits & right.firstBits) == right.firstBits) {
                rights.add(right);
            }
        }
        return rights;
    }
}
