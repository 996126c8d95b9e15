package org.caselli.service.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * What the present caller sees of the faxes of all (faxcomex.md §6.4, §15.2, §17.3). The one place that knows; lists ask it
 * for a condition, single things for a yes or no. What one must not see is not there: its absence is told as of something
 * that never was.
 */
public final class Visibility {
    /** The account of nobody, for who has none and may see only his own. */
    private static final String NO_ACCOUNT = "-";

    /** What one may listen to as an account: the classes of FAX_ACCOUNT_EVENTS_TYPE_ENUM. */
    public static final Set<EventClass> ACCOUNT_EVENTS = Collections.unmodifiableSet(EnumSet.of(
            EventClass.IN_QUEUE,
            EventClass.OUT_QUEUE,
            EventClass.IN_ARCHIVE,
            EventClass.OUT_ARCHIVE,
            EventClass.SERVER));

    private final BooleanSupplier publicFaxes;

    /** @param publicFaxes whether received faxes that belong to nobody are everybody's to see */
    public Visibility(BooleanSupplier publicFaxes) {
        this.publicFaxes = publicFaxes;
    }

    /** Whose outgoing jobs he sees: those of this account, or all. */
    public Optional<String> jobsOf() {
        return own(Right.QUERY_OUT_JOBS);
    }

    /** Whose outgoing jobs he may pause, resume, restart and cancel. */
    public Optional<String> managesJobsOf() {
        return own(Right.MANAGE_OUT_JOBS);
    }

    /** Whose sent faxes he sees. */
    public Optional<String> sentOf() {
        return own(Right.QUERY_ARCHIVES);
    }

    /** Whose sent faxes he may delete. */
    public Optional<String> managesSentOf() {
        return own(Right.MANAGE_ARCHIVES);
    }

    private static Optional<String> own(Right all) {
        Caller caller = Caller.current();
        if (caller.has(all)) {
            return Optional.empty();
        }
        return Optional.of(caller.account().isEmpty() ? NO_ACCOUNT : caller.account());
    }

    /** Whether something of this account is among those of {@code whose}. */
    public static boolean covers(Optional<String> whose, String account) {
        return whose.isEmpty() || whose.get().equals(account);
    }

    /** The account whose received faxes, and the calls that brought them, are his own; empty if he has none. */
    public Optional<String> account() {
        return Optional.of(Caller.current().account()).filter(account -> !account.isEmpty());
    }

    /** Whether he sees faxes while they come in, and calls that come in. */
    public boolean incoming() {
        Caller caller = Caller.current();
        // An account without any right is let in nowhere; in its own folders one may have none left.
        boolean known = !caller.account().isEmpty() || !caller.rights().isEmpty();
        return caller.has(Right.MANAGE_RECEIVE_FOLDER) || (known && publicFaxes.getAsBoolean());
    }

    /** Refuses unless {@link #incoming}. */
    public void requireIncoming() {
        if (!incoming()) {
            Caller.current().require(Right.MANAGE_RECEIVE_FOLDER);
        }
    }

    /**
     * Whose received faxes he sees: those of these accounts, an empty name for nobody's; or all. Public is only what is
     * nobody's: what was given to somebody while faxes were not public stays his.
     */
    public Optional<List<String>> receivedOf() {
        return received(Right.QUERY_ARCHIVES, incoming());
    }

    /** Whose received faxes he may change, give to others and delete. */
    public Optional<List<String>> managesReceivedOf() {
        return received(Right.MANAGE_ARCHIVES, Caller.current().has(Right.MANAGE_RECEIVE_FOLDER));
    }

    private static Optional<List<String>> received(Right all, boolean nobodys) {
        Caller caller = Caller.current();
        if (caller.has(all)) {
            return Optional.empty();
        }
        var whose = new ArrayList<String>();
        if (!caller.account().isEmpty()) {
            whose.add(caller.account());
        }
        if (nobodys) {
            whose.add("");
        }
        return Optional.of(List.copyOf(whose));
    }

    /** Whether a received fax of this account is among those of {@code whose}. */
    public static boolean contains(Optional<List<String>> whose, String account) {
        return whose.isEmpty() || whose.get().contains(account);
    }

    /** The right that he lacks who sees a received fax of this account and may not manage it. */
    public static Refusal lacksToManage(String account) {
        return lacks(account.isEmpty() ? "MANAGE_RECEIVE_FOLDER or MANAGE_ARCHIVES" : "MANAGE_ARCHIVES");
    }

    /**
     * The present caller with nothing in sight but the folders of his account (§4.51 to 4.55): what is his own and, if he
     * sees faxes that are nobody's, the common receive folder.
     *
     * @param account "me", or its name
     * @throws Refusal of kind INVALID for any other account: there is no way into its folders
     */
    public static Caller folders(String account) {
        Caller caller = Caller.current();
        if (caller.account().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "The key of the server belongs to no account, so there are no folders of its own.",
                    "Sign in as an account, or leave account out.");
        }
        if (!account.equals("me") && !account.equalsIgnoreCase(caller.name())) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "Only the folders of one's own account can be asked for.",
                    "Give account=me, or leave it out to see all that your rights allow.");
        }
        return caller.without(
                EnumSet.of(Right.QUERY_OUT_JOBS, Right.MANAGE_OUT_JOBS, Right.QUERY_ARCHIVES, Right.MANAGE_ARCHIVES));
    }

    /** The refusal for who sees a thing, but lacks a right to do something with it. */
    public static Refusal lacks(String rights) {
        return new Refusal(
                Refusal.Kind.FORBIDDEN,
                FaxError.E_ACCESSDENIED,
                "This needs the right " + rights + ", which " + Caller.current().name() + " does not have.",
                "Ask an administrator of this fax server for it.");
    }

    /** Whether he may listen to events of this class at all, be it only to those of his own. */
    public boolean mayHear(EventClass kind) {
        return switch (kind) {
            case INCOMING_CALL, IN_QUEUE -> incoming();
            case CONFIG, DEVICE_STATUS, ACTIVITY -> Caller.current().has(Right.QUERY_CONFIG);
            case OUT_QUEUE, IN_ARCHIVE, OUT_ARCHIVE, QUEUE_STATE, SERVER -> true;
        };
    }

    /** Refuses a class that he may not listen to: one of them fails the whole request (§15.2). */
    public void requireHear(EventClass kind) {
        if (!mayHear(kind)) {
            throw lacks(
                    switch (kind) {
                        case CONFIG, DEVICE_STATUS, ACTIVITY -> "QUERY_CONFIG";
                        default -> "MANAGE_RECEIVE_FOLDER";
                    });
        }
    }

    /** Which events he hears of, as things are at this moment. */
    public Predicate<ServerEvent> hearing() {
        var heard = EnumSet.noneOf(EventClass.class);
        for (EventClass kind : EventClass.values()) {
            if (mayHear(kind)) {
                heard.add(kind);
            }
        }
        Optional<String> jobsOf = jobsOf();
        Optional<String> sentOf = sentOf();
        Optional<List<String>> receivedOf = receivedOf();
        return event -> {
            EventClass kind = event.kind().eventClass();
            return heard.contains(kind)
                    && switch (kind) {
                        case OUT_QUEUE -> covers(jobsOf, event.account());
                        case OUT_ARCHIVE -> covers(sentOf, event.account());
                        case IN_ARCHIVE -> contains(receivedOf, event.account());
                        default -> true;
                    };
        };
    }
}
