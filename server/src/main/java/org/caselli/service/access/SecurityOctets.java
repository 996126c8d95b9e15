package org.caselli.service.access;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * A self-relative SECURITY_DESCRIPTOR as the documented Descriptor property has it (MS-DTYP clauses 2.4.2.2 SID, 2.4.4
 * ACE, 2.4.5 ACL, 2.4.6 SECURITY_DESCRIPTOR). All numbers are little-endian, but the authority of a SID.
 *
 * @param owner as a text such as {@code S-1-5-32-544}; empty if it is not there
 * @param group as the owner
 * @param dacl  who may do what; empty if it is not there
 * @param sacl  how many entries the list has that says what is audited; zero if it is not there
 */
record SecurityOctets(Optional<String> owner, Optional<String> group, Optional<List<Ace>> dacl, int sacl) {
    /** An entry that allows something. */
    record Ace(String sid, int mask) {}

    private static final int HEADER = 20;
    private static final int SELF_RELATIVE = 0x8000;
    private static final int DACL_PRESENT = 0x0004;
    private static final int SACL_PRESENT = 0x0010;
    private static final int ACCESS_ALLOWED = 0;
    private static final int ACCESS_DENIED = 1;
    private static final int INHERIT_ONLY = 0x08;
    /** MS-DTYP 2.4.2.2. */
    private static final int MOST_SUB_AUTHORITIES = 15;
    /** The size of a list is written in 16 bits. */
    private static final int MOST_ACL_OCTETS = 0xFFFF;

    byte[] octets() {
        byte[] ownerSid = owner.map(SecurityOctets::sid).orElse(new byte[0]);
        byte[] groupSid = group.map(SecurityOctets::sid).orElse(new byte[0]);
        byte[] acl = dacl.map(SecurityOctets::acl).orElse(new byte[0]);
        int ownerAt = HEADER;
        int groupAt = ownerAt + ownerSid.length;
        int daclAt = groupAt + groupSid.length;
        return ByteBuffer.allocate(daclAt + acl.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (SELF_RELATIVE | (dacl.isPresent() ? DACL_PRESENT : 0)))
                .putInt(owner.isPresent() ? ownerAt : 0)
                .putInt(group.isPresent() ? groupAt : 0)
                .putInt(0)
                .putInt(dacl.isPresent() ? daclAt : 0)
                .put(ownerSid)
                .put(groupSid)
                .put(acl)
                .array();
    }

