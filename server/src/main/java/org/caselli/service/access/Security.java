package org.caselli.service.access;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.ContentVersion;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Who may do what, as one thing: the documented security descriptor of the server (faxcomex.md §4.44, §4.45, §6.6), to be
 * read by people as names and rights and by ported programs as octets. It says what each account and group has been given
 * itself; what an account may do is that and what its groups have.
 */
public final class Security {
    /** The documented InformationType. */
    public static final int OWNER = 1;

    public static final int GROUP = 2;
    public static final int DACL = 4;
    public static final int SACL = 8;

    /** BUILTIN\Administrators (MS-DTYP 2.4.2.4): here, the holders of the key in the data directory. */
    static final String ADMINISTRATORS = "S-1-5-32-544";

    private static final int READ_CONTROL = 0x20000;
    private static final int WRITE_DAC_AND_OWNER = 0xC0000;
    private static final int STANDARD_RIGHTS = 0x1F0000;

    /** Whom an entry is about. */
    public enum Kind {
        GROUP(1),
        ACCOUNT(2);

        /** The first part of its SIDs. */
        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** The generation of a descriptor's masks. */
    public enum Generation {
        /** Masks have bits of FAX_ACCESS_RIGHTS_ENUM. */
        FIRST(0x7FF, 0x2A8, 0x550),
        /** Masks have bits of FAX_ACCESS_RIGHTS_ENUM_2. */
        SECOND(0x3FF, 0x020, 0x040);

        private final int all;
        private final int read;
        private final int write;

        /** The generic rights as faxcomex.md §6.1 and §6.2 map them; GENERIC_EXECUTE is SUBMIT_LOW in both. */
        Generation(int all, int read, int write) {
            this.all = all;
            this.read = read;
            this.write = write;
        }

        private int bits(Set<Right> rights) {
            return this == FIRST ? Right.firstGeneration(rights) : Right.bits(rights);
        }

        private Set<Right> rights(int bits) {
            return this == FIRST ? Right.ofFirstGeneration(bits) : Right.ofBits(bits);
        }

        /** The bits of its enumeration in a mask, generic ones resolved, standard ones left out. */
        private int specific(int mask) {
            int bits = mask & 0xFFFF;
            bits |= (mask & 0x8000_0000) != 0 ? read : 0;
            bits |= (mask & 0x4000_0000) != 0 ? write : 0;
            bits |= (mask & 0x2000_0000) != 0 ? 1 : 0;
            bits |= (mask & 0x1000_0000) != 0 ? all : 0;
            if ((bits & ~all) != 0 || (mask & ~0xF000_FFFF & ~STANDARD_RIGHTS) != 0) {
                throw SecurityOctets.bad("the mask " + Integer.toHexString(mask) + " has bits that mean nothing here");
            }
            return bits;
        }
    }

    /**
     * An account or a group, and what it has been given.
     *
     * @param sid how descriptors name it: {@code S-1-9-} and numbers, the same as long as it exists
     */
    public record Entry(Kind kind, String name, String sid, Set<Right> rights) {
        public Entry {
            rights = Set.copyOf(rights);
        }
    }

    /** @param version the same for the same entries */
    public record Descriptor(List<Entry> entries, long version) {
        public Descriptor {
            entries = List.copyOf(entries);
        }
    }

    /** @param version that of the {@link Descriptor} */
    public record Octets(byte[] octets, long version) {}

    /** Rights that somebody shall have. */
    public record Grant(Kind kind, String name, Set<Right> rights) {
        public Grant {
            rights = Set.copyOf(rights);
        }
    }

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;

