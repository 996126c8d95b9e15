package org.example.fax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxServer;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program runs on the machine of a real server, which it finds by itself, and whose lines are wired to each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    @TempDir
    static Path folder;

    private final PrintStream out = System.out;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final CountDownLatch listening = new CountDownLatch(1);
    private Main server;
    private String number;
    private String letter;

    @BeforeAll
    void start() throws Exception {
        server = Main.start(
                Config.parse("loopback.lines = 2\nloopback.haste = 100\nsip.lines = 0\n", "test", Path.of(""))
                        .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data"))));
        System.setProperty("caselli.data", server.data().toString());
        number = server.numbers().get(1);
        letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ann,\nsee you on Monday.\nBob\n")
                .toString();
    }

    @AfterAll
    void stop() {
        System.clearProperty("caselli.data");
        server.close();
    }

    private interface Program {
        void run() throws Exception;
    }

    /** What it prints. */
    private String told(Program program) throws Exception {
        told.reset();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8) {
            @Override
            public void println(@Nullable String line) {
                super.println(line);
                if ("Listening.".equals(line)) {
                    listening.countDown();
                }
            }
        });
        try {
            program.run();
        } finally {
            System.setOut(out);
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_file_is_sent_with_faxcom() throws Exception {
        assertThat(told(() -> SendFax.main("", number, letter, "Ann"))).contains(" goes to " + number + ".");
        assertThat(told(() ->
                        SendFax.main("", number, folder.resolve("nothing.pdf").toString())))
                .contains("Not sent: ", "ERROR_FILE_NOT_FOUND");
    }

    @Test
    void ports_are_watched_until_all_are_idle() throws Exception {
        SendFax.main("", number, letter);
        assertThat(told(() -> WatchPorts.main(""))).contains("Available");
    }

    @Test
    void a_broadcast_is_followed_to_its_end() throws Exception {
        assertThat(told(() -> Broadcast.main("", letter, number, number)))
                .contains("[fjsCOMPLETED] fjesCALL_COMPLETED", "2 have come to their end.");
    }

    @Test
    void a_broadcast_does_not_wait_for_the_next_try() throws Exception {
        try (FaxServer here = FaxServer.create()) {
            here.connect("");
            FaxIncomingQueue incoming = here.getFolders().getIncomingQueue();
            incoming.setBlocked(true); // nobody answers
            incoming.save();
            assertThat(told(() -> Broadcast.main("", letter, number)))
                    .contains("[fjsRETRYING]", "will be tried again at ", "0 have come to their end, 1 wait for");
            incoming.setBlocked(false);
            incoming.save();
            for (FaxOutgoingJob job : here.getFolders().getOutgoingQueue().getJobs()) {
                job.cancel();
            }
        }
    }

    private interface Example {
        void main(String... args) throws Exception;
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                arguments((Example) SendFax::main, "NUMBER FILE", List.of("1002", "letter.pdf")),
                arguments((Example) WatchPorts::main, "SERVER", List.of()),
                arguments((Example) Broadcast::main, "FILE NUMBER", List.of("letter.pdf", "1002")),
                arguments((Example) NewFaxNotifier::main, "[HOW-MANY]", List.of()),
                arguments((Example) SaveInbox::main, "FOLDER", List.of("inbox")),
                arguments((Example) SetUpRouting::main, "GROUP COUNTRY", List.of("Italy", "39")),
                arguments((Example) Administer::main, "[RETRIES]", List.of()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void missing_arguments_and_a_server_that_is_not_there_get_a_sentence(
            Example example, String usage, List<String> more) throws Exception {
        assertThat(told(example::main)).startsWith("Give ").contains(usage);
        String[] args =
                Stream.concat(Stream.of("http://127.0.0.1:1"), more.stream()).toArray(String[]::new);
        System.setProperty("caselli.token", "any");
        try {
            assertThat(told(() -> example.main(args)))
                    .contains("No Caselli server answers at http://127.0.0.1:1")
                    .hasLineCount(1);
        } finally {
            System.clearProperty("caselli.token");
        }
    }

    @Test
    void what_is_no_number_gets_a_sentence() throws Exception {
        assertThat(told(() -> SetUpRouting.main("", "Italy", "IT"))).startsWith("COUNTRY and AREA are numbers");
        assertThat(told(() -> NewFaxNotifier.main("", "all"))).startsWith("HOW-MANY is a number");
        assertThat(told(() -> Administer.main("", "often"))).contains("RETRIES is a number");
    }

    @Test
    void a_new_fax_is_told_of_and_saved_as_pdf() throws Exception {
        String notified = told(() -> {
            // On a thread of its own: the common pool, which the HTTP client of the JDK needs, may have only one.
            var notifier = new FutureTask<Void>(() -> {
                NewFaxNotifier.main("", "1");
                return null;
            });
            Thread.ofVirtual().start(notifier);
            assertThat(listening.await(60, TimeUnit.SECONDS)).isTrue(); // only a stuck program takes so long
            Broadcast.main("", letter, number);
            notifier.get(60, TimeUnit.SECONDS);
        });
        assertThat(notified).contains("New fax from ");
        Path saved = folder.resolve("inbox");
        assertThat(told(() -> SaveInbox.main("", saved.toString()))).contains(".pdf");
        try (var files = Files.list(saved);
                var pdf = Loader.loadPDF(files.findFirst().orElseThrow().toFile())) {
            assertThat(pdf.getNumberOfPages()).isPositive();
            assertThat(pdf.getPage(0).getMediaBox().getWidth() / 72 * 25.4)
                    .as("as wide as a fax: 215 mm")
                    .isCloseTo(215, within(0.5));
        }
        assertThat(told(() -> SaveInbox.main("", saved.toString())).strip()).isEqualTo("Saved: 0");
    }

    @Test
    void outbound_routing_is_set_up() throws Exception {
        assertThat(told(() -> SetUpRouting.main("", "Italy", "39")))
                .contains("+39  over Italy  frsVALID", "all others  over <All Devices>");
    }

    @Test
    void a_server_is_administered() throws Exception {
        assertThat(told(() -> Administer.main("", "5"))).contains("far2MANAGE_CONFIG", "Tries again 5 times");
    }
}
