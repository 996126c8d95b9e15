package org.caselli.service.access;

import java.util.EnumSet;
import java.util.Optional;
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

    /** Whether he sees faxes while they come in, and calls that come in. */
    public boolean incoming() {
        Caller caller = Caller.current();
        return caller.has(Right.MANAGE_RECEIVE_FOLDER)
                || (publicFaxes.getAsBoolean() && !caller.rights().isEmpty());
    }

    /** Refuses unless {@link #incoming}. */
    public void requireIncoming() {
        if (!incoming()) {
            Caller.current().require(Right.MANAGE_RECEIVE_FOLDER);
        }
    }

    /** Whether he sees received faxes. */
    public boolean received() {
        return incoming() || Caller.current().has(Right.QUERY_ARCHIVES);
    }

    /** Whether he may change and delete received faxes. */
    public boolean managesReceived() {
        Caller caller = Caller.current();
        return caller.has(Right.MANAGE_RECEIVE_FOLDER) || caller.has(Right.MANAGE_ARCHIVES);
    }

    /** Refuses unless {@link #managesReceived}. */
    public void requireManagesReceived() {
        if (!managesReceived()) {
            throw lacks("MANAGE_RECEIVE_FOLDER or MANAGE_ARCHIVES");
        }
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
            case IN_ARCHIVE -> received();
            case CONFIG, DEVICE_STATUS, ACTIVITY -> Caller.current().has(Right.QUERY_CONFIG);
            case OUT_QUEUE, OUT_ARCHIVE, QUEUE_STATE, SERVER -> true;
        };
    }

    /** Refuses a class that he may not listen to: one of them fails the whole request (§15.2). */
    public void requireHear(EventClass kind) {
        if (!mayHear(kind)) {
            throw lacks(
                    switch (kind) {
                        case CONFIG, DEVICE_STATUS, ACTIVITY -> "QUERY_CONFIG";
                        case IN_ARCHIVE -> "MANAGE_RECEIVE_FOLDER or QUERY_ARCHIVES";
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
        return event -> {
            EventClass kind = event.kind().eventClass();
            return heard.contains(kind)
                    && switch (kind) {
                        case OUT_QUEUE -> covers(jobsOf, event.account());
                        case OUT_ARCHIVE -> covers(sentOf, event.account());
                        default -> true;
                    };
        };
    }
}
