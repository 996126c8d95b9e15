package org.caselli.cli;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.caselli.client.CaselliClient;
import org.caselli.client.Devices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli devices}: without more, the list. */
@Command(name = "devices", description = "The lines: what they are set to, and what each does right now.")
final class DeviceCommands implements Callable<Integer> {
    private static final String DEVICE = "The number of a line, or its name such as loopback-1001.";

    /** Ours: how long a stream of events that was cut off is left alone. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Override
    public Integer call() {
        return list(session);
    }

    @Command(name = "list", description = "List the lines, in the order in which they are tried.")
    int list(@Mixin Session session) {
        return list(session, session.client().devices().list());
    }

    private static int list(Session session, List<Devices.Device> devices) {
        if (session.json()) {
            session.terminal().json(Map.of("items", devices));
            return Exit.DONE;
        }
        var table =
                new Table("There are no lines.", "ID", "DEVICE", "PROVIDER", "NUMBER", "SENDS", "RECEIVES", "STATE");
        for (Devices.Device device : devices) {
            table.row(
                    device.id(),
                    device.key(),
                    device.provider(),
                    Words.orDash(device.number()),
                    device.sendEnabled() ? "yes" : "no",
                    receives(device),
                    state(device.status()));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static String receives(Devices.Device device) {
        return switch (device.receiveMode()) {
            case "no_answer" -> "no";
            case "manual_answer" -> "by hand";
            default -> device.ringsBeforeAnswer() == 1 ? "at once" : "at ring " + device.ringsBeforeAnswer();
        };
    }

    /** "sending, page 2". */
    private static String state(Devices.Status status) {
        Devices.Call call = status.call();
        String state = status.state().replace('_', ' ');
        return call == null || call.phase().isEmpty() ? state : state + ", " + call.phase();
    }

    @Command(name = "show", description = "Show a line: its settings, and what it does.")
    int show(@Mixin Session session, @Parameters(paramLabel = "DEVICE", description = DEVICE) String id) {
        return show(session, session.client().devices().get(id).value());
    }

