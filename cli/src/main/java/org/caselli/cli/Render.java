package org.caselli.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.document.HeaderLine;
import org.caselli.document.Limits;
import org.caselli.document.RenderOptions;
import org.caselli.document.Source;
import org.caselli.image.Coding;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.service.settings.IdentitySettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli render}: the very pages that would be sent, without a server. */
@Command(
        name = "render",
        description = "Write files as the fax pages they would be sent as, without a server.",
        footer = {"", "Each page that is sent has a header line above it; --to shows it here as well."})
final class Render implements Callable<Integer> {
    /** The names of the codings as people know them. */
    enum Code {
        mh(Coding.MH),
        mr(Coding.MR),
        t6(Coding.MMR);

        private final Coding coding;

        Code(Coding coding) {
            this.coding = coding;
        }
    }

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Output session;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "PDF, TIFF, PNG, JPEG or plain text.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The TIFF class F file to write; it is replaced if it is there.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--coding",
            paramLabel = "mh|mr|t6",
            defaultValue = "t6",
            description = "Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Code coding;

    @Option(
            names = "--resolution",
            paramLabel = "standard|fine|superfine",
            defaultValue = "fine",
            description = "Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Resolution resolution;

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            description = "Put the header line above each page, as it would be sent to this number now.")
    private @Nullable String to;

    @Option(
            names = "--sender",
            paramLabel = "NAME",
            description =
                    "The name in the header line, with --to. Default: the one that a server has unless configured.")
    private @Nullable String sender;

    @Override
    public Integer call() throws DocumentException {
        var sources = new ArrayList<Source>();
        for (Path file : files) {
            sources.add(Source.of(file, Limits.STANDARD));
        }
        Path fresh = output.resolveSibling(output.getFileName() + ".part");
        int pages;
        // The files are the user's own, so they need no process to be shut in.
        try (Documents documents = Documents.inProcess()) {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                pages = to == null
                        ? documents.renderTiff(sources, RenderOptions.at(resolution), coding.coding, out)
                        : renderWithHeader(documents, sources, to, out);
            }
            Files.move(fresh, output, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cause) {
            throw new Failure(
                    Exit.USAGE, output + " cannot be written: " + cause.getMessage() + ". Choose another place.");
        } finally {
            clear(fresh);
        }
        if (session.json()) {
            session.terminal().json(Map.of("file", output.toString(), "pages", pages));
        } else {
            session.terminal()
                    .line("Wrote " + Words.pages(pages) + " to " + output + ", "
                            + resolution.name().toLowerCase(Locale.ROOT) + ", " + Words.coding(coding.coding.name())
                            + ".");
        }
        return Exit.DONE;
    }

    /** The header line tells how many pages there are, so all are made before the first is written. */
    private int renderWithHeader(Documents documents, List<Source> sources, String number, OutputStream out)
            throws DocumentException, IOException {
        var plain = new ByteArrayOutputStream();
        int count = documents.renderTiff(sources, RenderOptions.at(resolution), Coding.MMR, plain);
        String name = sender == null ? IdentitySettings.STANDARD.senderName() : sender;
        var header = new HeaderLine(Instant.now(), ZoneId.systemDefault(), name, number);
        try {
            TiffFile file = TiffFile.read(plain.toByteArray());
            try (var writer = new TiffWriter(out, TiffOptions.of(coding.coding).withTotalPages(count))) {
                for (int i = 0; i < count; i++) {
                    writer.append(header.above(file.page(i).page(), i + 1, count));
                }
            }
        } catch (TiffException cause) {
            throw new IllegalStateException("Pages that were just made cannot be read.", cause);
        }
        return count;
    }

    private static void clear(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException cause) {
            throw new Failure(Exit.USAGE, fresh + " cannot be deleted: " + cause.getMessage() + ". Delete it by hand.");
        }
    }
}
