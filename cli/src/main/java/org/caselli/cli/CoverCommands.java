package org.caselli.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.caselli.client.Api;
import org.caselli.client.Covers;
import org.caselli.client.Tagged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli covers}. */
@Command(
        name = "covers",
        description = "Cover pages: templates in HTML that the server keeps.",
        synopsisSubcommandLabel = "COMMAND")
final class CoverCommands {
    private static final String NAME = "The name of the cover page, such as Classic.";

    @Command(name = "list", description = "List the cover pages.")
    int list(@Mixin Session session) {
        List<Covers.CoverPage> pages = session.client().covers().list();
        if (session.json()) {
            session.terminal().json(pages);
            return Exit.DONE;
        }
        var table = new Table("There are no cover pages.", "COVER PAGE", "FROM", "CHANGED");
        for (Covers.CoverPage page : pages) {
            table.row(
                    page.name(),
                    page.shipped() ? "shipped" : page.changedBy() == null ? "" : page.changedBy(),
                    page.changedAt() == null ? "" : Words.time(page.changedAt()));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a cover page's fields, or its template.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--template", description = "The template itself, to be changed: > mine.html")
                    boolean template) {
        Covers covers = session.client().covers();
        if (template) {
            covers.template(name).lines().forEach(session.terminal()::line);
            return Exit.DONE;
        }
        Covers.CoverPage page = covers.find(name).value();
        if (session.json()) {
            session.terminal().json(page);
            return Exit.DONE;
        }
        session.terminal()
                .line(Table.clean(page.name()) + (page.shipped() ? ", as it comes with the server" : "") + ", shows:");
        page.fields().forEach(field -> session.terminal().line("  " + field));
        return Exit.DONE;
    }

    @Command(name = "add", description = "Add a cover page: caselli covers add House house.html")
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "FILE", description = "The template, in HTML.") Path file) {
        return told(session, session.client().covers().add(name, CoverChoice.read(file)), "is kept");
    }

    @Command(name = "replace", description = "Put another template in the place of one, a shipped one too.")
    int replace(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "FILE", description = "The template, in HTML.") Path file) {
        String template = CoverChoice.read(file);
        Covers covers = session.client().covers();
        Tagged<Covers.CoverPage> before = covers.find(name);
        return told(session, covers.replace(name, template, before.tag()), "is replaced");
    }

    @Command(
            name = "remove",
            description = "Remove a cover page. What stood in the place of a shipped one gives way to that again.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        session.client().covers().remove(name);
        session.terminal().line(session.json() ? "{}" : "The cover page " + Table.clean(name) + " is removed.");
        return Exit.DONE;
    }

    @Command(
            name = "preview",
            description =
                    "Make a picture of a cover page, dot for dot as it would be sent: caselli covers preview Classic"
                            + " --note Hello -o classic.png")
    int preview(
            @Mixin Session session,
            @Parameters(
                            paramLabel = "NAME",
                            description = "The name of a cover page, or a template of your own such as ./mine.html.")
                    String name,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            required = true,
                            description = "Where to: a name ending in .png for one page, or .tif for all of them.")
                    Path output,
            @Option(names = "--force", description = "Replace the file if it is there.") boolean force,
            @Option(names = "--page", paramLabel = "N", description = "Which page, if it has several. Default: 1.")
                    @Nullable
                    Integer page,
            @Option(names = "--to", paramLabel = "NUMBER", description = "The recipient's number.") @Nullable String to,
            @Option(names = "--to-name", paramLabel = "TEXT", description = "The recipient's name.") @Nullable
                    String toName,
            @Option(names = "--subject", paramLabel = "TEXT", description = "The subject.") @Nullable String subject,
            @Option(names = "--note", paramLabel = "TEXT", description = "The note.") @Nullable String note,
            @Option(names = "--sender", paramLabel = "TEXT", description = "The sender's name.") @Nullable
                    String sender,
            @Option(names = "--sender-number", paramLabel = "NUMBER", description = "The sender's fax number.")
                    @Nullable
                    String senderNumber,
            @Option(names = "--profile", paramLabel = "NAME", description = SenderCommands.PROFILE) @Nullable
                    String profile,
            @Option(names = "--resolution", paramLabel = "standard|fine|superfine", description = "Default: fine.")
                    @Nullable
                    String resolution) {
        String ending = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
        boolean png = ending.endsWith(".png");
        if (!png && !ending.endsWith(".tif") && !ending.endsWith(".tiff")) {
            throw new Failure(
                    Exit.USAGE, output + " ends in neither .png nor .tif; the ending says what kind of file you want.");
        }
        CoverChoice choice = CoverChoice.of(name);
        Covers.Shown shown = session.client()
                .covers()
                .preview(
                        choice.template() == null ? name : null,
                        new Covers.Preview(
                                choice.template(),
                                Api.NewRecipient.of(to == null ? "1002" : to, toName),
                                subject,
                                note,
                                sender,
                                senderNumber,
                                null,
                                null,
                                "none".equals(profile) ? "" : profile,
                                resolution,
                                null),
                        page == null ? 1 : page,
                        png ? "png" : "tiff");
        write(output, shown.file(), force);
        if (session.json()) {
            session.terminal().json(new Preview(output.toString(), shown.pages(), shown.missing()));
        } else {
            session.terminal().line("Saved " + output + "; the cover page has " + Words.pages(shown.pages()) + ".");
            if (!shown.missing().isEmpty()) {
                session.terminal().complain("It shows " + Table.clean(shown.missing()) + ", which nobody has given.");
            }
        }
        return Exit.DONE;
    }

    /** What a preview tells a program. */
    @io.avaje.jsonb.Json
    record Preview(String file, int pages, String missing) {}

    private static void write(Path file, byte[] content, boolean force) {
        try {
            if (force) {
                Files.write(file, content);
            } else {
                Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException there) {
            throw new Failure(Exit.USAGE, file + " is there already. Give another name, or --force to replace it.");
        } catch (IOException cause) {
            throw new Failure(
                    Exit.USAGE, file + " cannot be written: " + cause.getMessage() + ". Choose another place.");
        }
    }

    private static int told(Session session, Covers.CoverPage page, String what) {
        if (session.json()) {
            session.terminal().json(page);
        } else {
            session.terminal()
                    .line("The cover page " + Table.clean(page.name()) + " " + what
                            + ". Look at it with \"caselli covers preview\".");
        }
        return Exit.DONE;
    }
}
