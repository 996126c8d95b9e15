package org.caselli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Slice;
import org.caselli.service.access.Caller;
import org.caselli.service.audit.Audit;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.AuditFilter;
import org.caselli.service.audit.Deed;
import org.caselli.service.audit.Verification;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;

/**
 * An audit trail with a million entries in SQLite: what an entry costs, how long a list with a filter takes, and how fast the
 * chain is verified.
 *
 * <p>Arguments: how many entries (1000000), and a folder on the disk that is to be measured (the working directory).
 */
public final class AuditBenchmark {
    private static final Instant BEGIN = Instant.parse("2021-01-01T00:00:00Z");
    private static final int BATCH = 1000;
    private static final int CLIENTS = 32;
    private static final int VIEWS = 20_000;

    private AuditBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path folder = Files.createTempDirectory(
                Path.of(arguments.length > 1 ? arguments[1] : ".").toAbsolutePath(), "audit-benchmark");
        try {
            Path data = folder.resolve("data");
            try (var store = Store.open(data)) {
                measure(System.out, store, entries);
            }
            System.out.printf("the database has %,d MB%n", Files.size(data.resolve("caselli.db")) / 1_000_000);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Caller caller(long number) {
        return new Caller("%016x".formatted(number), "person" + number, Set.of());
    }

    private static void measure(PrintStream out, Store store, int entries) throws InterruptedException {
        var now = new AtomicLong(BEGIN.toEpochMilli());
        var events = new EventLog(store);
        var settings = new Settings(store, events, () -> Instant.ofEpochMilli(now.get()));
        var audit = new Audit(store, settings, () -> Instant.ofEpochMilli(now.addAndGet(100)));
        store.carry(audit);
        events.alsoTell(audit);
        // In bulk, as one transaction with many events writes them; the views that follow are written one by one.
        for (int i = 0; i < entries - VIEWS; i += BATCH) {
            caller(i / BATCH % 100)
                    .<Boolean, RuntimeException>call(() -> store.write(handle -> {
                        for (int event = 0; event < BATCH; event++) {
                            events.append(handle, BEGIN, ServerEvent.Kind.SERVER_STARTED, "server");
                        }
                        handle.execute("delete from event");
                        return true;
                    }));
        }
        long began = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < VIEWS; i++) {
                int number = i;
                clients.execute(() -> caller(100 + number % 50).<Boolean, RuntimeException>call(() -> {
                    audit.write(Deed.done(
                            "fax.viewed",
                            "incoming/messages/%016x".formatted(number % 4000),
                            Map.of("page", 1, "request", "GET /api/v1/incoming/messages/x/pages/1")));
                    return true;
                }));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf("%,d views by %d clients at once: %,.0f a second%n", VIEWS, CLIENTS, VIEWS / seconds);

        Optional<String> none = Optional.empty();
        Optional<Instant> never = Optional.empty();
        Instant middle = BEGIN.plus(Duration.ofMillis(50L * entries));
        var all = AuditFilter.ALL;
        list(out, audit, "the newest 100", all);
        list(out, audit, "of one person", filter(Optional.of("person7"), none, none, never));
        list(out, audit, "of one action", filter(none, Optional.of("fax.viewed"), none, never));
        list(out, audit, "of one fax", filter(none, none, Optional.of("incoming/messages/0000000000000f9f"), never));
        list(out, audit, "before a day in the middle", filter(none, none, none, Optional.of(middle)));
        list(
                out,
                audit,
                "of one person who never did this",
                filter(Optional.of("person7"), Optional.of("fax.viewed"), none, never));

        began = System.nanoTime();
        Verification found = audit.verify(Optional.empty());
        seconds = (System.nanoTime() - began) / 1e9;
        if (found.broken().isPresent()) {
            throw new IllegalStateException(found.toString());
        }
        out.printf(
                "verified %,d entries in %.1f s: %,.0f a second%n",
                found.entries(), seconds, found.entries() / seconds);
        began = System.nanoTime();
        long octets = 0;
        long after = 0;
        for (List<AuditEntry> part = audit.after(all, after); !part.isEmpty(); part = audit.after(all, after)) {
            octets +=
                    part.stream().mapToLong(entry -> entry.line().length() + 1L).sum();
            after = part.getLast().sequence();
        }
        out.printf("exported %,d MB in %.1f s%n", octets / 1_000_000, (System.nanoTime() - began) / 1e9);
    }

    private static AuditFilter filter(
            Optional<String> actor, Optional<String> action, Optional<String> subject, Optional<Instant> to) {
        return new AuditFilter(actor, action, subject, Optional.empty(), Optional.empty(), to);
    }

    private static void list(PrintStream out, Audit audit, String what, AuditFilter filter) {
        var times = new long[200];
        int found = 0;
        for (int i = 0; i < times.length; i++) {
            long began = System.nanoTime();
            found = audit.list(filter, Slice.FIRST).items().size();
            times[i] = System.nanoTime() - began;
        }
        Arrays.sort(times);
        out.printf("%s: %.2f ms (%d found)%n", what, times[times.length / 2] / 1e6, found);
    }
}
