package org.caselli.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.caselli.client.Archives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli archive}. */
@Command(
        name = "archive",
        description = "How received and delivered faxes are kept, and the log of them.",
        synopsisSubcommandLabel = "COMMAND")
final class ArchiveCommands {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HHmm", Locale.ROOT).withZone(ZoneId.systemDefault());

    enum Which {
        INBOX,
        SENT
    }

    enum Kind {
        PDF,
        TIFF
    }

    enum Direction {
        INCOMING,
        OUTGOING
    }

    @Command(name = "status", description = "Show how much the archives have and how they are kept.")
    int status(@Mixin Session session) {
        Archives.Status status = session.client().archives().status();
        if (session.json()) {
            session.terminal().json(status);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        var table = new Table("", "ARCHIVE", "FAXES", "PAGES", "SIZE", "UNREAD");
        row(table, "inbox", status.received());
        row(table, "sent", status.sent());
        table.print(terminal);
        terminal.line("");
        terminal.line(
                status.use() ? "Faxes are kept " + age(status.ageLimit()) + "." : "New faxes are not kept: it is off.");
        terminal.line("Files:  "
                + (status.location().isEmpty() ? "no folder is set" : Table.clean(status.location()))
                + (status.files().waiting() == 0 ? "" : ", " + status.files().waiting() + " to be written or deleted"));
        if (status.files().error() != null) {
            terminal.line("        " + status.files().failing() + " failed and are tried again: "
                    + Table.clean(status.files().error()));
        }
        terminal.line("Quota:  "
                + (status.quotaWarning()
                        ? "a warning above " + status.highMark() + " MB, again after less than " + status.lowMark()
                                + " MB" + (status.warned() ? "; there was one" : "")
                        : "no warning"));
        return Exit.DONE;
    }

    private static String age(int days) {
        return days == 0 ? "for ever" : "for " + days + " days";
    }

    private static void row(Table table, String name, Archives.Totals totals) {
        table.row(name, totals.messages(), totals.pages(), Words.octets(totals.octets()), totals.unread());
    }

    @Command(name = "expiry", description = "Show what an age limit would delete now. Nothing is deleted.")
    int expiry(
            @Mixin Session session,
            @Option(names = "--age-limit", paramLabel = "DAYS", description = "Default: the one that is set.") @Nullable
                    Integer ageLimit,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Show so many of each. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        Archives.Expiry expiry = session.client().archives().expiry(ageLimit, limit);
        if (session.json()) {
            session.terminal().json(expiry);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        terminal.line("An age limit of " + expiry.ageLimit() + " days would delete now:");
        var table = new Table("", "ARCHIVE", "FAXES", "PAGES", "SIZE", "OLDEST", "NEWEST");
        table.row(
                "inbox",
                expiry.received().messages(),
                expiry.received().pages(),
                Words.octets(expiry.received().octets()),
                Words.orDash(Words.time(expiry.received().oldest())),
                Words.orDash(Words.time(expiry.received().newest())));
        table.row(
                "sent",
                expiry.sent().messages(),
                expiry.sent().pages(),
                Words.octets(expiry.sent().octets()),
                Words.orDash(Words.time(expiry.sent().oldest())),
                Words.orDash(Words.time(expiry.sent().newest())));
        table.print(terminal);
        var list = new Table("", "FAX", "ARCHIVE", "WITH", "PAGES", "TIME");
        expiry.received()
                .items()
                .forEach(fax ->
                        list.row(fax.id(), "inbox", InboxCommands.from(fax), fax.pages(), Words.time(fax.endedAt())));
        expiry.sent()
                .items()
                .forEach(fax -> list.row(fax.id(), "sent", fax.number(), fax.pages(), Words.time(fax.endedAt())));
        if (!expiry.received().items().isEmpty() || !expiry.sent().items().isEmpty()) {
            terminal.line("");
            list.print(terminal);
        }
        return Exit.DONE;
    }

    @Command(
            name = "export",
            description =
                    "Save all messages that fit as files with readable names. What is there already is left alone, so"
                            + " that an export that was broken off can be repeated.")
    int export(
            @Mixin Session session,
            @Mixin Wanted wanted,
            @Option(names = "--archive", paramLabel = "inbox|sent", description = "Only this one.") @Nullable
                    Which which,
            @Option(
                            names = "--format",
                            paramLabel = "pdf|tiff",
                            defaultValue = "pdf",
                            description = "Default: ${DEFAULT-VALUE}.")
                    Kind kind,
            @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is not there.") Path folder)
            throws IOException {
        Archives archives = session.client().archives();
        Archives.Format format = kind == Kind.PDF ? Archives.Format.PDF : Archives.Format.TIFF;
        String ending = kind == Kind.PDF ? ".pdf" : ".tif";
        long saved = 0;
        if (which != Which.SENT) {
            String next = null;
            do {
                Archives.ReceivedFaxes part = archives.received(wanted.filter(), next, 100);
                for (Archives.ReceivedFax fax : part.items()) {
                    String who = fax.senderNumber().isEmpty() ? fax.callerId() : fax.senderNumber();
                    Path file = folder.resolve("Inbox").resolve(name(fax.endedAt(), "from", who, fax.id()) + ending);
                    saved += save(
                            file, aside -> archives.saveReceived(fax.id(), format, aside, StandardOpenOption.CREATE));
                }
                next = part.next();
            } while (next != null);
        }
        if (which != Which.INBOX) {
            String next = null;
            do {
                Archives.SentFaxes part = archives.sent(wanted.filter(), next, 100);
                for (Archives.SentFax fax : part.items()) {
                    Path file = folder.resolve("SentItems")
                            .resolve(name(fax.endedAt(), "to", fax.number(), fax.id()) + ending);
                    saved += save(file, aside -> archives.saveSent(fax.id(), format, aside, StandardOpenOption.CREATE));
                }
                next = part.next();
            } while (next != null);
        }
        if (session.json()) {
            session.terminal().json(Map.of("saved", saved, "folder", folder.toString()));
        } else {
            session.terminal().line("Saved " + saved + (saved == 1 ? " fax in " : " faxes in ") + folder);
        }
        return Exit.DONE;
    }

    private interface Saver {
        void save(Path aside) throws IOException;
    }

    /** How many were saved: none if the file is there already. It appears under its name only when it is whole. */
    private static int save(Path file, Saver saver) throws IOException {
        if (Files.exists(file)) {
            return 0;
        }
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            saver.save(aside);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return 1;
        } catch (IOException cause) {
            Files.deleteIfExists(aside);
            throw new Failure(
                    Exit.USAGE, file + " cannot be written: " + cause.getMessage() + ". Choose another folder.");
        }
    }

    /** Nothing gets into a name but letters, digits and a few harmless signs. */
    private static String name(Instant at, String toOrFrom, String who, String id) {
        var safe = new StringBuilder();
        who.strip()
                .codePoints()
                .limit(40)
                .map(c -> Character.isLetterOrDigit(c) || "+-_@ ".indexOf(c) >= 0 ? c : '_')
                .forEach(safe::appendCodePoint);
        return STAMP.format(at)
                + (safe.isEmpty() ? "" : " " + toOrFrom + " " + safe.toString().strip()) + " " + id;
    }

    @Command(name = "log", description = "Show the activity log of a period, or save it as a CSV file.")
    int log(
            @Mixin Session session,
            @Mixin Listed listed,
            @Option(names = "--direction", paramLabel = "incoming|outgoing", description = "Only these.") @Nullable
                    Direction direction,
            @Option(names = "--from", paramLabel = "TIME", description = "Not before this time.") @Nullable
                    Instant from,
            @Option(names = "--to", paramLabel = "TIME", description = "Before this time.") @Nullable Instant to,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE.csv",
                            description = "Save the whole period in this file.")
                    @Nullable
                    Path output)
            throws IOException {
        var filter = new Archives.Filter()
                .with("direction", direction == null ? null : direction.name().toLowerCase(Locale.ROOT))
                .with("from", from)
                .with("to", to);
        Archives archives = session.client().archives();
        if (output != null) {
            try {
                archives.saveLog(filter, output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException there) {
                throw new Failure(Exit.USAGE, output + " is there already. Give another name.");
            }
            session.terminal().line("Saved the log as " + output);
            return Exit.DONE;
        }
        Archives.LoggedFaxes lines = archives.log(filter, listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(lines);
            return Exit.DONE;
        }
        var table = new Table("No fax is in the log.", "ENDED", "", "NUMBER", "PAGES", "CALLS", "SECONDS", "RESULT");
        for (Archives.LoggedFax line : lines.items()) {
            table.row(
                    Words.time(line.endedAt()),
                    line.incoming() ? "from" : "to",
                    Words.orDash(line.number()),
                    line.pagesDone() + "/" + line.pages(),
                    line.attempts(),
                    line.connectedMillis() / 1000,
                    line.outcome().sentence());
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), lines.next());
        return Exit.DONE;
    }
}
