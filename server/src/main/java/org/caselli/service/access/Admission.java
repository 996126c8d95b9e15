package org.caselli.service.access;

import static org.caselli.queue.ServerEvent.Kind.CONFIG_CHANGED;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Which account is whose in somebody else's directory. The first time somebody comes from there he gets the account of his
 * name, if it is free for that, or a new one; from then on it is his, whatever he is called.
 */
final class Admission {
    /** The documented rights of a standard user (faxcomex.md §6.5). */
    private static final Set<Right> STANDARD_USER = Set.of(Right.SUBMIT_LOW, Right.SUBMIT_NORMAL);

    private final Accounts accounts;
    private final EventLog events;

    Admission(Accounts accounts, EventLog events) {
        this.accounts = accounts;
        this.events = events;
    }

    /**
     * The account of somebody whom a directory knows, brought up to what it says.
     *
     * @param way  {@code oidc} or {@code ldap}
     * @param make whether he gets one if he has none
     * @throws Refusal of kind FORBIDDEN if there is none for him, or it is disabled
     */
    Account admit(Handle handle, String way, DirectoryUser user, GroupMapping mapping, boolean make, Instant now) {
        Account account = known(handle, way, user).orElseGet(() -> newcomer(handle, way, user, mapping, make, now));
        if (account.disabled()) {
            throw refused("The account " + account.name() + " is disabled.", "Have an administrator look at it.");
        }
        refresh(handle, way, account, user, now);
        user.groups().ifPresent(groups -> follow(handle, way, account, mapping, groups, now));
        return Accounts.withId(handle, account.id()).orElseThrow();
    }

    /** His account, if it is there and as the directory says already; empty if {@link #admit} has something to do. */
    Optional<Account> unchanged(Handle handle, String way, DirectoryUser user, GroupMapping mapping) {
        return known(handle, way, user)
                .filter(account -> !account.disabled())
                .filter(account -> displayName(account, user).equals(account.displayName())
                        && email(account, user).equals(account.email()))
                .filter(account -> user.groups()
                        .map(theirs -> moves(account, mapping, theirs).stream()
                                .noneMatch(
                                        key -> Accounts.groupNamed(handle, key).isPresent()))
                        .orElse(true));
    }

