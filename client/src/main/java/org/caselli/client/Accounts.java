package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts and groups: who there is, and what they may do. Rights stand by name, such as {@code submit_normal}. */
public final class Accounts {
    /** What is said of a new account; null is nothing. */
    @Json
    public record NewAccount(
            String name,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable List<String> rights,
            @Nullable List<String> groups,
            @Nullable String password) {}

    /** What is to be changed; null stays. */
    @Json
    public record Change(
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean disabled,
            @Nullable List<String> rights) {}

    /**
     * @param rights          its own
     * @param effectiveRights with those of its groups
     * @param directory       {@code oidc} or {@code ldap} if it is somebody's of a directory
     */
    @Json
    public record Account(
            String id,
            String name,
            String displayName,
            String email,
            boolean disabled,
            List<String> rights,
            List<String> groups,
            List<String> effectiveRights,
            boolean hasPassword,
            @Nullable String directory,
            Instant createdAt) {}

    @Json
    public record AccountList(List<Account> items) {}

    @Json
    record Password(@Nullable String present, String password) {}

    /** What is said of a group; null stays, or is nothing. */
    @Json
    public record GroupChange(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> rights) {}

    /** @param members the names of accounts */
    @Json
    public record Group(
            String id, String name, String description, List<String> rights, List<String> members, Instant createdAt) {}

    @Json
    public record GroupList(List<Group> items) {}

    private final CaselliClient client;

    Accounts(CaselliClient client) {
        this.client = client;
    }

    public List<Account> list() {
        return client.get("/accounts", AccountList.class).items();
    }

    public Tagged<Account> find(String name) {
        return client.getTagged(accountPath(name), Account.class);
    }

    public Account add(NewAccount wanted) {
        return client.post("/accounts", wanted, Account.class);
    }

    /** Changes what is not null. The tag is that of {@link #find}. */
    public Account change(String name, Change change, String tag) {
        return client.patch(accountPath(name), change, tag, Account.class);
    }

    /** Sets a password and ends the account's sessions. */
    public void setPassword(String name, String password) {
        client.put(accountPath(name) + "/password", new Password(null, password));
    }

    /** Takes the password away, ends the account's sessions and revokes its tokens. */
    public void removePassword(String name) {
        client.delete(accountPath(name) + "/password");
    }

    /** Forgets whose account it is in a directory. */
    public void unlink(String name) {
        client.delete(accountPath(name) + "/directory");
    }

    public void remove(String name) {
        client.delete(accountPath(name));
    }

    /** The personal tokens of an account, without their secrets. */
    public List<Access.Token> tokens(String name) {
        return client.get(accountPath(name) + "/tokens", Access.TokenList.class).items();
    }

    /** Revokes a personal token of an account. */
    public void revoke(String name, String token) {
        client.delete(accountPath(name) + "/tokens/" + CaselliClient.escaped(token));
    }

    public List<Group> groups() {
        return client.get("/groups", GroupList.class).items();
    }

    public Tagged<Group> group(String name) {
        return client.getTagged(groupPath(name), Group.class);
    }

    public Group addGroup(GroupChange wanted) {
        return client.post("/groups", wanted, Group.class);
    }

    /** Changes what is not null. The tag is that of {@link #group}. */
    public Group changeGroup(String name, GroupChange change, String tag) {
        return client.patch(groupPath(name), change, tag, Group.class);
    }

    public void removeGroup(String name) {
        client.delete(groupPath(name));
    }

    /** Puts an account into a group. */
    public Group join(String group, String account) {
        return client.put(member(group, account), new GroupChange(null, null, null), null, Group.class);
    }

    /** Takes an account out of a group. */
    public Group leave(String group, String account) {
        return client.delete(member(group, account), Group.class);
    }

    private static String accountPath(String name) {
        return "/accounts/" + CaselliClient.escaped(name);
    }

    private static String groupPath(String name) {
        return "/groups/" + CaselliClient.escaped(name);
    }

    private static String member(String group, String account) {
        return groupPath(group) + "/members/" + CaselliClient.escaped(account);
    }
}