    private static byte[] acl(List<Ace> entries) {
        List<byte[]> sids = entries.stream().map(entry -> sid(entry.sid())).toList();
        int size = 8 + sids.stream().mapToInt(each -> 8 + each.length).sum();
        if (size > MOST_ACL_OCTETS) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "There are " + entries.size()
                            + " accounts and groups with rights, more than a descriptor can name.",
                    "Read them as JSON: GET /access/security.");
        }
        ByteBuffer acl = ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .put((byte) 0)
                .putShort((short) size)
                .putShort((short) entries.size())
                .putShort((short) 0);
        for (int i = 0; i < entries.size(); i++) {
            acl.put((byte) ACCESS_ALLOWED)
                    .put((byte) 0)
                    .putShort((short) (8 + sids.get(i).length))
                    .putInt(entries.get(i).mask())
                    .put(sids.get(i));
        }
        return acl.array();
    }

    private static byte[] sid(String text) {
        String[] parts = text.split("-");
        int subAuthorities = parts.length - 3;
        ByteBuffer sid = ByteBuffer.allocate(8 + 4 * subAuthorities)
                .put((byte) 1)
                .put((byte) subAuthorities)
                .putShort((short) 0)
                .putInt(Integer.parseInt(parts[2]))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 3; i < parts.length; i++) {
            sid.putInt(Integer.parseUnsignedInt(parts[i]));
        }
        return sid.array();
    }

    /**
     * Reads one.
     *
     * @throws Refusal of kind INVALID with the documented 0x8007000D if it is none, or says what cannot be kept here
     */
    static SecurityOctets of(byte[] octets) {
        ByteBuffer all = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (all.get(0) != 1) {
                throw bad("it has the revision " + all.get(0) + ", and not 1");
            }
            int control = all.getShort(2) & 0xFFFF;
            if ((control & SELF_RELATIVE) == 0) {
                throw bad("it is not self-relative");
            }
            return new SecurityOctets(
                    sidAt(all, all.getInt(4)),
                    sidAt(all, all.getInt(8)),
                    (control & DACL_PRESENT) == 0 ? Optional.empty() : Optional.of(dacl(all, all.getInt(16))),
                    (control & SACL_PRESENT) == 0 || all.getInt(12) == 0
                            ? 0
                            : slice(all, all.getInt(12)).getShort(4) & 0xFFFF);
        } catch (BufferUnderflowException | IndexOutOfBoundsException cut) {
            throw bad("it ends in the middle, or points behind its end");
        }
    }

    private static ByteBuffer slice(ByteBuffer all, int at) {
        if (at < HEADER || at > all.limit()) {
            throw bad("a part of it begins at octet " + Integer.toUnsignedString(at));
        }
        return all.slice(at, all.limit() - at).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Optional<String> sidAt(ByteBuffer all, int at) {
        return at == 0 ? Optional.empty() : Optional.of(sid(slice(all, at)));
    }

    private static String sid(ByteBuffer from) {
        int revision = from.get();
        int subAuthorities = from.get() & 0xFF;
        if (revision != 1 || subAuthorities > MOST_SUB_AUTHORITIES) {
            throw bad("a SID in it has the revision " + revision + " and " + subAuthorities + " parts");
        }
        long authority = ((from.get() & 0xFFL) << 40) | ((from.get() & 0xFFL) << 32);
        for (int shift = 24; shift >= 0; shift -= 8) {
            authority |= (from.get() & 0xFFL) << shift;
        }
        int[] parts = new int[subAuthorities];
        Arrays.setAll(parts, i -> from.getInt());
        return "S-1-" + authority
                + Arrays.stream(parts)
                        .mapToObj(part -> "-" + Integer.toUnsignedString(part))
                        .collect(Collectors.joining());
    }

    private static List<Ace> dacl(ByteBuffer all, int at) {
        if (at == 0) {
            throw bad("its list of entries is null, which would allow everything to everybody");
        }
        ByteBuffer acl = slice(all, at);
        int size = acl.getShort(2) & 0xFFFF;
        int count = acl.getShort(4) & 0xFFFF;
        if (size < 8 || size > acl.limit()) {
            throw bad("its list of entries has " + size + " octets");
        }
        acl.limit(size).position(8);
        var entries = new ArrayList<Ace>();
        for (int i = 0; i < count; i++) {
            int begin = acl.position();
            int type = acl.get();
            int flags = acl.get();
            int length = acl.getShort() & 0xFFFF;
            if (length < 16 || length % 4 != 0 || begin + length > size) {
                throw bad("an entry of it has " + length + " octets");
            }
            if (type == ACCESS_DENIED) {
                throw bad("an entry of it denies something, and here rights can only be given");
            }
            if (type != ACCESS_ALLOWED) {
                throw bad("an entry of it has the type " + type);
            }
            int mask = acl.getInt();
            String sid = sid(acl);
            if (acl.position() > begin + length) {
                throw bad("an entry of it is longer than it says");
            }
            acl.position(begin + length);
            if ((flags & INHERIT_ONLY) == 0) { // else it is about what stands below, and there is nothing below
                entries.add(new Ace(sid, mask));
            }
        }
        return entries;
    }

    static Refusal bad(String why) {
        return new Refusal(
                Refusal.Kind.INVALID,
                FaxError.ERROR_INVALID_DATA,
                "The security descriptor cannot be taken: " + why + ".",
                "Read the present one, change the masks of its entries, and send that.");
    }
}