    private static Optional<Account> known(Handle handle, String way, DirectoryUser user) {
        return handle.createQuery(
                        "select account_id from account_identity where way = ? and directory = ? and subject = ?")
                .bind(0, way)
                .bind(1, user.directory())
                .bind(2, user.subject())
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> Accounts.withId(handle, id));
    }

    /** What somebody may do if the directory has not said which groups he is in: nothing that only those groups allow. */
    static Set<Right> rightsWithout(Handle handle, Account account, Set<String> groups) {
        var rights = new HashSet<Right>();
        Accounts.sources(handle, account, (group, those) -> {
            if (group.isEmpty() || !groups.contains(Accounts.key(group))) {
                rights.addAll(those);
            }
        });
        return Right.closure(rights);
    }

    private Account newcomer(
            Handle handle, String way, DirectoryUser user, GroupMapping mapping, boolean make, Instant now) {
        Optional<Account> there = Accounts.named(handle, user.name());
        if (there.isPresent()) {
            Account account = there.get();
            String remedy = "Have an administrator look at it: \"caselli accounts show " + account.name() + "\".";
            if (account.hasPassword()) {
                throw refused(
                        "The account " + account.name()
                                + " has a password of its own here, and is not given to whoever has that name elsewhere.",
                        remedy);
            }
            boolean used = handle.createQuery("select count(*) from access_token where account_id = ?")
                            .bind(0, account.id())
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (account.directory().isPresent() || used) {
                throw refused("The account " + account.name() + " belongs to somebody else already.", remedy);
            }
            link(handle, way, user, account, now);
            events.append(
                    handle, now, CONFIG_CHANGED, "accounts/" + account.name(), "what", "account.linked", "way", way);
            return account;
        }
        if (!make) {
            throw refused(
                    "There is no account " + Accounts.shown(user.name())
                            + ", and none is made when somebody comes for the first time.",
                    "Ask an administrator of this fax server for one.");
        }
        if (!Accounts.isName(user.name())) {
            throw refused(
                    "The directory calls you \"" + Accounts.shown(user.name()) + "\", which no account can be called.",
                    "An administrator may choose what names are taken from (oidc.nameClaim, ldap.nameAttribute), or make an"
                            + " account.");
        }
        boolean grouped = user.groups()
                .map(mapping::of)
                .filter(ours -> ours.stream()
                        .anyMatch(group -> Accounts.groupNamed(handle, group).isPresent()))
                .isPresent();
        Account made = accounts.insert(
                handle,
                user.name(),
                form(user).withRights(grouped ? Set.of() : STANDARD_USER),
                "",
                List.of(),
                "what",
                "account.made",
                "way",
                way);
        link(handle, way, user, made, now);
        return made;
    }

    private static void link(Handle handle, String way, DirectoryUser user, Account account, Instant now) {
        handle.execute(
                "insert into account_identity (way, directory, subject, account_id, since) values (?, ?, ?, ?, ?)",
                way,
                user.directory(),
                user.subject(),
                account.id(),
                Store.millis(now));
    }

    /** What of this may stand in an account; what may not is left out, for nobody here can correct it. */
    private static AccountForm form(DirectoryUser user) {
        Optional<String> displayName = Optional.of(user.displayName().strip()).filter(AccountForm::isText);
        Optional<String> email = Optional.of(user.email().strip()).filter(AccountForm::isEmail);
        return new AccountForm(displayName, email, Optional.empty(), Optional.empty());
    }

    private static String displayName(Account account, DirectoryUser user) {
        return form(user).displayName().filter(text -> !text.isEmpty()).orElse(account.displayName());
    }

    private static String email(Account account, DirectoryUser user) {
        return form(user).email().orElse(account.email());
    }

    private void refresh(Handle handle, String way, Account account, DirectoryUser user, Instant now) {
        String displayName = displayName(account, user);
        String email = email(account, user);
        if (displayName.equals(account.displayName()) && email.equals(account.email())) {
            return;
        }
        handle.execute(
                "update account set version = version + 1, display_name = ?, email = ? where id = ?",
                displayName,
                email,
                account.id());
        events.append(handle, now, CONFIG_CHANGED, "accounts/" + account.name(), "way", way);
    }

    /** The keys of the groups that he is in and should not be, or the other way about. */
    private static Set<String> moves(Account account, GroupMapping mapping, Set<String> theirs) {
        Set<String> wanted = mapping.of(theirs);
        Set<String> present = account.groups().stream().map(Accounts::key).collect(Collectors.toSet());
        Set<String> moves = mapping.all();
        moves.removeIf(key -> wanted.contains(key) == present.contains(key));
        return moves;
    }

    /** Puts him into the groups that the directory says, and takes him out of the others that it speaks of. */
    private void follow(
            Handle handle, String way, Account account, GroupMapping mapping, Set<String> theirs, Instant now) {
        Set<String> wanted = mapping.of(theirs);
        for (String key : moves(account, mapping, theirs)) {
            boolean member = wanted.contains(key);
            Accounts.groupNamed(handle, key).ifPresent(group -> {
                boolean administered = Accounts.administered(handle);
                Accounts.join(handle, group, account.id(), member);
                if (administered && !Accounts.administered(handle)) {
                    Accounts.join(handle, group, account.id(), true); // the last administrator stays one
                    return;
                }
                handle.execute("update account set version = version + 1 where id = ?", account.id());
                events.append(
                        handle,
                        now,
                        CONFIG_CHANGED,
                        "groups/" + group.name(),
                        "what",
                        member ? "group.joined" : "group.left",
                        "account",
                        account.name(),
                        "way",
                        way);
            });
        }
    }

    private static Refusal refused(String what, String remedy) {
        return new Refusal(Refusal.Kind.FORBIDDEN, FaxError.E_ACCESSDENIED, what, remedy);
    }
}
