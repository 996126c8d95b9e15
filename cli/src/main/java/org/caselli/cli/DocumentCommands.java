package org.caselli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caselli.client.Documents;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli documents}. */
@Command(
        name = "documents",
        description = "Upload files before they are sent, and look at them as fax pages. Each is kept for a day.",
        synopsisSubcommandLabel = "COMMAND")
final class DocumentCommands {
    @Command(name = "upload", description = "Upload files, and tell how many fax pages each makes.")
    int upload(
            @Mixin Session session,
            @Option(names = "--resolution", paramLabel = "standard|fine|superfine", description = "Default: fine.")
                    @Nullable
                    String resolution,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.") List<Path> files) {
        files.forEach(Send::check);
        var uploaded = new ArrayList<Documents.Document>();
        for (Path file : files) {
            uploaded.add(session.client().documents().upload(file, resolution));
        }
        if (session.json()) {
            uploaded.forEach(session.terminal()::json);
        } else {
            uploaded.forEach(document -> tell(session.terminal(), document));
        }
        return uploaded.stream().allMatch(document -> document.problem() == null) ? Exit.DONE : Exit.DOCUMENT;
    }

    private static void tell(Terminal terminal, Documents.Document document) {
        String problem = document.problem();
        String remedy = document.remedy();
        terminal.line(document.id() + "  " + Table.clean(document.name()) + ": "
                + (problem == null
                        ? Words.pages(document.pages())
                        : Table.clean(problem + (remedy == null ? "" : " " + remedy))));
    }

    @Command(name = "list", description = "List the documents that are there, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed) {
        Documents.Part part = session.client().documents().list(listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(part);
            return Exit.DONE;
        }
        var table = new Table("There are no documents.", "DOCUMENT", "NAME", "PAGES", "OCTETS", "UNTIL");
        for (Documents.Document document : part.items()) {
            table.row(
                    document.id(),
                    document.name(),
                    document.problem() == null ? document.pages() : "cannot be sent",
                    document.size(),
                    Words.time(document.expiresAt()));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), part.next());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a document.")
    int show(@Mixin Session session, @Parameters(paramLabel = "DOCUMENT", description = "Its id.") String id) {
        Documents.Document document = session.client().documents().find(id);
        if (session.json()) {
            session.terminal().json(document);
        } else {
            tell(session.terminal(), document);
        }
        return Exit.DONE;
    }

    @Command(name = "preview", description = "Save a page of a document as it would be sent, as a PNG file.")
    int preview(
            @Mixin Session session,
            @Option(names = "--page", paramLabel = "N", description = "1 for the first, which is the default.")
                    @Nullable
                    Integer page,
            @Option(names = "--width", paramLabel = "DOTS", description = "Default: dot for dot.") @Nullable
                    Integer width,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where to. Default: document-ID-N.png in this folder.")
                    @Nullable
                    Path output,
            @Option(names = "--force", description = "Replace the file if it is there.") boolean force,
            @Parameters(paramLabel = "DOCUMENT", description = "Its id.") String id) {
        int number = page == null ? 1 : page;
        byte[] png = session.client().documents().page(id, number, width);
        Path file = output == null ? Path.of("document-" + id + "-" + number + ".png") : output;
        try {
            Files.write(
                    file,
                    png,
                    StandardOpenOption.WRITE,
                    force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW);
        } catch (IOException cause) {
            throw new Failure(
                    Exit.USAGE,
                    file + " cannot be written, perhaps because it is there already. Give another name, or --force.");
        }
        if (session.json()) {
            session.terminal().json(Map.of("id", id, "page", number, "file", file.toString()));
        } else {
            session.terminal().line("Saved page " + number + " as " + file);
        }
        return Exit.DONE;
    }

    @Command(name = "delete", description = "Delete a document. Faxes that were sent with it are not touched.")
    int delete(@Mixin Session session, @Parameters(paramLabel = "DOCUMENT", description = "Its id.") String id) {
        session.client().documents().delete(id);
        if (session.json()) {
            session.terminal().json(Map.of("id", id, "deleted", true));
        } else {
            session.terminal().line("Document " + Table.clean(id) + " is deleted.");
        }
        return Exit.DONE;
    }
}
