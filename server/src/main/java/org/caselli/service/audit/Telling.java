package org.caselli.service.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.caselli.queue.ServerEvent;
import org.caselli.service.access.Caller;

/** Makes entries of the events of one transaction: those that an auditor asks for, and one for many of a kind. */
final class Telling {
    /** Ours: so many ids stand in one entry; of more, their number does. */
    private static final int MOST_IDS = 1000;

    /** An event as its witness heard of it. */
    record Heard(ServerEvent.Kind kind, String subject, Map<String, String> facts) {}

    /** Events that become one entry. */
    private record Group(String action, String place, String idsName) {}

    private Telling() {}

    /**
     * The entries of everything but settings, in the order of the events.
     *
     * @param caller who did it: much that the server does by itself is in the event log and the diaries, and needs no audit
     */
    static List<Deed> deeds(List<Heard> events, Caller caller) {
        var groups = new LinkedHashMap<Group, List<Heard>>();
        var deeds = new ArrayList<Deed>();
        var given = new ArrayList<Heard>();
        for (Heard event : events) {
            switch (event.kind()) {
                case JOB_ADDED -> add(groups, "fax.submitted", "outgoing/jobs", "jobs", event);
                case JOB_CHANGED -> {
                    if (!caller.isServer()) {
                        add(groups, operation(event), "outgoing/jobs", "jobs", event);
                    }
                }
                case RECEIPT_CHANGED -> {
                    if (!caller.isServer() && event.facts().containsKey("asked")) {
                        deeds.add(Deed.done("receipt.retried", "receipts/" + event.subject(), event.facts()));
                    }
                }
                case INCOMING_JOB_CHANGED -> {
                    if (!caller.isServer()) {
                        add(groups, "reception.changed", "incoming/jobs", "jobs", event);
                    }
                }
                case INCOMING_JOB_REMOVED -> {
                    if (!caller.isServer()) {
                        add(groups, "reception.removed", "incoming/jobs", "jobs", event);
                    }
                }
                case SENT_FAX_REMOVED -> add(groups, "fax.deleted", "outgoing/messages", "faxes", event);
                case RECEIVED_FAX_REMOVED -> {
                    String why = event.facts().getOrDefault("reason", "");
                    if (why.equals("assigned")) {
                        given.add(event);
                    } else {
                        add(
                                groups,
                                why.equals("returned") ? "fax.returned" : "fax.deleted",
                                "incoming/messages",
                                "faxes",
                                event);
                    }
                }
                case RECEIVED_FAX_ADDED -> {
                    if (event.facts().getOrDefault("reason", "").equals("assigned")) {
                        given.add(event);
                    }
                }
                case SENT_FAX_CHANGED -> add(groups, "fax.changed", "outgoing/messages", "faxes", event);
                case RECEIVED_FAX_CHANGED -> add(groups, "fax.changed", "incoming/messages", "faxes", event);
                case SERVER_STARTED -> deeds.add(Deed.done("server.started", "server", Map.of()));
                case SERVER_STOPPING -> deeds.add(Deed.done("server.stopping", "server", Map.of()));
                // What goes on on the lines is in the event log, the activity log and the diaries; queues and counters
                // follow
                // from what has an entry of its own.
                case JOB_REMOVED,
                        ATTEMPT_BEGUN,
                        ATTEMPT_PROGRESS,
                        ATTEMPT_ENDED,
                        SENT_FAX_ADDED,
                        NEW_CALL,
                        CALL_ANSWERED,
                        PAGE_RECEIVED,
                        CALL_ENDED,
                        INCOMING_JOB_ADDED,
                        QUOTA_WARNING,
                        DEVICE_CHANGED,
                        ACTIVITY_CHANGED,
                        QUEUE_STATE_CHANGED,
                        CONFIG_CHANGED -> {}
                // Better told twice than forgotten.
                default ->
                    deeds.add(Deed.done(
                            event.kind().name().toLowerCase(Locale.ROOT).replace('_', '.'),
                            event.subject(),
                            event.facts()));
            }
        }
        if (!given.isEmpty()) {
            deeds.add(given(given));
        }
        groups.forEach((group, heard) -> deeds.add(deed(group, heard)));
        return deeds;
    }

    private static void add(Map<Group, List<Heard>> groups, String action, String place, String idsName, Heard event) {
        groups.computeIfAbsent(new Group(action, place, idsName), _ -> new ArrayList<>())
                .add(event);
    }

    /** One transaction gives one fax away: it leaves its place, and comes to each of its recipients who had it not yet. */
    private static Deed given(List<Heard> events) {
        Heard first = events.getFirst();
        List<Heard> added = events.stream()
                .filter(event -> event.kind() == ServerEvent.Kind.RECEIVED_FAX_ADDED)
                .toList();
        var facts = new LinkedHashMap<String, Object>();
        facts.put(
                "recipients",
                added.stream()
                        .limit(MOST_IDS)
                        .map(event -> event.facts().getOrDefault("recipient", ""))
                        .toList());
        facts.put("faxes", added.stream().limit(MOST_IDS).map(Heard::subject).toList());
        if (added.size() > MOST_IDS) {
            facts.put("count", added.size());
        }
        return Deed.done(
                "fax.assigned", "incoming/messages/" + first.facts().getOrDefault("origin", first.subject()), facts);
    }

    private static String operation(Heard event) {
        return switch (event.facts().getOrDefault("state", "")) {
            case "CANCELED", "CANCELING" -> "job.canceled";
            default -> event.facts().containsKey("paused") ? "job.paused" : "job.resumed";
        };
    }

    private static Deed deed(Group group, List<Heard> events) {
        var facts = new LinkedHashMap<String, Object>();
        for (String name : List.of("submission", "number", "state", "read", "reason", "device", "call")) {
            collect(facts, name, events);
        }
        List<String> ids = List.copyOf(
                new LinkedHashSet<>(events.stream().map(Heard::subject).toList()));
        if (ids.size() == 1) {
            return Deed.done(group.action(), group.place() + "/" + ids.getFirst(), facts);
        }
        facts.put("count", ids.size());
        facts.put(group.idsName(), ids.subList(0, Math.min(ids.size(), MOST_IDS)));
        return Deed.done(group.action(), group.place(), facts);
    }

    /** The value that all have, or the list of those that there are. */
    private static void collect(Map<String, Object> facts, String name, Collection<Heard> events) {
        var values = new TreeSet<String>();
        for (Heard event : events) {
            String value = event.facts().get(name);
            if (value != null) {
                values.add(value);
            }
        }
        if (values.size() == 1) {
            facts.put(name, values.first());
        } else if (!values.isEmpty()) {
            facts.put(name + "s", values.stream().limit(MOST_IDS).toList());
        }
    }
}
