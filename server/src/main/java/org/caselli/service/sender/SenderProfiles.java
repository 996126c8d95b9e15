package org.caselli.service.sender;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.ContentVersion;
import org.caselli.service.Refusal;
import org.caselli.service.access.Accounts;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * The sender profiles of accounts. Everybody has his own; those of another account are for who may read the configuration,
 * and to be changed by who may change it. The one called {@link SenderProfile#DEFAULT} is that of faxes that name none.
 */
public final class SenderProfiles {
    /** Ours. Who has more keeps a directory, not profiles. */
    private static final int MOST = 100;

    private static final JsonType<SenderProfile> JSON = Jsonb.instance().type(SenderProfile.class);

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Accounts accounts;

    public SenderProfiles(Store store, EventLog events, InstantSource clock, Accounts accounts) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.accounts = accounts;
    }

    /**
     * All of an account, by name.
     *
     * @param account its name; empty for one's own
     */
    public List<SenderProfile> list(Optional<String> account) {
        String owner = owner(account, Right.QUERY_CONFIG);
        return store.read(
                handle -> handle.createQuery("select json from sender_profile where account = ? order by name_key")
                        .bind(0, owner)
                        .map((row, context) -> JSON.fromJson(row.getString(1)))
                        .list());
    }

    /** @throws Refusal NOT_FOUND; FORBIDDEN */
    public SenderProfile find(Optional<String> account, String name) {
        String owner = owner(account, Right.QUERY_CONFIG);
        return store.read(handle -> find(handle, owner, name)).orElseThrow(() -> none(name));
    }

    /**
     * The profile of a fax that the present caller submits.
     *
     * @param name empty for none
     * @throws Refusal INVALID if he has no profile of that name; that he has no default is no error
     */
    public SenderProfile chosen(String name) {
        if (name.isEmpty()) {
            return SenderProfile.NONE;
        }
        String owner = Caller.current().account();
        return store.read(handle -> find(handle, owner, name)).orElseGet(() -> {
            if (key(name).equals(SenderProfile.DEFAULT)) {
                return SenderProfile.NONE;
            }
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "You have no sender profile \"" + shown(name) + "\".",
                    "GET /senders lists those that you have.");
        });
    }

    /**
     * Keeps a profile.
     *
     * @param expected the version that it takes the place of; none if there is none yet
     * @throws Refusal STALE if it is not that one; FORBIDDEN; CONFLICT if the account has too many
     */
    public SenderProfile keep(Optional<String> account, SenderProfile profile, OptionalLong expected) {
        String owner = owner(account, Right.MANAGE_CONFIG);
        String key = key(profile.name());
        store.write(handle -> {
            Optional<SenderProfile> before = find(handle, owner, key);
            long now = before.map(SenderProfile::version).orElse(-1L);
            ContentVersion.require("The sender profile " + profile.name(), now, expected.orElse(-1));
            if (before.isEmpty()
                    && handle.createQuery("select count(*) from sender_profile where account = ?")
                                    .bind(0, owner)
                                    .mapTo(Integer.class)
                                    .one()
                            >= MOST) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "There are " + MOST + " sender profiles of this account, and no more can be kept.",
                        "Remove some.");
            }
            handle.execute(
                    "insert into sender_profile (account, name_key, json, changed_at) values (?, ?, ?, ?)"
                            + " on conflict (account, name_key) do update set json = excluded.json,"
                            + " changed_at = excluded.changed_at",
                    owner,
                    key,
                    JSON.toJson(profile),
                    Store.millis(clock.instant()));
            tell(handle);
            return true;
        });
        return profile;
    }

    /** @throws Refusal NOT_FOUND; FORBIDDEN */
    public void remove(Optional<String> account, String name) {
        String owner = owner(account, Right.MANAGE_CONFIG);
        store.write(handle -> {
            if (handle.execute("delete from sender_profile where account = ? and name_key = ?", owner, key(name))
                    == 0) {
                throw none(name);
            }
            tell(handle);
            return true;
        });
    }

    /** Whose profiles are meant; another's need this right. */
    private String owner(Optional<String> account, Right right) {
        Caller caller = Caller.current();
        boolean own = account.isEmpty()
                || (!caller.account().isEmpty() && account.get().equalsIgnoreCase(caller.name()));
        if (own) {
            return caller.account();
        }
        caller.require(right);
        return accounts.find(account.get()).id();
    }

    private static Optional<SenderProfile> find(Handle handle, String owner, String name) {
        return handle.createQuery("select json from sender_profile where account = ? and name_key = ?")
                .bind(0, owner)
                .bind(1, key(name))
                .map((row, context) -> JSON.fromJson(row.getString(1)))
                .findOne();
    }

    private void tell(Handle handle) {
        events.append(handle, clock.instant(), ServerEvent.Kind.CONFIG_CHANGED, "senders");
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(60, name.length()));
    }

    private static Refusal none(String name) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                "There is no sender profile \"" + shown(name) + "\".",
                "GET /senders lists those there are.");
    }
}
