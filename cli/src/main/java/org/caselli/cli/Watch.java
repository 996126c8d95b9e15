package org.caselli.cli;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caselli watch}: events as they happen. */
@Command(name = "watch", description = "Show what happens, as it happens, until interrupted.")
final class Watch implements Callable<Integer> {
    /** Ours. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Begin after this event; 0 for all that the server has. Default: what happens from now on.")
    private @Nullable Long after;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
    private @Nullable Long count;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            split = ",",
            description = "Only events of this class: in-queue, out-queue, config, activity, queue-state, in-archive,"
                    + " out-archive, server, device-status, incoming-call. May be repeated.")
    private @Nullable List<String> classes;

    @Option(
            names = "--mine",
            description = "Only events of my account: of my jobs and faxes, and of the receive folder if I see it.")
    private boolean mine;

    @Override
    public Integer call() throws InterruptedException {
        CaselliClient client = session.client();
        Long last = after == null ? Long.valueOf(client.server().lastEvent()) : after;
        var seen = new AtomicLong();
        while (count == null || seen.get() < count) {
            // A stream that was cut off goes on after the last event that was seen, so nothing is missed or told twice.
            last = client.events(last, classes == null ? List.of() : classes, mine, event -> {
                tell(event);
                return count == null || seen.incrementAndGet() < count;
            });
            if (count == null || seen.get() < count) {
                Thread.sleep(BETWEEN_TRIES);
            }
        }
        return Exit.DONE;
    }

    private void tell(Api.Event event) {
        if (session.json()) {
            session.terminal().line(Jsonb.instance().toJson(event));
            return;
        }
        var line = new StringBuilder(Words.time(event.at()))
                .append("  ")
                .append("%-20s".formatted(event.kind().replace('_', ' ')))
                .append(' ')
                .append(event.subject());
        new TreeMap<>(event.facts())
                .forEach((name, value) ->
                        line.append("  ").append(name).append('=').append(value));
        session.terminal().line(Table.clean(line.toString()).stripTrailing());
    }
}
