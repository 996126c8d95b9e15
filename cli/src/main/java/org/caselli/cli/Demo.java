package org.caselli.cli;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.caselli.client.Api;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.caselli.client.Devices;
import org.caselli.document.Documents;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code caselli demo}: a server of its own on free ports, a fax from one of its lines to another, and what came of it.
 * Everything it tells it has from the server, through the REST interface.
 */
@Command(
        name = "demo",
        description = "Send a fax from one line of this machine to another over SIP and T.38, and show what arrived.",
        footer = {
            "",
            "Without files it sends a sample of two pages. It starts a server of its own, which needs no",
            "configuration, disturbs no other one, and is gone at the end; the received fax stays."
        })
final class Demo implements Callable<Integer> {
    private static final String SAMPLE = "sample.pdf";

    /** Ours. The receiving side ends its call a moment after the sender; a machine under load may take some seconds. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Output session;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "PDF, TIFF, PNG, JPEG or plain text; all become one fax.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "Where the received fax is put. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--resolution", paramLabel = "standard|fine|superfine", description = "Default: fine.")
    private @Nullable String resolution;

    @Option(
            names = "--haste",
            paramLabel = "N",
            defaultValue = "10",
            description = "So many times faster than a telephone line, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int haste;

    @Option(names = "--diary", description = "Show the diary of the call as well.")
    private boolean diary;

    /** What happened, for programs. */
    @Json
    record Result(
            Api.JobDetail sent,
            Archives.@Nullable ReceivedFax received,
            @Nullable String tiff,
            @Nullable String pdf,
            @Nullable Boolean identical) {}

