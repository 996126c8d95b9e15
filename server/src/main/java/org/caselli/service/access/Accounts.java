package org.caselli.service.access;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Exported;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Accounts and groups, and what they may do. Whoever can sign in and may change the configuration is an administrator; the
 * last of them cannot be taken away, so that nobody locks everybody out. The key in the data directory works always.
 */
public final class Accounts {
    /** Ours. What else stands in logs and events as a name. */
    private static final Set<String> RESERVED = Set.of("server", "administrator", "nobody");

    /** Why the last administrator cannot be taken away. */
    static final String NOBODY_LEFT = "After this nobody could sign in any more who has the right MANAGE_CONFIG.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST = 10_000;
    private static final int MOST_GROUPS = 1_000;

    private static final String SELECT =
            "select id, name, version, display_name, email, disabled, rights, password_hash, created_at,"
                    + " (select way from account_identity where account_id = account.id) as directory from account ";
    private static final String SELECT_GROUP =
            "select id, name, version, description, rights, created_at from account_group ";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Passwords passwords;

    public Accounts(Store store, EventLog events, Ids ids, InstantSource clock, Passwords passwords) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.passwords = passwords;
    }

    // Accounts.

    /** All accounts by name. */
    public List<Account> list() {
        return store.read(handle -> handle.createQuery(SELECT + "order by name_key")
                .map((row, context) -> account(handle, row))
                .list());
    }

    /** @throws Refusal of kind NOT_FOUND if there is none of this name */
    public Account find(String name) {
        return store.read(handle -> find(handle, name));
    }

    /** The account with this id, if it is still there. */
    public Optional<Account> withId(String id) {
        return store.read(handle -> withId(handle, id));
    }

    static Optional<Account> withId(Handle handle, String id) {
        return handle.createQuery(SELECT + "where id = ?")
                .bind(0, id)
                .map((row, context) -> account(handle, row))
                .findOne();
    }

    static Optional<Account> named(Handle handle, String name) {
        return handle.createQuery(SELECT + "where name_key = ?")
                .bind(0, key(name))
                .map((row, context) -> account(handle, row))
                .findOne();
    }

    /**
     * Who is to be given something, in the order of the names; one who is named twice stands once.
     *
     * @return names by ids
     * @throws Refusal of kind NOT_FOUND for a name that no account has, CONFLICT for an account that is disabled
     */
    public static Map<String, String> named(Handle handle, List<String> names) {
        var found = new LinkedHashMap<String, String>();
        for (String name : names) {
            Named account = handle.createQuery("select id, name, disabled from account where name_key = ?")
                    .bind(0, key(name.strip()))
                    .map((row, context) ->
                            new Named(row.getString("id"), row.getString("name"), row.getInt("disabled") != 0))
                    .findOne()
                    .orElseThrow(() -> noAccount(name));
            if (account.disabled()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "The account \"" + account.name() + "\" is disabled.",
                        "Name somebody else, or enable it first.");
            }
            found.put(account.id(), account.name());
        }
        return found;
    }

    private record Named(String id, String name, boolean disabled) {}

    private static Account find(Handle handle, String name) {
        return named(handle, name).orElseThrow(() -> noAccount(name));
    }

    private static Refusal noAccount(String name) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.ERROR_FILE_NOT_FOUND,
                "There is no account \"" + shown(name) + "\".",
                "Look at the list of accounts.");
    }

    /**
     * Makes an account. Without a password nobody can sign in until one is set.
     *
     * @throws Refusal of kind INVALID if the name or the password is none; CONFLICT if there is one of this name
     */
    public Account add(String name, AccountForm form, Optional<String> password, List<String> groups) {
        checkName(name);
        String hash = password.map(secret -> passwords.hash(name, secret)).orElse("");
        return store.write(handle -> {
            if (named(handle, name).isPresent()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_ALREADY_EXISTS,
                        "There is an account \"" + name + "\" already; case does not matter.",
                        "Change it, or choose another name.");
            }
            return insert(handle, name, form, hash, groups);
        });
    }

    /** @param facts of the event that tells of it */
    Account insert(Handle handle, String name, AccountForm form, String hash, List<String> groups, Object... facts) {
        checkName(name);
        full(handle, "account", MOST, "accounts");
        Instant now = clock.instant();
        String id = ids.next();
        handle.execute(
                "insert into account (id, name, name_key, version, display_name, email, disabled, rights,"
                        + " password_hash, created_at) values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
                id,
                name,
                key(name),
                form.displayName().orElse(""),
                form.email().orElse(""),
                form.disabled().orElse(false) ? 1 : 0,
                Right.bits(form.rights().orElse(Set.of())),
                hash,
                Store.millis(now));
        for (String group : groups) {
            join(handle, findGroup(handle, group), id, true);
        }
        changed(handle, now, "accounts/" + name, facts);
        return withId(handle, id).orElseThrow();
    }

    /**
     * Changes an account.
     *
     * @param expected the version that was seen
     * @throws Refusal of kind STALE if it has another one meanwhile; CONFLICT if nobody would be left who can sign in and
     *                 change the configuration
     */
    public Account change(String name, AccountForm form, long expected) {
        return store.write(handle -> {
            Account before = find(handle, name);
            stale("account", before.name(), before.version(), expected);
            return guarded(handle, () -> update(handle, before, form));
        });
    }

    /** Changes what differs. */
    Account update(Handle handle, Account before, AccountForm form) {
        String displayName = form.displayName().orElse(before.displayName());
        String email = form.email().orElse(before.email());
        boolean disabled = form.disabled().orElse(before.disabled());
        Set<Right> rights = form.rights().orElse(before.rights());
        if (displayName.equals(before.displayName())
                && email.equals(before.email())
                && disabled == before.disabled()
                && rights.equals(before.rights())) {
            return before;
        }
        handle.execute(
                "update account set version = version + 1, display_name = ?, email = ?, disabled = ?, rights = ?"
                        + " where id = ?",
                displayName,
                email,
                disabled ? 1 : 0,
                Right.bits(rights),
                before.id());
        if (disabled) {
            SignIn.endSessions(handle, before.id());
        }
        changed(handle, clock.instant(), "accounts/" + before.name());
        return withId(handle, before.id()).orElseThrow();
    }

    /** Puts it into these groups and takes it out of all others. */
    void setGroups(Handle handle, Account account, List<String> groups) {
        var wanted = new HashSet<String>();
        boolean changed = false;
        for (String name : groups) {
            Group group = findGroup(handle, name);
            wanted.add(key(group.name()));
            changed |= join(handle, group, account.id(), true);
        }
        for (String name : account.groups()) {
            if (!wanted.contains(key(name))) {
                changed |= join(handle, findGroup(handle, name), account.id(), false);
            }
        }
        if (changed) {
            handle.execute("update account set version = version + 1 where id = ?", account.id());
            changed(handle, clock.instant(), "accounts/" + account.name());
        }
    }

    /** Sets a password, and ends all sessions of the account. Its personal tokens stay. */
    public Account setPassword(String name, String password) {
        String hash = passwords.hash(name, password);
        return store.write(handle -> {
            Account before = find(handle, name);
            handle.execute(
                    "update account set version = version + 1, password_hash = ? where id = ?", hash, before.id());
            SignIn.endSessions(handle, before.id());
            Attempts.forget(handle, before.name());
            changed(handle, clock.instant(), "accounts/" + before.name());
            return withId(handle, before.id()).orElseThrow();
        });
    }

    /**
     * Takes the password away: from now on the account is for whoever has its name in a directory. Ends its sessions
     * and revokes its tokens.
     *
     * @throws Refusal of kind CONFLICT if nobody would be left who can sign in and change the configuration
     */
    public void removePassword(String name) {
        store.write(handle -> {
            Account before = find(handle, name);
            return guarded(handle, () -> {
                handle.execute(
                        "update account set version = version + 1, password_hash = '' where id = ?", before.id());
                handle.execute("delete from access_token where account_id = ?", before.id());
                changed(handle, clock.instant(), "accounts/" + before.name(), "what", "password.removed");
                return true;
            });
        });
    }

    /**
     * Forgets whose account it is in a directory, ends its sessions and revokes its tokens: the next one who comes from there
     * with its name gets it.
     *
     * @throws Refusal of kind CONFLICT if it is nobody's
     */
    public void unlink(String name) {
        store.write(handle -> {
            Account before = find(handle, name);
            if (handle.execute("delete from account_identity where account_id = ?", before.id()) == 0) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "The account " + before.name() + " belongs to nobody of a directory.",
                        "Nothing has to be done.");
            }
            handle.execute("update account set version = version + 1 where id = ?", before.id());
            handle.execute("delete from access_token where account_id = ?", before.id());
            changed(handle, clock.instant(), "accounts/" + before.name(), "what", "account.unlinked");
            return true;
        });
    }

    /** Removes an account with its tokens. Its faxes stay; they belong to nobody then. */
    public void remove(String name) {
        store.write(handle -> {
            Account before = find(handle, name);
            return guarded(handle, () -> {
                // SQLite cascades only where it was told to, PostgreSQL always: say it.
                handle.execute("delete from access_token where account_id = ?", before.id());
                handle.execute("delete from account_identity where account_id = ?", before.id());
                handle.execute(
                        "update account_group set version = version + 1 where id in (select group_id from group_member"
                                + " where account_id = ?)",
                        before.id());
                handle.execute("delete from group_member where account_id = ?", before.id());
                handle.execute("delete from sender_profile where account = ?", before.id());
                handle.execute("delete from account where id = ?", before.id());
                changed(handle, clock.instant(), "accounts/" + before.name());
                return true;
            });
        });
    }

    /** Groups and accounts in the configuration file. */
    public List<Exported> exported() {
        return List.of(new AccessFile.Groups(this), new AccessFile.People(this));
    }

    // Groups.

    /** All groups by name. */
    public List<Group> groups() {
        return store.read(handle -> handle.createQuery(SELECT_GROUP + "order by name_key")
                .map((row, context) -> group(handle, row))
                .list());
    }

    /** @throws Refusal of kind NOT_FOUND if there is none of this name */
    public Group group(String name) {
        return store.read(handle -> findGroup(handle, name));
    }

    private static Group findGroup(Handle handle, String name) {
        return groupNamed(handle, name)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "There is no group \"" + shown(name) + "\".",
                        "Look at the list of groups."));
    }

    static Optional<Group> groupNamed(Handle handle, String name) {
        return handle.createQuery(SELECT_GROUP + "where name_key = ?")
                .bind(0, key(name))
                .map((row, context) -> group(handle, row))
                .findOne();
    }

    /**
     * Makes a group.
     *
     * @throws Refusal of kind CONFLICT if there is one of this name
     */
    public Group addGroup(String name, Optional<String> description, Set<Right> rights) {
        return store.write(handle -> {
            if (groupNamed(handle, name).isPresent()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "There is a group \"" + name + "\" already; case does not matter.",
                        "Change it, or choose another name.");
            }
            return insertGroup(handle, name, description, rights);
        });
    }

    Group insertGroup(Handle handle, String name, Optional<String> description, Set<Right> rights) {
        checkName(name);
        description.ifPresent(text -> AccountForm.text("description", text));
        full(handle, "account_group", MOST_GROUPS, "groups");
        Instant now = clock.instant();
        handle.execute(
                "insert into account_group (id, name, name_key, version, description, rights, created_at)"
                        + " values (?, ?, ?, 1, ?, ?, ?)",
                ids.next(),
                name,
                key(name),
                description.orElse(""),
                Right.bits(rights),
                Store.millis(now));
        changed(handle, now, "groups/" + name);
        return findGroup(handle, name);
    }

    /** Changes a group; what is absent stays. */
    public Group changeGroup(String name, Optional<String> description, Optional<Set<Right>> rights, long expected) {
        return store.write(handle -> {
            Group before = findGroup(handle, name);
            stale("group", before.name(), before.version(), expected);
            return guarded(handle, () -> update(handle, before, description, rights));
        });
    }

    /** Changes what differs. */
    Group update(Handle handle, Group before, Optional<String> description, Optional<Set<Right>> rights) {
        description.ifPresent(text -> AccountForm.text("description", text));
        if (description.orElse(before.description()).equals(before.description())
                && rights.orElse(before.rights()).equals(before.rights())) {
            return before;
        }
        handle.execute(
                "update account_group set version = version + 1, description = ?, rights = ? where id = ?",
                description.orElse(before.description()),
                Right.bits(rights.orElse(before.rights())),
                before.id());
        changed(handle, clock.instant(), "groups/" + before.name());
        return findGroup(handle, before.name());
    }

    /** Removes a group; its members lose its rights. */
    public void removeGroup(String name) {
        store.write(handle -> {
            Group before = findGroup(handle, name);
            return guarded(handle, () -> {
                handle.execute(
                        "update account set version = version + 1 where id in (select account_id from group_member where"
                                + " group_id = ?)",
                        before.id());
                handle.execute("delete from group_member where group_id = ?", before.id());
                handle.execute("delete from account_group where id = ?", before.id());
                changed(handle, clock.instant(), "groups/" + before.name());
                return true;
            });
        });
    }

    /** Puts an account into a group, or takes it out. Nothing happens where that is so already. */
    public Group setMember(String group, String account, boolean member) {
        return store.write(handle -> {
            Group before = findGroup(handle, group);
            Account who = find(handle, account);
            return guarded(handle, () -> {
                if (join(handle, before, who.id(), member)) {
                    handle.execute("update account set version = version + 1 where id = ?", who.id());
                    changed(handle, clock.instant(), "groups/" + before.name());
                }
                return findGroup(handle, group);
            });
        });
    }

    /** Whether that was a change. */
    static boolean join(Handle handle, Group group, String account, boolean member) {
        int rows = member
                ? handle.execute(
                        "insert into group_member (group_id, account_id) values (?, ?) on conflict do nothing",
                        group.id(),
                        account)
                : handle.execute("delete from group_member where group_id = ? and account_id = ?", group.id(), account);
        if (rows > 0) {
            handle.execute("update account_group set version = version + 1 where id = ?", group.id());
        }
        return rows > 0;
    }

    // What they have in common.

    interface Change<T> {
        T make();
    }

    /** Makes a change, unless it takes the last administrator away. */
    static <T> T guarded(Handle handle, Change<T> change) {
        boolean before = administered(handle);
        T result = change.make();
        if (before && !administered(handle)) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT, NOBODY_LEFT, "Give the right to another account with a password first.");
        }
        return result;
    }

    /** Whether anybody can sign in who may change the configuration. */
    static boolean administered(Handle handle) {
        return handle.createQuery("select count(*) from account a where a.disabled = 0 and a.password_hash <> ''"
                                + " and ((a.rights & :bit) <> 0 or exists (select 1 from group_member m join account_group g"
                                + " on g.id = m.group_id where m.account_id = a.id and (g.rights & :bit) <> 0))")
                        .bind("bit", Right.MANAGE_CONFIG.bit())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private void changed(Handle handle, Instant now, String subject, Object... facts) {
        events.append(handle, now, CONFIG_CHANGED, subject, facts);
    }

    private static void full(Handle handle, String table, int most, String what) {
        if (handle.createQuery("select count(*) from " + table)
                        .mapTo(Integer.class)
                        .one()
                >= most) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "There are " + most + " " + what + " already.",
                    "Remove one that nobody needs.");
        }
    }

    private static void stale(String what, String name, long version, long expected) {
        if (version != expected) {
            throw new Refusal(
                    Refusal.Kind.STALE,
                    "The " + what + " \"" + name + "\" is at version " + version + ", not " + expected + ".",
                    "Read it again, and repeat the change if it is still wanted.");
        }
    }

    private static void checkName(String name) {
        if (!isName(name)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "\"" + shown(name) + "\" cannot be a name here.",
                    "Give 1 to 64 letters (A to Z), digits, dots, hyphens and underscores, a letter or digit first; "
                            + "server, administrator and nobody are taken.");
        }
    }

    /** Whether an account may be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !RESERVED.contains(key(name));
    }

    static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 64 ? clean.substring(0, 64) + "..." : clean;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Its name and whether its rights are, or contain, the one in question: where rights come from. */
    static void sources(Handle handle, Account account, BiConsumer<String, Set<Right>> told) {
        told.accept("", account.rights());
        groupsOf(handle, account.id()).forEach(group -> told.accept(group.name(), group.rights()));
    }

    /** A group's name and rights. */
    record Membership(String name, Set<Right> rights) {}

    private static List<Membership> groupsOf(Handle handle, String account) {
        return handle.createQuery(
                        "select g.name, g.rights from group_member m join account_group g on g.id = m.group_id"
                                + " where m.account_id = ? order by g.name_key")
                .bind(0, account)
                .map((row, context) -> new Membership(row.getString("name"), Right.ofBits(row.getInt("rights"))))
                .list();
    }

    private static Account account(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("id");
        List<Membership> groups = groupsOf(handle, id);
        Set<Right> own = Right.ofBits(row.getInt("rights"));
        var all = new HashSet<>(own);
        groups.forEach(group -> all.addAll(group.rights()));
        return new Account(
                id,
                row.getString("name"),
                row.getLong("version"),
                row.getString("display_name"),
                row.getString("email"),
                row.getInt("disabled") != 0,
                own,
                groups.stream().map(Membership::name).toList(),
                Right.closure(all),
                !row.getString("password_hash").isEmpty(),
                Optional.ofNullable(row.getString("directory")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static Group group(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Group(
                id,
                row.getString("name"),
                row.getLong("version"),
                row.getString("description"),
                Right.ofBits(row.getInt("rights")),
                handle.createQuery("select a.name from group_member m join account a on a.id = m.account_id"
                                + " where m.group_id = ? order by a.name_key")
                        .bind(0, id)
                        .mapTo(String.class)
                        .list(),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
