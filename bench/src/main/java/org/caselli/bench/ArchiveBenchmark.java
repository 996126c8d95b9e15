package org.caselli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.Part;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;

/**
 * An archive with a million messages in SQLite: how long it takes to add one, to page, to search, to count. Each figure is
 * the median of many, after a warm-up, with the whole way from the room's door to the records.
 *
 * <p>Arguments: how many messages (1000000), and a folder on the disk that is to be measured (the working directory).
 */
public final class ArchiveBenchmark {
    private static final Instant BEGIN = Instant.parse("2021-01-01T00:00:00Z");
    private static final int BATCH = 500;
    private static final int PAGE = 100;
    private static final String[] NAMES = {
        "Rossi", "Bianchi", "Müller", "Schmidt", "Dupont", "Garcia", "Novak", "Kowalski", "Jansen", "Smith"
    };

    private ArchiveBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path folder = Files.createTempDirectory(
                Path.of(arguments.length > 1 ? arguments[1] : ".").toAbsolutePath(), "archive-benchmark");
        PrintStream out = System.out;
        try {
            try (var store = Store.open(folder.resolve("data"))) {
                fill(out, archives(store), store, messages);
            }
            out.printf(
                    "the database has %,d MB%n",
                    Files.size(folder.resolve("data").resolve("caselli.db")) / 1_000_000);
            try (var store = Store.open(folder.resolve("data"))) {
                ask(out, archives(store), store, messages);
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Archives archives(Store store) {
        var events = new EventLog(store);
        InstantSource clock = InstantSource.system();
        return new Archives(store, events, new Settings(store, events, clock), new Visibility(() -> true), clock);
    }

    /** One message every 150 seconds, from 20,000 numbers; every tenth one from a number of its own. */
    private static ReceivedFax message(SplittableRandom random, int i, int messages) {
        long step = Duration.ofDays(1800).toMillis() / messages;
        Instant end = BEGIN.plusMillis(i * step);
        int line = random.nextInt(8);
        long number =
                random.nextInt(10) == 0 ? random.nextLong(10_000_000_000L) : 3_000_000L + random.nextInt(20_000) * 37L;
        String caller = "+49" + (30 + number % 60) + number;
        return new ReceivedFax(
                "%016x".formatted((long) i + 1),
                "call",
                "line-" + line,
                "Line " + line,
                "+39 055 1000",
                caller,
                "100" + line,
                i % 100_000 == 77 ? "Zebra" : random.nextInt(3) == 0 ? "Invoice " + random.nextInt(100_000) : "",
                NAMES[random.nextInt(NAMES.length)],
                "",
                end.minusSeconds(60),
                end,
                1 + random.nextInt(5),
                random.nextInt(200) != 0,
                0,
                Outcome.RECEIVED,
                0,
                20_000 + random.nextInt(100_000),
                new CallFacts("page 1", caller.substring(1), 14400, "V17_14400", "MMR", true),
                i < messages - 2000 || random.nextInt(4) != 0);
    }

    private static void fill(PrintStream out, Archives archives, Store store, int messages) {
        var random = new SplittableRandom(1);
        long begin = System.nanoTime();
        for (int from = 0; from < messages; from += BATCH) {
            int first = from;
            store.write(handle -> {
                for (int i = first; i < Math.min(first + BATCH, messages); i++) {
                    archives.addReceived(handle, message(random, i, messages), "%064x".formatted(i));
                }
                return true;
            });
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(
                "%,d messages added in %.0f s, %d in a commit: %.0f a second%n",
                messages, seconds, BATCH, messages / seconds);
    }

    private static void ask(PrintStream out, Archives archives, Store store, int messages) {
        Filter all = Filter.ALL;
        measure(out, "the first page of " + PAGE, 200, () -> archives.received(all, Window.newest(PAGE)));
        String deep = "";
        long begin = System.nanoTime();
        int pages = Math.min(5000, messages / PAGE - 1);
        for (int i = 0; i < pages; i++) {
            String cursor = deep;
            Part<ReceivedFax> part =
                    archives.received(all, cursor.isEmpty() ? Window.newest(PAGE) : Window.after(cursor, PAGE));
            deep = part.next().orElseThrow();
        }
        out.printf(
                "%-52s %9.2f ms each%n",
                pages + " pages one after the other", (System.nanoTime() - begin) / 1e6 / pages);
        String there = deep;
        measure(
                out,
                "the page after these, by its cursor",
                200,
                () -> archives.received(all, Window.after(there, PAGE)));
        measure(
                out,
                "the page before it, by its cursor",
                200,
                () -> archives.received(all, Window.before(there, PAGE)));
        measure(out, "one message by its id", 500, () -> archives.receivedFax("%016x".formatted((long) messages / 3)));
        measure(out, "count and size of the archive", 500, () -> archives.totals(Box.RECEIVED));
        search(out, archives, "a word that 1 of 100,000 has", all.withSearch("zebra"), there);
        search(out, archives, "a word that 1 of 10 has", all.withSearch("muller"), there);
        search(out, archives, "a word that 1 of 3 has", all.withSearch("invoice"), there);
        search(out, archives, "two words, 1 of 30", all.withSearch("invoice rossi"), there);
        search(out, archives, "a beginning of words, 1 of 3 (inv*)", all.withSearch("inv*"), there);
        search(out, archives, "first digits, all messages (+49)", all.withNumber("+49"), there);
        search(out, archives, "first digits, 1 of 60 (+4931)", all.withNumber("+4931"), there);
        search(out, archives, "last 4 digits of a number", all.withNumber("3700"), there);
        search(out, archives, "one of 8 lines", all.onDevice("line-3"), there);
        search(out, archives, "unread", all.withRead(false), there);
        search(
                out,
                archives,
                "unread, with a word that 1 of 10 has",
                all.withRead(false).withSearch("muller"),
                there);
        Instant middle = BEGIN.plus(Duration.ofDays(900));
        search(out, archives, "a day three years ago", all.between(middle, middle.plus(Duration.ofDays(1))), "");
        measure(
                out,
                "what an age limit of 5 years would delete",
                5,
                () -> archives.receivedRemoval(all.between(Instant.EPOCH, BEGIN.plus(Duration.ofDays(90))), 10));
        var random = new SplittableRandom(2);
        int[] next = {messages};
        measure(
                out,
                "adding one message, durable",
                200,
                () -> store.write(
                        handle -> archives.addReceived(handle, message(random, next[0]++, messages), "0".repeat(64))));
        int[] gone = {messages};
        measure(out, "deleting one message, durable", 100, () -> {
            archives.delete(Box.RECEIVED, "%016x".formatted((long) ++gone[0]));
            return true;
        });
        System.gc();
        Runtime machine = Runtime.getRuntime();
        out.printf("the Java heap has %,d MB in use%n", (machine.totalMemory() - machine.freeMemory()) / 1_000_000);
    }

    private static void search(PrintStream out, Archives archives, String what, Filter filter, String deep) {
        measure(out, what + ", first page", 20, () -> archives.received(filter, Window.newest(PAGE)));
        if (!deep.isEmpty()) {
            measure(out, "   deep down", 20, () -> archives.received(filter, Window.after(deep, PAGE)));
        }
    }

    private static void measure(PrintStream out, String what, int times, Supplier<?> work) {
        Optional<Object> last = Optional.empty();
        for (int i = 0; i < Math.max(3, times / 5); i++) {
            last = Optional.of(work.get());
        }
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            last = Optional.of(work.get());
            took[i] = System.nanoTime() - begin;
        }
        Arrays.sort(took);
        String found = last.orElseThrow() instanceof Part<?> part
                ? "   (" + part.items().size() + ")"
                : "";
        out.printf(
                "%-52s %9.2f ms, 95 %% within %.2f ms%s%n",
                what, took[times / 2] / 1e6, took[times * 95 / 100] / 1e6, found);
    }
}
