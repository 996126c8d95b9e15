package org.caselli.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.document.HeaderLine;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.Job;
import org.caselli.queue.JobQueue;
import org.caselli.queue.JobState;
import org.caselli.queue.QueueRules;
import org.caselli.queue.ServerEvent;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed (SIGKILL) again and again, in the middle of submissions, of calls out and of calls in; each time
 * another is started over what it left. At the end every fax that was accepted has ended exactly once, no far machine has
 * got one twice, and every page that was confirmed to a caller is in the inbox.
 */
class CrashTest {
    private static final int KILLS = 8;
    private static final int FAXES_A_LIFE = 40;
    private static final int REAL_KILLS = 6;
    private static final long SEED = 20_261_121;

    @TempDir
    Path directory;

    private final Set<String> inDoubt = new LinkedHashSet<>();
    private final Map<String, String> accepted = new TreeMap<>();
    private final Map<String, Integer> kept = new HashMap<>();

    @Test
    void every_accepted_fax_ends_exactly_once_however_often_the_server_is_killed() throws Exception {
        var random = new SplittableRandom(SEED);
        int key = 0;
        for (int life = 0; life < KILLS; life++) {
            boolean killed =
                    live("FAKE", random.nextLong(), key, FAXES_A_LIFE, 1 + random.nextInt(3 * FAXES_A_LIFE), 0);
            assertThat(killed).as("life " + life + " was cut short").isTrue();
            key += FAXES_A_LIFE;
        }
        assertThat(live("FAKE", random.nextLong(), key, 1, Integer.MAX_VALUE, 0))
                .isFalse();
        assertThat(accepted).hasSizeGreaterThan(KILLS);
        var arrived = new HashMap<String, Integer>();
        for (String line : Files.readAllLines(directory.resolve("arrived"))) {
            String[] words = line.split(" "); // number, page of the call, "of", pages of the call
            if (words[1].equals(words[3])) {
                arrived.merge(words[0].substring("out-".length()), 1, Integer::sum);
            }
        }
        check(arrived, "seed " + SEED);
    }

    @Test
    void nothing_is_lost_or_sent_twice_when_the_server_dies_in_the_middle_of_real_calls() throws Exception {
        var random = new SplittableRandom(SEED + 1);
        for (int life = 0; life < REAL_KILLS; life++) {
            // Six lines carry three calls; a call of this haste takes some tenths of a second.
            assertThat(live("REAL", random.nextLong(), 6 * life, 6, 12, random.nextInt(1500)))
                    .as("life " + life)
                    .isTrue();
        }
        assertThat(live("REAL", random.nextLong(), 6 * REAL_KILLS, 1, Integer.MAX_VALUE, 0))
                .isFalse();
        assertThat(accepted).hasSize(6 * REAL_KILLS + 1);
        check(lastPagesInInbox(), "seed " + (SEED + 1));
    }

    /** How often the last page of each key's fax lies in the inbox; the far end is the same server. */
    private Map<String, Integer> lastPagesInInbox() throws TiffException {
        var keys = new HashMap<Bitmap, String>();
        for (String key : accepted.keySet()) {
            long[] pages = CrashingServer.pages(key);
            keys.put(FaxServiceTest.page(pages[pages.length - 1]).bitmap(), key);
        }
        var arrived = new HashMap<String, Integer>();
        try (var store = Store.open(directory.resolve("data"))) {
            var archives = archives(store);
            for (ReceivedFax fax :
                    archives.received(Filter.ALL, Window.newest(1000)).items()) {
                var tiff = TiffFile.read(archives.tiff(Box.RECEIVED, fax.id()).octets());
                for (int i = 0; i < tiff.pages(); i++) {
                    String key = keys.get(belowHeader(tiff.page(i).page().bitmap()));
                    if (key != null) {
                        arrived.merge(key, 1, Integer::sum);
                    }
                }
            }
        }
        return arrived;
    }

    /** The page as it was submitted, or what there is of it. */
    private static Bitmap belowHeader(Bitmap page) {
        int header = Math.min(page.height(), HeaderLine.rows(Resolution.FINE));
        byte[] rows = Arrays.copyOfRange(page.rows(), header * page.stride(), page.rows().length);
        return new Bitmap(page.width(), page.height() - header, rows);
    }