    @Override
    public Integer call() throws StartException, IOException, InterruptedException {
        for (Path file : files) {
            Send.check(file);
        }
        Path home = Files.createTempDirectory("caselli-demo");
        try {
            Config config = Config.parse(
                            "loopback.lines = 2\nloopback.haste = " + haste + "\nsip.lines = 0", "demo", Path.of(""))
                    .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(home.resolve("data")));
            try (Main server = Main.start(config);
                    var client = new CaselliClient(server.url(), server.token())) {
                return demonstrate(server, client, files.isEmpty() ? List.of(sample(home)) : files);
            }
        } finally {
            delete(home);
        }
    }

    private int demonstrate(Main server, CaselliClient client, List<Path> documents)
            throws IOException, InterruptedException {
        Terminal terminal = session.terminal();
        if (server.numbers().size() < 2) {
            throw new Failure(
                    Exit.NOT_DELIVERED,
                    "The two lines of the demonstration could not be opened: "
                            + String.join(" ", server.failures().values()));
        }
        String from = server.numbers().get(0);
        String to = server.numbers().get(1);
        String device = client.devices().list().stream()
                .filter(line -> line.number().equals(from))
                .map(Devices.Device::key)
                .findFirst()
                .orElseThrow(() -> new Failure(Exit.INTERNAL, "There is no line " + from + "."));
        if (!session.json()) {
            terminal.line("Line " + from + " faxes "
                    + String.join(
                            ", ",
                            documents.stream()
                                    .map(file -> String.valueOf(file.getFileName()))
                                    .toList())
                    + " to line " + to + ": SIP on UDP port "
                    + server.sipPort() + ", T.38 over UDP," + pace() + ".");
        }
        var submission = client.submit(
                Api.NewSubmission.to(List.of(to)).in(resolution).over(device),
                documents,
                UUID.randomUUID().toString());
        Api.JobDetail sent;
        try (var progress = new Progress(client, terminal, session.json())) {
            sent = progress.follow(submission).getFirst();
        }
        if (!sent.job().state().equals("completed")) {
            return failed(client, sent);
        }
        Archives.ReceivedFax received = received(client, sent);
        byte[] tiff = client.archives().receivedFile(received.id(), Archives.Format.TIFF);
        String name = "fax-from-" + from + "-" + STAMP.format(received.endedAt());
        Files.createDirectories(folder);
        Path tiffFile = folder.resolve(name + ".tif");
        Path pdfFile = folder.resolve(name + ".pdf");
        Files.write(tiffFile, tiff);
        Files.write(pdfFile, client.archives().receivedFile(received.id(), Archives.Format.PDF));
        boolean identical = identical(client.archives().sentFile(sent.job().id(), Archives.Format.TIFF), tiff);
        if (session.json()) {
            terminal.json(new Result(sent, received, tiffFile.toString(), pdfFile.toString(), identical));
        } else {
            report(client, sent, received, identical, tiffFile, pdfFile);
        }
        return received.complete() && received.pages() == sent.job().pages() ? Exit.DONE : Exit.NOT_DELIVERED;
    }

    private void report(
            CaselliClient client,
            Api.JobDetail sent,
            Archives.ReceivedFax received,
            boolean identical,
            Path tiffFile,
            Path pdfFile) {
        Terminal terminal = session.terminal();
        Api.Attempt attempt = sent.attempts().getLast();
        terminal.line("");
        terminal.line("Delivered: " + Words.pages(received.pages()) + " in "
                + (attempt.endedAt() == null ? "one call" : Words.seconds(attempt.startedAt(), attempt.endedAt()))
                + pace() + ", every page confirmed.");
        terminal.line(
                "  Sender      calls itself \"" + Table.clean(received.facts().farId()) + "\", on " + attempt.device());
        terminal.line(
                "  Receiver    calls itself \"" + Table.clean(attempt.facts().farId()) + "\", on " + received.device());
        terminal.line("  Agreed      " + Words.agreed(attempt.facts()));
        terminal.line("  Pages       "
                + (identical
                        ? "as they were sent, dot for dot"
                        : "not the same as they were sent; " + received.damagedRows() + " rows could not be decoded"));
        terminal.line("  Received    " + pdfFile);
        terminal.line("              " + tiffFile);
        if (diary) {
            show(client, attempt);
        }
    }

    private String pace() {
        return haste == 1 ? " at the pace of a telephone line" : " at " + haste + " times the pace of a telephone line";
    }

    private int failed(CaselliClient client, Api.JobDetail sent) {
        if (session.json()) {
            session.terminal().json(new Result(sent, null, null, null, null));
            return Exit.NOT_DELIVERED;
        }
        Api.Outcome outcome = sent.job().outcome();
        session.terminal()
                .complain("The fax was not delivered: "
                        + (outcome == null
                                ? "the job is " + sent.job().state() + "."
                                : outcome.sentence() + " " + outcome.advice()));
        if (!sent.attempts().isEmpty()) {
            show(client, sent.attempts().getLast());
        }
        return Exit.NOT_DELIVERED;
    }

    private void show(CaselliClient client, Api.Attempt attempt) {
        String id = attempt.call();
        if (id == null) {
            return;
        }
        Api.Call call = client.call(id);
        session.terminal().line("");
        session.terminal().line("The diary of the sender's call:");
        for (Api.DiaryLine line : call.lines()) {
            double seconds = Duration.between(call.startedAt(), line.at()).toMillis() / 1000.0;
            session.terminal().line(String.format(Locale.ROOT, "%9.3f  %s", seconds, Table.clean(line.text())));
        }
    }

    /** The fax in the inbox; the server is fresh, so it is the only one. */
    private static Archives.ReceivedFax received(CaselliClient client, Api.JobDetail sent) throws InterruptedException {
        Instant limit = Instant.now().plus(ARRIVAL);
        while (Instant.now().isBefore(limit)) {
            Optional<Archives.ReceivedFax> fax =
                    client.archives().received(null, 1).items().stream().findFirst();
            if (fax.isPresent()) {
                return fax.get();
            }
            Thread.sleep(50);
        }
        throw new Failure(
                Exit.NOT_DELIVERED,
                "Every page of job " + sent.job().id() + " was confirmed, but no fax came into the inbox within "
                        + ARRIVAL.toSeconds() + " s. Please report this.");
    }

    /** Whether two files have the same pages, dot for dot. */
    private static boolean identical(byte[] sent, byte[] received) {
        try {
            TiffFile one = TiffFile.read(sent);
            TiffFile other = TiffFile.read(received);
            if (one.pages() != other.pages()) {
                return false;
            }
            for (int page = 0; page < one.pages(); page++) {
                if (!one.page(page).page().equals(other.page(page).page())) {
                    return false;
                }
            }
            return true;
        } catch (TiffException cause) {
            throw new Failure(
                    Exit.INTERNAL, "The archive holds a TIFF file that cannot be read: " + cause.getMessage());
        }
    }

    private static Path sample(Path home) throws IOException {
        try (InputStream in = Documents.class.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw new Failure(Exit.INTERNAL, "The sample is missing from this build. Name a file to send.");
            }
            Path file = home.resolve(SAMPLE);
            Files.copy(in, file);
            return file;
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
