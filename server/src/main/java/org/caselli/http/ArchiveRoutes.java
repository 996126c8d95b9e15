package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.http.wire.ArchiveWire;
import org.caselli.service.Slice;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.Particulars;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.notice.ActivityLog;

/** Faxes that were sent and received, and the log of them. */
final class ArchiveRoutes {
    private static final String SENT = Rest.API + "/outgoing/messages";
    private static final String RECEIVED = Rest.API + "/incoming/messages";
    private static final int DEFAULT_LIMIT = 100;
    private static final int DEFAULT_WIDTH = 400;

    private static final List<String> FILTERS =
            List.of("from", "to", "number", "sender", "device", "read", "complete", "submission", "search");

    private final Archives archives;
    private final ActivityLog log;
    private final Rest rest;

    ArchiveRoutes(Archives archives, ActivityLog log, Rest rest) {
        this.archives = archives;
        this.log = log;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                SENT,
                context -> {
                    Filter filter = filter(context, "after", "before", "limit");
                    Window window = window(context);
                    rest.write(
                            context,
                            ArchiveWire.SentFaxes.of(Rest.folders(context).call(() -> archives.sent(filter, window))));
                },
                Need.ANY_RIGHT);
        routes.get(
                SENT + "/{id}",
                context -> rest.write(
                        context,
                        ArchiveWire.SentFax.of(Rest.folder(context).call(() -> archives.sentFax(Rest.id(context))))),
                Need.ANY_RIGHT);
        routes.patch(SENT + "/{id}", this::changeSent, Need.ANY_RIGHT);
        routes.delete(SENT, this::deleteAllSent, Need.ANY_RIGHT);
        files(routes, SENT, Box.SENT);

        routes.get(
                RECEIVED,
                context -> {
                    Filter filter = filter(context, "after", "before", "limit");
                    Window window = window(context);
                    rest.write(
                            context,
                            ArchiveWire.ReceivedFaxes.of(
                                    Rest.folders(context).call(() -> archives.received(filter, window))));
                },
                Need.ANY_RIGHT);
        routes.get(
                RECEIVED + "/{id}",
                context -> write(context, Rest.folder(context).call(() -> archives.receivedFax(Rest.id(context)))),
                Need.ANY_RIGHT);
        routes.patch(RECEIVED + "/{id}", this::changeReceived, Need.ANY_RIGHT);
        routes.delete(RECEIVED, this::deleteAllReceived, Need.ANY_RIGHT);
        routes.post(RECEIVED + "/{id}/assign", this::assign, Need.QUERY_CONFIG);
        routes.post(
                RECEIVED + "/{id}/return",
                context -> {
                    archives.inboxes().putBack(Rest.id(context));
                    context.status(204);
                },
                Need.ANY_RIGHT);
        files(routes, RECEIVED, Box.RECEIVED);
        routes.get(
                Rest.API + "/access/me/folders",
                context -> rest.write(
                        context, ArchiveWire.Folders.of(archives.inboxes().folders())),
                Need.ANY_RIGHT);

