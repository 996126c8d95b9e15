package org.caselli.service.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.caselli.queue.EventLog;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.access.Accounts;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.settings.AccessSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Whose received faxes are (faxcomex.md §17.4). A fax comes as nobody's, in the common receive folder. Given to accounts, it
 * leaves that folder and is in the inbox of each of them as a message of its own: own mark, own end, one stored image. A
 * message that is given to one keeps its id; whoever else is given the same fax has a message with a new one.
 */
public final class Inboxes {
    /** The documented one (wcharREASSIGN_RECIPIENTS_DELIMITER). */
    static final String SEPARATOR = ";";

    /** Why a message came or went, in events. */
    private static final String ASSIGNED = "assigned";

    private static final String RETURNED = "returned";

    /** What each of those who are given a fax has of it; the rest is his own. */
    private static final String SHARED =
            "fax_id, call_id, device, device_name, csid, caller_id, called_number, subject, sender_name, sender_number,"
                    + " has_cover, recipients, started_at, ended_at, pages, complete, damaged_rows, outcome, retries, size,"
                    + " tiff_blob, phase, far_id, bits_per_second, carrier, coding, error_correction";

    private final Store store;
    private final EventLog events;
    private final Settings settings;
    private final Visibility visibility;
    private final InstantSource clock;
    private final Archives archives;
    private final Search search;
    private final Messages<ReceivedFax> received;
    private final Ids ids;

    Inboxes(
            Store store,
            EventLog events,
            Settings settings,
            Visibility visibility,
            InstantSource clock,
            Archives archives,
            Search search,
            Messages<ReceivedFax> received) {
        this.store = store;
        this.events = events;
        this.settings = settings;
        this.visibility = visibility;
        this.clock = clock;
        this.archives = archives;
        this.search = search;
        this.received = received;
        this.ids = new Ids(clock);
    }

    static String joined(List<String> names) {
        return String.join(SEPARATOR, names);
    }