    public Security(Store store, EventLog events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** All groups and accounts by name, groups first. */
    public Descriptor read() {
        Caller.current().require(Right.QUERY_CONFIG);
        return store.read(Security::read);
    }

    private static Descriptor read(Handle handle) {
        var entries = new ArrayList<>(entries(handle, Kind.GROUP, "account_group"));
        entries.addAll(entries(handle, Kind.ACCOUNT, "account"));
        return new Descriptor(
                entries,
                ContentVersion.of(entries.stream()
                        .map(entry -> entry.sid() + " " + Right.bits(entry.rights()))
                        .toArray()));
    }

    private static List<Entry> entries(Handle handle, Kind kind, String table) {
        return handle.createQuery("select id, name, rights from " + table + " order by name_key")
                .map((row, context) -> new Entry(
                        kind,
                        row.getString("name"),
                        sid(kind, row.getString("id")),
                        Right.ofBits(row.getInt("rights"))))
                .list();
    }

    /** Under the authority of resource managers, 9, which is for programs that have principals of their own (MS-DTYP 2.4.1.1). */
    private static String sid(Kind kind, String id) {
        long number = Long.parseUnsignedLong(id, 16);
        return "S-1-9-" + kind.number + "-" + (number >>> 32) + "-" + (number & 0xFFFF_FFFFL);
    }

    /**
     * Gives everybody these rights and nobody any others.
     *
     * @param grants   who is not named has none afterwards
     * @param expected the version that it takes the place of
     * @throws Refusal STALE; NOT_FOUND for a name that is none; CONFLICT if nobody would be left who can sign in and change
     *                 the configuration
     */
    public Descriptor write(List<Grant> grants, long expected) {
        Caller.current().require(Right.MANAGE_CONFIG);
        return store.write(handle -> {
            Descriptor before = read(handle);
            ContentVersion.require("Who may do what", before.version(), expected);
            var wanted = new LinkedHashMap<Entry, Set<Right>>();
            for (Grant grant : grants) {
                Entry entry = before.entries().stream()
                        .filter(each ->
                                each.kind() == grant.kind() && each.name().equalsIgnoreCase(grant.name()))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(
                                Refusal.Kind.NOT_FOUND,
                                FaxError.ERROR_FILE_NOT_FOUND,
                                "There is no " + grant.kind().name().toLowerCase(Locale.ROOT) + " \"" + grant.name()
                                        + "\".",
                                "Make it first, or leave it out."));
                if (wanted.putIfAbsent(entry, grant.rights()) != null) {
                    throw new Refusal(
                            Refusal.Kind.INVALID, "\"" + grant.name() + "\" is there twice.", "Name each once.");
                }
            }
            return grant(handle, before, wanted);
        });
    }

    private Descriptor grant(Handle handle, Descriptor before, Map<Entry, Set<Right>> wanted) {
        return Accounts.guarded(handle, () -> {
            boolean changed = false;
            for (Entry entry : before.entries()) {
                int bits = Right.bits(wanted.getOrDefault(entry, Set.of()));
                if (bits != Right.bits(entry.rights())) {
                    boolean group = entry.kind() == Kind.GROUP;
                    handle.execute(
                            "update " + (group ? "account_group" : "account")
                                    + " set rights = ?, version = version + 1 where name_key = ?",
                            bits,
                            Accounts.key(entry.name()));
                    tell(handle, (group ? "groups/" : "accounts/") + entry.name());
                    changed = true;
                }
            }
            if (changed) {
                tell(handle, "security");
            }
            return read(handle);
        });
    }

    private void tell(Handle handle, String subject) {
        events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, subject);
    }

    /**
     * The descriptor as octets.
     *
     * @param information which parts are wanted: {@link #OWNER}, {@link #GROUP}, {@link #DACL}, {@link #SACL} together
     */
    public byte[] octets(Generation generation, int information) {
        return read(generation, information).octets();
    }

