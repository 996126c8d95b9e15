package org.caselli.http;

import io.avaje.jsonb.Jsonb;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.caselli.http.wire.Wire;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.FaxService;
import org.caselli.service.Refusal;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Visibility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events (HTML standard, clause 9.2) from the durable log. A stream is one thread that reads the log with a
 * cursor, so a slow listener holds up nobody and one that was cut off misses nothing.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Ours. Shorter than the idle limits of the usual proxies (60 s). */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Ours. How long a closing server may have to wait for its streams to notice. */
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private static final int AT_ONCE = 200;

    private final FaxService service;
    private final Jsonb json;
    private final Duration heartbeat;
    private volatile boolean closed;

    /** @param idle after which time without an octet the server cuts a connection */
    EventStreams(FaxService service, Jsonb json, Duration idle) {
        this.service = service;
        this.json = json;
        this.heartbeat = idle.dividedBy(2).compareTo(HEARTBEAT) < 0 ? idle.dividedBy(2) : HEARTBEAT;
    }

    void listen(Context context) throws InterruptedException {
        long after = begin(context);
        List<EventClass> classes = Rest.choices(context, "classes", EventClass.values());
        boolean own = Rest.single(context, "account").isPresent();
        Caller listener = Rest.folders(context);
        for (EventClass kind : classes) {
            if (own && !Visibility.ACCOUNT_EVENTS.contains(kind)) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        FaxError.E_INVALIDARG,
                        "An account has no events of the class " + Wire.name(kind) + ".",
                        "Leave that class out, or leave account out.");
            }
            service.visibility().requireHear(kind);
        }
        boolean mayChange = !Caller.current().account().isEmpty();
        long known = service.lastEvent();
        if (mayChange && !isStill(context)) {
            return; // changed since the request was admitted
        }
        long horizon = service.eventHorizon();
        if (after > 0 && after < horizon) { // 0 asks for what there is
            throw new ProblemException(
                    ProblemKind.EVENTS_GONE,
                    "The events after " + after + " are not kept any more; the log begins after " + horizon + ".",
                    "Read the present state of what you follow, then listen with after=" + horizon + " or later.");
        }
        after = Math.max(after, horizon);
        if (after > known) {
            throw new ProblemException(
                    ProblemKind.EVENTS_GONE,
                    "There is no event " + after + " in this log, which ends with " + known
                            + ": it is not the log that you listened to before, or that of a backup.",
                    "Read the present state of what you follow, then listen with after=" + known + ".");
        }
        try {
            context.res().setContentType("text/event-stream;charset=utf-8");
            context.res().setHeader("Cache-Control", "no-store");
            context.res().setHeader("Caselli-Node", URLEncoder.encode(service.node(), StandardCharsets.UTF_8));
            context.res().setHeader("Caselli-Last-Event", Long.toString(known));
            // Tells reverse proxies of the nginx family to pass each event on at once.
            context.res().setHeader("X-Accel-Buffering", "no");
            OutputStream out = context.res().getOutputStream();
            say(out, "retry: 2000\n: events after " + after + "\n\n");
            long spoke = System.nanoTime();
            long looked = spoke;
            boolean closing;
            do {
                closing = closed; // then once more: that the server stops is an event, too
                List<ServerEvent> events = service.events(after, AT_ONCE);
                if (!events.isEmpty() && events.getFirst().sequence() > after + 1 && service.eventHorizon() > after) {
                    return; // so slow that the log has lost what comes next; it is told when it comes back
                }
                if (mayChange && System.nanoTime() - looked > heartbeat.toNanos()) {
                    looked = System.nanoTime();
                    if (!isStill(context)) {
                        return; // the session is over
                    }
                }
                Predicate<ServerEvent> hears =
                        listener.call(() -> service.visibility().hearing());
                for (ServerEvent event : events) {
                    after = event.sequence();
                    if (mayChange && event.sequence() > known && isOfAccounts(event)) {
                        return; // rights may have changed: whoever listens comes back, and is looked at anew
                    }
                    if (!hears.test(event)
                            || (own
                                    && !Visibility.ACCOUNT_EVENTS.contains(
                                            event.kind().eventClass()))) {
                        continue;
                    }
                    if (!classes.isEmpty() && !classes.contains(event.kind().eventClass())) {
                        continue;
                    }
                    Wire.Event data = Wire.Event.of(event);
                    say(out, "id: " + data.id() + "\nevent: " + data.kind() + "\ndata: " + json.toJson(data) + "\n\n");
                    spoke = System.nanoTime();
                }
                long began = System.nanoTime();
                if (!closing && events.isEmpty() && !service.awaitEvents(after, LOOK_UP)) {
                    if (System.nanoTime() - began < LOOK_UP.toNanos() / 2) {
                        return; // the service is closed
                    }
                    if (System.nanoTime() - spoke > heartbeat.toNanos()) {
                        // An id without data is no event, but a listener who wants few classes goes on from there.
                        say(out, ": still here\nid: " + after + "\n\n");
                        spoke = System.nanoTime();
                    }
                }
            } while (!closing);
        } catch (IOException gone) {
            LOG.debug("A listener of events went away: {}", gone.getMessage());
        } catch (RuntimeException error) {
            if (Refusal.of(error).isEmpty()) {
                throw error;
            }
            LOG.warn("A stream of events ends, and its listener will come back: {}", error.getMessage());
        }
    }

    /** Whether the token still stands for the same caller with the same rights. */
    private boolean isStill(Context context) {
        try {
            return service.signIn()
                    .arrival(HttpFront.bearer(context))
                    .filter(arrival -> arrival.caller().equals(Caller.current()))
                    .isPresent();
        } catch (Refusal refusal) {
            return refusal.kind() == Refusal.Kind.DIRECTORY_AWAY; // which may be back before the next look
        }
    }

    private static boolean isOfAccounts(ServerEvent event) {
        return event.kind() == ServerEvent.Kind.CONFIG_CHANGED
                && (event.subject().startsWith("accounts/") || event.subject().startsWith("groups/"));
    }

    /** After which event the stream begins. */
    private long begin(Context context) {
        Rest.parameters(context, List.of("account", "after", "classes"));
        String header = context.header("Last-Event-ID");
        if (header != null && !header.isBlank()) {
            return Rest.number("Last-Event-ID", header.strip(), 0, Long.MAX_VALUE);
        }
        return Rest.single(context, "after")
                .map(text -> Rest.number("after", text, 0, Long.MAX_VALUE))
                .orElseGet(service::lastEvent);
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        closed = true;
    }
}