        routes.get(
                Rest.API + "/archives",
                context -> rest.write(context, ArchiveWire.Archives.of(archives.status())),
                Need.QUERY_CONFIG);
        routes.get(
                Rest.API + "/archives/expiry",
                this::expiry,
                Need.QUERY_CONFIG,
                Need.QUERY_ARCHIVES,
                Need.MANAGE_ARCHIVES);
        routes.get(Rest.API + "/activity/log", this::activityLog, Need.QUERY_OUT_JOBS, Need.QUERY_ARCHIVES);
    }

    private void files(RoutesConfig routes, String root, Box box) {
        routes.delete(
                root + "/{id}",
                context -> {
                    archives.delete(box, Rest.id(context));
                    context.status(204);
                },
                Need.ANY_RIGHT);
        routes.get(
                root + "/{id}/tiff",
                context -> Download.send(context, archives.tiff(box, Rest.id(context))),
                Need.ANY_RIGHT);
        routes.get(
                root + "/{id}/pdf",
                context -> Download.send(context, archives.pdf(box, Rest.id(context))),
                Need.ANY_RIGHT);
        routes.get(root + "/{id}/pages/{page}", context -> page(context, box), Need.ANY_RIGHT);
    }

    private void page(Context context, Box box) throws IOException {
        Rest.parameters(context, List.of("width"));
        int page = (int) Rest.number("The page", context.pathParam("page"), 1, Integer.MAX_VALUE);
        int width = Rest.single(context, "width")
                .map(text -> (int) Rest.number("width", text, 1, Integer.MAX_VALUE))
                .orElse(DEFAULT_WIDTH);
        Download.send(context, archives.page(box, Rest.id(context), page, width));
    }

    private void changeReceived(Context context) {
        var change = rest.body(context, ArchiveWire.ReceivedFaxChange.class);
        Particulars said = change.particulars();
        if (change.read() == null && said.isEmpty()) {
            throw ProblemException.invalid(
                    "The body changes nothing.",
                    "Send \"read\", \"subject\", \"senderName\", \"senderNumber\", \"hasCoverPage\" or"
                            + " \"recipients\".");
        }
        write(
                context,
                archives.change(
                        Rest.id(context), Optional.ofNullable(change.read()), said, Rest.ifMatchIfAny(context)));
    }

    private void write(Context context, ReceivedFax fax) {
        rest.write(context, ArchiveWire.ReceivedFax.of(fax), fax.version());
    }

    private void assign(Context context) {
        var wanted = rest.body(context, ArchiveWire.Assignment.class);
        rest.write(
                context,
                new ArchiveWire.Assigned(
                        archives.inboxes().assign(Rest.id(context), wanted.particulars(), Rest.ifMatchIfAny(context))));
    }

    private void changeSent(Context context) {
        Boolean read = rest.body(context, ArchiveWire.SentFaxChange.class).read();
        if (read == null) {
            throw ProblemException.invalid(
                    "The body has no member \"read\".", "Send {\"read\": true} or {\"read\": false}.");
        }
        rest.write(context, ArchiveWire.SentFax.of(archives.markSent(Rest.id(context), read)));
    }

    private void deleteAllReceived(Context context) {
        Filter filter = filter(context, "all", "dryRun", "limit");
        boolean dry = dryRun(context);
        int items = dry ? limit(context) : 0;
        rest.write(
                context,
                Rest.folders(context)
                        .call(() -> ArchiveWire.ReceivedRemoval.of(
                                archives.receivedRemoval(filter, items),
                                dry ? 0 : archives.deleteAll(Box.RECEIVED, filter))));
    }

    private void deleteAllSent(Context context) {
        Filter filter = filter(context, "all", "dryRun", "limit");
        boolean dry = dryRun(context);
        int items = dry ? limit(context) : 0;
        rest.write(
                context,
                Rest.folders(context)
                        .call(() -> ArchiveWire.SentRemoval.of(
                                archives.sentRemoval(filter, items), dry ? 0 : archives.deleteAll(Box.SENT, filter))));
    }

    /** Whether nothing is to be deleted yet. Nobody deletes an archive by forgetting to say what he means. */
    private static boolean dryRun(Context context) {
        if (FILTERS.stream().noneMatch(name -> Rest.single(context, name).isPresent())
                && !flag(context, "all").orElse(false)) {
            throw ProblemException.invalid(
                    "The request does not say which messages are to be deleted.",
                    "Give one of the parameters " + String.join(", ", FILTERS) + ", or all=true.");
        }
        return flag(context, "dryRun").orElse(false);
    }

    private void expiry(Context context) {
        Rest.parameters(context, List.of("ageLimit", "limit"));
        int set = archives.status().settings().ageLimit();
        int days = Rest.single(context, "ageLimit")
                .map(text -> (int) Rest.number("ageLimit", text, 1, 36_500))
                .orElse(set);
        if (days == 0) {
            throw ProblemException.invalid(
                    "No age limit is set, and none is given.", "Give one in days, such as ageLimit=90.");
        }
        Filter old = archives.olderThan(days);
        rest.write(
                context,
                new ArchiveWire.Expiry(
                        days,
                        ArchiveWire.ReceivedRemoval.of(archives.receivedRemoval(old, limit(context)), 0),
                        ArchiveWire.SentRemoval.of(archives.sentRemoval(old, limit(context)), 0)));
    }

    private void activityLog(Context context) {
        Slice slice = Rest.slice(context, "direction", "from", "to", "format");
        Optional<Boolean> incoming = Rest.single(context, "direction")
                .map(text -> Rest.choice("The parameter direction", text, Direction.values()) == Direction.INCOMING);
        Optional<Instant> from = time(context, "from");
        Optional<Instant> to = time(context, "to");
        Format format = Rest.single(context, "format")
                .map(text -> Rest.choice("The parameter format", text, Format.values()))
                .orElse(Format.JSON);
        if (format == Format.CSV) {
            csv(context, incoming, from, to);
            return;
        }
        rest.write(context, ArchiveWire.LoggedFaxes.of(log.list(incoming, from, to, slice)));
    }

    private enum Direction {
        INCOMING,
        OUTGOING
    }

    private enum Format {
        JSON,
        CSV
    }

    /** The whole period at once, written as it is read. */
    private void csv(Context context, Optional<Boolean> incoming, Optional<Instant> from, Optional<Instant> to) {
        context.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", Download.disposition("activity.csv"))
                .result(new TextStream(
                        ActivityCsv.HEAD,
                        new ActivityCsv(after -> log.list(incoming, from, to, new Slice(after, Slice.MAX_LIMIT)))));
    }

    private static Filter filter(Context context, String... others) {
        var known = new ArrayList<>(FILTERS);
        known.add("account");
        known.addAll(List.of(others));
        Rest.parameters(context, known);
        return new Filter(
                time(context, "from"),
                time(context, "to"),
                Rest.single(context, "number").orElse(""),
                Rest.single(context, "sender").orElse(""),
                Rest.single(context, "device").orElse(""),
                flag(context, "read"),
                flag(context, "complete"),
                Rest.single(context, "submission").orElse(""),
                Rest.single(context, "search").orElse(""));
    }

    private static Window window(Context context) {
        return new Window(Rest.single(context, "after"), Rest.single(context, "before"), limit(context));
    }

    private static int limit(Context context) {
        return Rest.single(context, "limit")
                .map(text -> (int) Rest.number("limit", text, 1, Slice.MAX_LIMIT))
                .orElse(DEFAULT_LIMIT);
    }

    static Optional<Instant> time(Context context, String name) {
        return Rest.single(context, name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException cause) {
                throw ProblemException.invalid(
                        name + " is \"" + Rest.shown(text) + "\", which is no time.",
                        "Give one such as 2026-11-21T09:30:00Z, or with a distance such as +01:00.");
            }
        });
    }

    private static Optional<Boolean> flag(Context context, String name) {
        return Rest.single(context, name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ProblemException.invalid(name + " is \"" + Rest.shown(text) + "\".", "Give true or false.");
        });
    }
}
