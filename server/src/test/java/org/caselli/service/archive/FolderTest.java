package org.caselli.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.caselli.image.tiff.TiffFile;
import org.caselli.service.Refusal;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class FolderTest {
    /** The process dies here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    @TempDir
    Path location;

    private Store store;
    private Cabinet cabinet;

    @BeforeEach
    void open() {
        store = database.open(directory);
        cabinet = new Cabinet(store);
    }

    @AfterEach
    void close() {
        cabinet.events.close();
        store.close();
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(location)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> location.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_message_lies_in_the_folder_under_a_readable_name_and_goes_with_the_message() throws Exception {
        cabinet.locate(location);
        ReceivedFax fax = cabinet.add(cabinet.received("+4930123", "ACME", 3));
        SentFax sent = cabinet.add(cabinet.sent("+39055", "Bob", ""));
        cabinet.archives.writeFiles();
        assertThat(files())
                .containsExactly(
                        "Inbox/2026/11/2026-11-21 1030 from +4930123 (3 pages) " + fax.id() + ".tif",
                        "SentItems/2026/11/2026-11-21 1030 to +39055 (1 page) " + sent.id() + ".tif");
        byte[] octets = Files.readAllBytes(location.resolve(files().getFirst()));
        assertThat(TiffFile.read(octets).pages()).isEqualTo(3);
        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).contains("\"callerId\":\"+4930123\"");
        assertThat(cabinet.archives.status().files().waiting()).isZero();

        cabinet.archives.delete(Box.RECEIVED, fax.id());
        cabinet.archives.writeFiles();
        assertThat(files()).hasSize(1);
        cabinet.archives.delete(Box.SENT, sent.id());
        cabinet.archives.writeFiles();
        assertThat(files()).isEmpty();
    }

    @Test
    void names_from_outside_never_lead_out_of_the_folder() throws Exception {
        cabinet.locate(location);
        for (String evil : List.of(
                "../../../etc/passwd",
                "..\\..\\windows",
                "/absolute",
                "C:\\x",
                "a\0b",
                "line\nbreak\u202Etxt.exe",
                "x".repeat(300),
                "é".repeat(300),
                "  .hidden. ",
                "CON",
                "<>:\"|?*")) {
            cabinet.add(cabinet.received(evil.replace("\0", "\u0001"), "", 1));
        }
        while (cabinet.archives.writeFiles()) {}
        assertThat(files())
                .hasSize(11)
                .allSatisfy(
                        file -> assertThat(file)
                                .matches(
                                        "Inbox/2026/11/2026-11-21 1030( from [\\p{L}\\p{N}+_@ -]{1,40})? \\(1 page\\) [0-9a-f]{16}\\.tif"));
        assertThat(location.getParent().resolve("etc")).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_written_is_tried_again_and_shown() throws Exception {
        Path blocked = location.resolve("blocked");
        cabinet.locate(blocked);
        cabinet.add(cabinet.received("1", "", 1));
        Files.writeString(blocked, "a file where a folder should be");
        cabinet.archives.writeFiles();
        assertThat(cabinet.archives.status().files().failing()).isEqualTo(1);
        assertThat(cabinet.archives.status().files().error()).isPresent();
        Files.delete(blocked);
        cabinet.archives.writeFiles();
        assertThat(files()).isEmpty(); // it waits a little before it tries again
        cabinet.pass(Duration.ofSeconds(5));
        cabinet.archives.writeFiles();
        assertThat(files()).hasSize(1);
        assertThat(cabinet.archives.status().files().waiting()).isZero();
    }

    @Test
    void a_location_is_an_absolute_folder_of_its_own_that_can_be_written() throws Exception {
        cabinet.archives.check(settings(""));
        cabinet.archives.check(settings(location.resolve("new/folder").toString()));
        Path file = Files.writeString(location.resolve("file"), "");
        for (String wrong : List.of(
                directory.toString(),
                directory.resolve("blobs").toString(),
                directory.getParent().toString(),
                file.toString())) {
            assertThatThrownBy(() -> cabinet.archives.check(settings(wrong)))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID));
        }
    }

    private static ArchiveSettings settings(String location) {
        return new ArchiveSettings(true, location, false, 0, 0, 0);
    }

    @Test
    void whatever_a_crash_cuts_off_in_the_end_every_message_has_its_file_once_and_nothing_else_is_there()
            throws Exception {
        for (long seed = 1; seed <= 8; seed++) {
            crashAtRandom(new SplittableRandom(seed), "seed " + seed);
        }
    }

    /** A ledger whose writer dies before, within or after a file, or of whom another is slower than the deletion. */
    private void crashAtRandom(SplittableRandom random, String what) throws IOException {
        cabinet.locate(location);
        Map<String, String> wanted = new TreeMap<>();
        for (ReceivedFax fax :
                cabinet.archives.received(Filter.ALL, Window.newest(1000)).items()) {
            wanted.put(fax.id(), "");
        }
        for (int step = 0; step < 25; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 ->
                    wanted.put(cabinet.add(cabinet.received("49" + step, "", 1)).id(), "");
                case 2 -> {
                    if (!wanted.isEmpty()) {
                        String gone = new ArrayList<>(wanted.keySet()).get(random.nextInt(wanted.size()));
                        wanted.remove(gone);
                        cabinet.archives.delete(Box.RECEIVED, gone);
                    }
                }
                default -> dyingRound(random, wanted);
            }
            cabinet.pass(Duration.ofSeconds(random.nextInt(400)));
        }
        cabinet.pass(Duration.ofHours(2));
        while (cabinet.archives.writeFiles()) {}
        assertThat(cabinet.archives.status().files().waiting()).as(what).isZero();
        assertThat(files().stream()
                        .map(file -> file.replaceAll(".*([0-9a-f]{16})\\.tif$", "$1"))
                        .sorted()
                        .toList())
                .as(what)
                .containsExactlyElementsOf(wanted.keySet());
    }

    /** The writer dies at some octet of some file; or, while it writes, its message is deleted under its hands. */
    private void dyingRound(SplittableRandom random, Map<String, String> wanted) {
        int dies = random.nextInt(4);
        int[] files = {0};
        var folder = new Folder(store, (box, id, out) -> {
            files[0]++;
            if (files[0] > dies) {
                out.write(new byte[random.nextInt(20_000)]);
                out.flush();
                throw new Crash();
            }
            if (random.nextInt(3) == 0 && wanted.containsKey(id)) {
                wanted.remove(id);
                cabinet.archives.delete(box, id);
            }
            write(out, id);
            return true;
        });
        try {
            folder.round(cabinet.now);
        } catch (Crash expected) {
            assertThat(files[0]).isPositive();
        }
    }

    private static void write(OutputStream out, String id) throws IOException {
        out.write(id.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_file_that_was_whole_when_the_server_died_before_it_noted_so_is_not_there_twice() throws Exception {
        cabinet.locate(location);
        ReceivedFax fax = cabinet.add(cabinet.received("1", "", 1));
        cabinet.archives.writeFiles();
        List<String> before = files();
        store.write(handle -> handle.execute("update archive_file set state = 'WANTED', due_at = 0"));
        cabinet.archives.writeFiles();
        assertThat(files()).isEqualTo(before).hasSize(1);
        assertThat(fax.id()).isNotEmpty();
    }

    @Test
    void a_claim_keeps_others_away_until_it_runs_out() {
        cabinet.locate(location);
        cabinet.add(cabinet.received("1", "", 1));
        int[] written = {0};
        Folder.Pages counting = (box, id, out) -> {
            written[0]++;
            if (written[0] == 1) {
                throw new Crash();
            }
            return true;
        };
        Instant now = cabinet.now;
        assertThatThrownBy(() -> new Folder(store, counting).round(now)).isInstanceOf(Crash.class);
        new Folder(store, counting).round(now.plusSeconds(10));
        assertThat(written[0]).isEqualTo(1);
        new Folder(store, counting).round(now.plus(Duration.ofMinutes(5)));
        assertThat(written[0]).isEqualTo(2);
    }
}