    /** The same with its version. */
    public Octets read(Generation generation, int information) {
        check(information);
        Descriptor all = read();
        if ((information & SACL) != 0) {
            Caller.current().require(Right.MANAGE_CONFIG); // the documented ACCESS_SYSTEM_SECURITY
        }
        var entries = new ArrayList<SecurityOctets.Ace>();
        entries.add(new SecurityOctets.Ace(ADMINISTRATORS, generation.all | READ_CONTROL | WRITE_DAC_AND_OWNER));
        all.entries().stream()
                .filter(entry -> !entry.rights().isEmpty())
                .map(entry -> new SecurityOctets.Ace(entry.sid(), mask(generation, entry.rights())))
                .forEach(entries::add);
        Optional<String> administrators = Optional.of(ADMINISTRATORS);
        byte[] octets = new SecurityOctets(
                        administrators.filter(any -> (information & OWNER) != 0),
                        administrators.filter(any -> (information & GROUP) != 0),
                        Optional.<List<SecurityOctets.Ace>>of(entries).filter(any -> (information & DACL) != 0),
                        0)
                .octets();
        return new Octets(octets, all.version());
    }

    private static int mask(Generation generation, Set<Right> rights) {
        Set<Right> all = Right.closure(rights);
        return generation.bits(rights)
                | (all.contains(Right.QUERY_CONFIG) ? READ_CONTROL : 0)
                | (all.contains(Right.MANAGE_CONFIG) ? WRITE_DAC_AND_OWNER : 0);
    }

    /**
     * Takes a descriptor. Where the bits of an entry are those it has already, its rights stay as they are, also those that
     * the first generation has no bit for.
     *
     * @param information which parts of it count
     * @throws Refusal INVALID with the documented 0x8007000D if it cannot be taken; otherwise as for {@link #write}
     */
    public Descriptor write(byte[] octets, Generation generation, int information) {
        return write(octets, generation, information, OptionalLong.empty());
    }

    /**
     * The same.
     *
     * @param expected the version that it takes the place of; empty for whatever is there
     */
    public Descriptor write(byte[] octets, Generation generation, int information, OptionalLong expected) {
        check(information);
        Caller.current().require(Right.MANAGE_CONFIG);
        SecurityOctets given = SecurityOctets.of(octets);
        if ((information & OWNER) != 0) {
            requireAdministrators("owner", given.owner());
        }
        if ((information & GROUP) != 0) {
            requireAdministrators("group", given.group());
        }
        if ((information & SACL) != 0 && given.sacl() > 0) {
            throw SecurityOctets.bad("it says what is to be audited, and here everything is");
        }
        if ((information & DACL) == 0) {
            Descriptor all = read();
            expected.ifPresent(version -> ContentVersion.require("Who may do what", all.version(), version));
            return all;
        }
        List<SecurityOctets.Ace> list =
                given.dacl().orElseThrow(() -> SecurityOctets.bad("it has no list of entries (DACL)"));
        var bits = new LinkedHashMap<String, Integer>();
        list.forEach(ace -> bits.merge(ace.sid(), generation.specific(ace.mask()), (a, b) -> a | b));
        bits.remove(ADMINISTRATORS); // they hold the key, whatever it says
        return store.write(handle -> {
            Descriptor before = read(handle);
            expected.ifPresent(version -> ContentVersion.require("Who may do what", before.version(), version));
            var wanted = new LinkedHashMap<Entry, Set<Right>>();
            for (Entry entry : before.entries()) {
                int now = Optional.ofNullable(bits.remove(entry.sid())).orElse(0);
                boolean same = now == generation.bits(entry.rights());
                wanted.put(entry, same ? entry.rights() : generation.rights(now));
            }
            if (!bits.isEmpty()) {
                throw SecurityOctets.bad(
                        bits.keySet().iterator().next() + " is neither an account nor a group of this server");
            }
            return grant(handle, before, wanted);
        });
    }

    private static void requireAdministrators(String what, Optional<String> sid) {
        if (!sid.equals(Optional.of(ADMINISTRATORS))) {
            throw SecurityOctets.bad(
                    "its " + what + " is " + sid.orElse("missing") + ", and here it is always " + ADMINISTRATORS);
        }
    }

    private static void check(int information) {
        if (information < 1 || information > 15) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The information type is " + information + ".",
                    "Give the sum of 1 (owner), 2 (group), 4 (DACL) and 8 (SACL); usually 7.");
        }
    }
}