    static List<String> split(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(SEPARATOR, -1));
    }

    /**
     * Gives a fax of the common receive folder, or of one's own inbox, to accounts. It leaves the place where it was, unless
     * the caller gives his own and names himself too. It is unread for each of them.
     *
     * @param said the accounts, if they have not been noted on the fax before; and what else is to be said of it
     * @param version the {@link ReceivedFax#version()} that the caller has seen; empty for whatever is there
     * @return the names of the accounts
     * @throws Refusal of kind NOT_FOUND if there is no such fax, or the caller does not see it, perhaps because it was given
     *                 to somebody meanwhile; also if there is no account of one of the names. FORBIDDEN without QUERY_CONFIG,
     *                 and for a fax of the receive folder without MANAGE_RECEIVE_FOLDER. INVALID if nobody is named. CONFLICT
     *                 if it is somebody else's, while received faxes are public, and for an account that is disabled. STALE
     *                 if it has another version
     */
    public List<String> assign(String id, Particulars said, OptionalLong version) {
        Optional<List<String>> seen = visibility.receivedOf();
        Caller caller = Caller.current();
        return store.write(handle -> {
            ReceivedFax fax = received.find(handle, id)
                    .filter(found -> Visibility.contains(seen, found.holding().account()))
                    .orElseThrow(() -> gone(id));
            boolean own = fax.isAssigned() && fax.holding().account().equals(caller.account());
            if (!own) {
                caller.require(Right.MANAGE_RECEIVE_FOLDER);
            }
            caller.require(Right.QUERY_CONFIG);
            List<String> names = said.recipients().orElse(fax.holding().recipients());
            if (names.isEmpty() || (own && said.recipients().isEmpty())) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        FaxError.E_INVALIDARG,
                        "Nobody is named whom fax " + id + " is for.",
                        "Name one or more accounts.");
            }
            Map<String, String> to = Accounts.named(handle, names);
            if (settings.get(handle, AccessSettings.class).value().incomingFaxesArePublic()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Received faxes are public here, so everybody has them already.",
                        "Set access.incomingFaxesArePublic to false to give each to the accounts that it is for.");
            }
            if (fax.isAssigned() && !own) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Fax " + id + " was given to " + owner(fax) + " already.",
                        "Its owner, or a holder of MANAGE_ARCHIVES, can put it back into the receive folder.");
            }
            fax.requireVersion(version);
            give(handle, fax, to, said);
            return List.copyOf(to.values());
        });
    }

    /** Gives a fax to accounts, whatever else has been said of it. */
    public List<String> assign(String id, Particulars said) {
        return assign(id, said, OptionalLong.empty());
    }

    /** Refuses names to which a fax cannot be given, as {@link #assign} does. */
    public void requireAccounts(List<String> names) {
        store.read(handle -> Accounts.named(
                handle,
                Particulars.NONE.to(names.toArray(String[]::new)).recipients().orElseThrow()));
    }

    /** Whether a fax was given to anybody, and he has it still. */
    public boolean isGiven(String fax) {
        return store.read(handle -> handle.createQuery(
                                "select count(*) from received_message where fax_id = ? and account <> ''")
                        .bind(0, fax)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    private static Refusal gone(String id) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                "There is no received fax " + id + " for you to give away.",
                "Look at the list of received faxes: somebody may have deleted it, or given it to somebody.");
    }

    private static String owner(ReceivedFax fax) {
        return fax.holding().owner().isEmpty()
                ? "an account that is gone"
                : "\"" + fax.holding().owner() + "\"";
    }

    private void give(Handle handle, ReceivedFax fax, Map<String, String> to, Particulars said) {
        Instant now = clock.instant();
        String owner = fax.holding().account();
        var missing = new LinkedHashMap<>(to);
        handle.createQuery("select account from received_message where fax_id = ? and id <> ?")
                .bind(0, fax.holding().fax())
                .bind(1, fax.id())
                .mapTo(String.class)
                .forEach(missing::remove);
        boolean stays = to.containsKey(owner);
        var all = new Particulars(
                said.subject(),
                said.senderName(),
                said.senderNumber(),
                said.hasCoverPage(),
                Optional.of(List.copyOf(to.values())));
        if (missing.isEmpty()) { // each of them has it from elsewhere
            remove(handle, fax, ASSIGNED, now);
            return;
        }
        Archives.write(handle, fax, stays && fax.read(), all);
        missing.remove(owner);
        var accounts = new ArrayList<>(missing.keySet());
        if (!stays) {
            move(handle, fax, accounts.removeFirst(), ASSIGNED, now);
        } else {
            ReceivedFax after = received.find(handle, fax.id()).orElseThrow();
            archives.told(handle, fax, after);
            if (!after.equals(fax)) {
                events.append(handle, now, Box.RECEIVED.changed(), fax.id(), "read", after.read());
            }
        }
        for (String account : accounts) {
            copy(handle, fax, account, now);
        }
    }

    /** Moves a message from whom it is now to this account; to nobody's where that is empty. */
    private void move(Handle handle, ReceivedFax before, String account, String why, Instant now) {
        events.append(
                handle,
                now,
                Box.RECEIVED.removed(),
                before.id(),
                "reason",
                why,
                "removedFromReceiveFolder",
                !before.isAssigned());
        handle.execute("update received_message set account = ? where id = ?", account, before.id());
        ReceivedFax after = received.find(handle, before.id()).orElseThrow();
        archives.told(handle, before, after);
        added(handle, after, before.id(), why, now);
    }

    /** A further message of the same fax, for this account. */
    private void copy(Handle handle, ReceivedFax origin, String account, Instant now) {
        String id = ids.next();
        long place = Place.free(handle, Box.RECEIVED, origin.endedAt());
        handle.execute(
                "insert into received_message (place, id, account, seen, " + SHARED + ") select ?, ?, ?, 0, " + SHARED
                        + " from received_message where id = ?",
                place,
                id,
                account,
                origin.id());
        ReceivedFax copy = received.find(handle, id).orElseThrow();
        search.add(handle, Box.RECEIVED, place, Words.of(copy));
        Archives.count(handle, Box.RECEIVED, account, 1, Math.max(0, copy.size()), copy.pages(), 1);
        added(handle, copy, origin.id(), ASSIGNED, now);
    }

    private void added(Handle handle, ReceivedFax fax, String origin, String why, Instant now) {
        archives.tellAdded(
                handle,
                fax,
                now,
                "reason",
                why,
                "origin",
                origin,
                "recipient",
                fax.holding().owner());
    }

    private void remove(Handle handle, ReceivedFax fax, String why, Instant now) {
        archives.remove(
                handle, Box.RECEIVED, received.findCounted(handle, fax.id()).orElseThrow(), why, now);
    }

    /**
     * Puts a fax back into the common receive folder, unread, for somebody to give it to whom it is for. Only this one's
     * message goes back: who else was given the same fax keeps it.
     *
     * @throws Refusal of kind NOT_FOUND if there is no such fax, or the caller does not see it; FORBIDDEN if it is not his,
     *                 and he has not MANAGE_ARCHIVES; CONFLICT if it is nobody's
     */
    public void putBack(String id) {
        Optional<List<String>> seen = visibility.receivedOf();
        Optional<List<String>> managed = visibility.managesReceivedOf();
        store.write(handle -> {
            ReceivedFax fax = received.find(handle, id).orElseThrow(() -> Archives.unknown(Box.RECEIVED, id));
            Archives.requireManaged(Box.RECEIVED, id, fax.holding().account(), managed, seen);
            if (!fax.isAssigned()) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        FaxError.ERROR_INVALID_OPERATION,
                        "Fax " + id + " is in the receive folder.",
                        "Give it to the accounts that it is for.");
            }
            Instant now = clock.instant();
            boolean there =
                    handle.createQuery("select count(*) from received_message where fax_id = ? and account = ''")
                                    .bind(0, fax.holding().fax())
                                    .mapTo(Integer.class)
                                    .one()
                            > 0;
            if (there) { // somebody else put his back before
                remove(handle, fax, RETURNED, now);
            } else {
                Archives.write(handle, fax, false, Particulars.NONE.to());
                move(handle, fax, "", RETURNED, now);
            }
            return true;
        });
    }

    /**
     * What the folders of an account have.
     *
     * @param inbox         what was given to it
     * @param receiveFolder what is nobody's; empty if the account does not see that
     * @param sent          what it has sent
     */
    public record Folders(Totals inbox, Optional<Totals> receiveFolder, Totals sent) {}

    /**
     * What the caller's folders have.
     *
     * @throws Refusal of kind INVALID if he has no account
     */
    public Folders folders() {
        String account = Visibility.folders("me").account();
        boolean common = visibility.incoming();
        return store.read(handle -> new Folders(
                Archives.totals(handle, Box.RECEIVED, Optional.of(account)),
                common ? Optional.of(Archives.totals(handle, Box.RECEIVED, Optional.of(""))) : Optional.empty(),
                Archives.totals(handle, Box.SENT, Optional.of(account))));
    }
}