    /**
     * Runs a server until it has said so many lines and a little longer, then kills it; false if it came to its end before.
     */
    private boolean live(String kind, long seed, int firstKey, int keys, int lines, int longerMs)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                CrashingServer.class.getName(),
                kind,
                directory.resolve("data").toString(),
                directory.resolve("arrived").toString(),
                String.valueOf(seed),
                String.valueOf(firstKey),
                String.valueOf(keys)));
        command.addAll(inDoubt); // the client repeats what was never answered
        Process server = new ProcessBuilder(command)
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (var said = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            for (int heard = 0; heard < lines; heard++) {
                String line = said.readLine();
                if (line == null) {
                    assertThat(server.waitFor())
                            .as(Files.readString(directory.resolve("errors")))
                            .isZero();
                    return false;
                }
                hear(line);
            }
            // The moment of the kill, not a wait for anything: where the calls are by then is left to chance.
            if (server.waitFor(longerMs, TimeUnit.MILLISECONDS)) {
                return false;
            }
            server.toHandle().destroyForcibly(); // SIGKILL; unlike Process.destroyForcibly it leaves us what was said
            server.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                hear(line); // what it had still said before it died
            }
            return true;
        } finally {
            server.destroyForcibly();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "SUBMITTING" -> inDoubt.add(words[1]);
            case "ACCEPTED" -> {
                inDoubt.remove(words[1]);
                String before = accepted.putIfAbsent(words[1], words[2]);
                assertThat(before).as(line).isIn(null, words[2]);
            }
            case "KEPT" -> kept.merge(words[1], Integer.parseInt(words[2]), Math::max);
            default -> {}
        }
    }

    /** @param arrived how often the last page of each key's fax came to its far end */
    private void check(Map<String, Integer> arrived, String what) {
        assertThat(inDoubt).as(what).isEmpty();
        var settings = ServiceSettings.STANDARD;
        try (var store = Store.open(directory.resolve("data"))) {
            var events = new EventLog(store);
            var queue = new JobQueue(
                    store,
                    events,
                    new Ids(InstantSource.system()),
                    InstantSource.system(),
                    handle -> QueueRules.STANDARD,
                    settings.lease(),
                    store.node(),
                    (handle, jobId, state, at) -> {});
            List<Job> jobs = queue.list(List.of(), true, Optional.empty(), Optional.empty(), 1000);
            assertThat(jobs).as(what).extracting(Job::id).containsExactlyInAnyOrderElementsOf(accepted.values());
            Map<String, Long> ends = ends(events);
            int possibly = 0;
            for (Job job : jobs) {
                assertThat(job.state()).as(what + " " + job).isIn(CrashingServer.ENDS);
                int times = arrived.getOrDefault(job.recipientName(), 0);
                if (job.state() == JobState.COMPLETED) {
                    assertThat(times).as(what + " " + job).isEqualTo(1);
                } else {
                    assertThat(job.outcome()).as(what + " " + job).contains(Outcome.POSSIBLY_DELIVERED);
                    assertThat(times).as(what + " " + job).isLessThanOrEqualTo(1);
                    possibly++;
                }
                assertThat(ends.get(job.id())).as(what + " ends of " + job).isEqualTo(1);
            }
            // At most the calls that were on the three lines at each kill.
            assertThat(possibly).as(what).isLessThanOrEqualTo(3 * KILLS);
            checkInbox(archives(store), what);
        }
    }

    private static Archives archives(Store store) {
        var events = new EventLog(store);
        return new Archives(
                store,
                events,
                new Settings(store, events, InstantSource.system()),
                new Visibility(() -> true),
                InstantSource.system());
    }

    private void checkInbox(Archives archives, String what) {
        List<ReceivedFax> inbox =
                archives.received(Filter.ALL, Window.newest(1000)).items();
        Map<String, List<ReceivedFax>> byCaller = inbox.stream().collect(Collectors.groupingBy(ReceivedFax::callerId));
        kept.forEach((caller, pages) -> {
            assertThat(byCaller.get(caller)).as(what + " " + caller).hasSize(1);
            assertThat(byCaller.get(caller).getFirst().pages())
                    .as(what + " " + caller)
                    .isGreaterThanOrEqualTo(pages);
        });
    }

    /** How often each job was told to have come to its end. */
    private static Map<String, Long> ends(EventLog log) {
        var all = new ArrayList<ServerEvent>();
        while (all.addAll(log.after(all.isEmpty() ? 0 : all.getLast().sequence(), 1000))) {
            assertThat(all).hasSizeLessThan(1_000_000);
        }
        return all.stream()
                .filter(event -> event.kind() == ServerEvent.Kind.JOB_CHANGED
                        && JobState.valueOf(event.facts().getOrDefault("state", ""))
                                .isFinal())
                .collect(Collectors.groupingBy(ServerEvent::subject, Collectors.counting()));
    }

    /** What this test runs with, whichever way it was started. */
    private static String classPath() {
        var loader = CrashTest.class.getClassLoader();
        return loader instanceof URLClassLoader urls
                ? Stream.of(urls.getURLs()).map(url -> url.getPath()).collect(Collectors.joining(":"))
                : System.getProperty("java.class.path");
    }
}