    private static int show(Session session, Devices.Device device) {
        if (session.json()) {
            session.terminal().json(device);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        terminal.line("Device " + device.id() + ", " + Table.clean(device.name()) + " (" + device.key() + ")");
        terminal.line("Server    " + device.node() + ", provider " + device.provider());
        terminal.line("Number    " + Words.orDash(device.number()));
        if (!device.description().isEmpty()) {
            terminal.line("About     " + Table.clean(device.description()));
        }
        terminal.line("Sends     " + (device.sendEnabled() ? "yes" : "no") + ", place " + device.priority() + ", as "
                + Words.orDash(device.tsid()));
        terminal.line("Receives  " + receives(device) + ", as " + Words.orDash(device.csid()));
        status(terminal, device.status());
        if (!device.offered()) {
            terminal.line("Its provider does not have it any more, since " + Words.time(device.lastSeen())
                    + "; \"caselli devices remove " + device.id() + "\" takes it off the list.");
        }
        return Exit.DONE;
    }

    private static void status(Terminal terminal, Devices.Status status) {
        terminal.line("State     " + state(status) + ", since " + Words.time(status.since()));
        Devices.Call call = status.call();
        if (call == null) {
            return;
        }
        terminal.line("Call      " + call.call() + (call.outgoing() ? " to " : " from ")
                + Table.clean(Words.orDash(call.outgoing() ? or(call.address()) : or(call.callerId())))
                + ", for " + Words.seconds(call.startedAt(), Instant.now()));
        if (call.outgoing()) {
            terminal.line("Fax       " + Table.clean(Words.orDash(or(call.documentName()))) + ", job " + call.job()
                    + ", from " + Table.clean(Words.orDash(or(call.senderName()))) + " to "
                    + Table.clean(Words.orDash(or(call.recipientName()))));
        }
        if (call.currentPage() > 0) {
            terminal.line("Page      " + call.currentPage() + (call.pageCount() > 0 ? " of " + call.pageCount() : "")
                    + " at " + call.bitsPerSecond() + " bit/s");
        }
        terminal.line("Stations  TSID " + Table.clean(Words.orDash(call.tsid())) + ", CSID "
                + Table.clean(Words.orDash(call.csid())));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Command(name = "status", description = "Show what a line does, or all of them do.")
    int status(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", arity = "0..1", description = DEVICE) @Nullable String id,
            @Option(names = "--watch", description = "Go on, and show each change, until interrupted.") boolean watch,
            @Option(names = "--count", paramLabel = "N", description = "With --watch: end after so many changes.")
                    @Nullable
                    Long count)
            throws InterruptedException {
        CaselliClient client = session.client();
        long last = watch ? client.server().lastEvent() : 0;
        if (id == null) {
            client.devices().statuses().forEach(status -> line(session, status));
        } else {
            line(session, client.devices().status(id));
        }
        if (watch) {
            int wanted = id == null ? 0 : client.devices().status(id).device();
            watch(session, client, wanted, last, count);
        }
        return Exit.DONE;
    }

    private static void watch(Session session, CaselliClient client, int wanted, long after, @Nullable Long count)
            throws InterruptedException {
        var seen = new AtomicLong();
        Long last = after;
        while (count == null || seen.get() < count) {
            last = client.events(last, event -> {
                if (event.kind().equals("device_changed")
                        && (wanted == 0 || event.subject().equals(Integer.toString(wanted)))) {
                    change(session, event.at(), event.subject(), event.facts());
                    seen.incrementAndGet();
                }
                return count == null || seen.get() < count;
            });
            if (count == null || seen.get() < count) {
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static void line(Session session, Devices.Status status) {
        if (session.json()) {
            session.terminal().line(Jsonb.instance().toJson(status));
            return;
        }
        Devices.Call call = status.call();
        String with = call == null ? "" : call.outgoing() ? or(call.address()) : or(call.callerId());
        session.terminal()
                .line(Table.clean("%s  %4d  %-20s %s%s"
                        .formatted(
                                Words.time(status.since()),
                                status.device(),
                                status.key(),
                                state(status),
                                with.isEmpty() ? "" : ", " + with)));
    }

    private static void change(Session session, Instant at, String device, Map<String, String> facts) {
        if (session.json()) {
            session.terminal()
                    .line(Jsonb.instance()
                            .toJson(Map.of("device", Integer.parseInt(device), "at", at.toString(), "facts", facts)));
            return;
        }
        String number = facts.getOrDefault("number", "");
        session.terminal()
                .line(Table.clean("%s  %4s  %-20s %s%s"
                        .formatted(
                                Words.time(at),
                                device,
                                facts.getOrDefault("device", ""),
                                facts.getOrDefault("state", "").replace('_', ' '),
                                number.isEmpty() ? "" : ", " + number)));
    }

    /** When a line answers. */
    enum Receive {
        NO,
        AUTO,
        MANUAL
    }

    @Command(name = "set", description = "Change a line. It acts at once.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", description = DEVICE) String id,
            @Option(names = "--send", paramLabel = "true|false", description = "Whether it sends faxes.") @Nullable
                    Boolean send,
            @Option(
                            names = "--receive",
                            paramLabel = "MODE",
                            description =
                                    "no: calls are not answered; auto: at the ring of --rings; manual: by \"caselli devices"
                                            + " answer\", on one line at most.")
                    @Nullable
                    Receive receive,
            @Option(
                            names = "--rings",
                            paramLabel = "N",
                            description = "The ring at which it answers, 1 (at once) to 99; six seconds each.")
                    @Nullable
                    Integer rings,
            @Option(names = "--tsid", description = "What it calls itself when it sends, 20 characters at most.")
                    @Nullable
                    String tsid,
            @Option(names = "--csid", description = "What it calls itself when it receives, 20 characters at most.")
                    @Nullable
                    String csid,
            @Option(names = "--description", description = "For people.") @Nullable String description,
            @Option(names = "--place", paramLabel = "N", description = "Its place in the order of all lines.") @Nullable
                    Integer place) {
        var change = new Devices.Change(
                description,
                send,
                receive == null
                        ? null
                        : switch (receive) {
                            case NO -> "no_answer";
                            case AUTO -> "auto_answer";
                            case MANUAL -> "manual_answer";
                        },
                rings,
                tsid,
                csid,
                place);
        return show(session, session.client().devices().change(id, change, "*"));
    }

    @Command(name = "answer", description = "Answer the call that rings on a line.")
    int answer(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", description = DEVICE) String id,
            @Option(names = "--call", description = "Only if it is this call.") @Nullable String call) {
        session.client().devices().answer(id, call);
        if (session.json()) {
            session.terminal().json(Map.of("device", id, "answering", true));
        } else {
            session.terminal().line("The call on " + id + " is being answered.");
        }
        return Exit.DONE;
    }

    @Command(name = "order", description = "Set the order in which lines are tried.")
    int order(
            @Mixin Session session,
            @Parameters(
                            paramLabel = "DEVICE",
                            arity = "1..*",
                            description = "The first lines, by number or name; the others follow as they were.")
                    List<String> first) {
        Devices devices = session.client().devices();
        return list(session, devices.order(first, devices.order().tag()));
    }

    @Command(name = "remove", description = "Take a line off the list that its provider does not have any more.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "DEVICE", description = DEVICE) String id) {
        session.client().devices().remove(id);
        if (session.json()) {
            session.terminal().json(Map.of("device", id, "removed", true));
        } else {
            session.terminal().line("Removed " + id + ".");
        }
        return Exit.DONE;
    }
}
