package org.caselli.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caselli.client.AuditTrail;
import org.caselli.service.audit.TrailFile;
import org.caselli.service.audit.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli audit}. */
@Command(
        name = "audit",
        description = "Who did, changed and viewed what and when; and whether that is still what was written.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommands {
    enum Format {
        JSONL,
        CSV
    }

    enum Result {
        ALLOWED,
        REFUSED,
        FAILED
    }

    /** Which entries are meant. */
    static final class Meant {
        @Option(names = "--actor", paramLabel = "WHO", description = "Only of this account: its name then, or its id.")
        @Nullable
        String actor;

        @Option(names = "--action", paramLabel = "ACTION", description = "Only this, such as fax.viewed.")
        @Nullable
        String action;

        @Option(
                names = "--subject",
                paramLabel = "SUBJECT",
                description = "Only about this, such as incoming/messages/ID or settings/outgoing.")
        @Nullable
        String subject;

        @Option(names = "--result", paramLabel = "allowed|refused|failed", description = "Only what ended so.")
        @Nullable
        Result result;

        @Option(names = "--from", paramLabel = "TIME", description = "Not before this time.")
        @Nullable
        Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
        @Nullable
        Instant to;

        AuditTrail.Filter filter() {
            return new AuditTrail.Filter(
                    actor,
                    action,
                    subject,
                    result == null ? null : result.name().toLowerCase(Locale.ROOT),
                    from,
                    to);
        }
    }

    @Command(name = "list", description = "List entries, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed, @Mixin Meant meant) {
        AuditTrail.Entries entries = session.client().audit().list(meant.filter(), listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(entries);
            return Exit.DONE;
        }
        var table = new Table("There are no such entries.", "ENTRY", "AT", "WHO", "FROM", "ACTION", "SUBJECT", "FACTS");
        for (AuditTrail.Entry entry : entries.items()) {
            table.row(
                    entry.sequence(),
                    Words.time(entry.at()),
                    entry.actor(),
                    Words.orDash(entry.address()),
                    entry.result().equals("allowed") ? entry.action() : entry.action() + " (" + entry.result() + ")",
                    Words.orDash(entry.subject()),
                    facts(entry.facts()));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), entries.next());
        return Exit.DONE;
    }

    /** Everything but the request, which says the same in other words. */
    private static String facts(Map<String, Object> facts) {
        var shown = new TreeMap<>(facts);
        shown.remove("request");
        var text = new StringBuilder();
        shown.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value));
        return text.length() <= 100 ? text.toString() : text.substring(0, 100) + "...";
    }

    @Command(
            name = "export",
            description = "Save all entries that fit in a file, the oldest first: as JSON Lines, which \"audit verify\""
                    + " can verify, or as CSV for a spreadsheet.")
    int export(
            @Mixin Session session,
            @Mixin Meant meant,
            @Option(
                            names = "--format",
                            paramLabel = "jsonl|csv",
                            defaultValue = "jsonl",
                            description = "Default: ${DEFAULT-VALUE}.")
                    Format format,
            @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.") Path file)
            throws IOException {
        try {
            session.client()
                    .audit()
                    .export(
                            meant.filter(),
                            format.name().toLowerCase(Locale.ROOT),
                            file,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new Failure(Exit.USAGE, file + " is there already. Give another name.");
        }
        if (session.json()) {
            session.terminal().json(Map.of("file", file.toString()));
        } else {
            session.terminal().line("Saved the audit trail as " + file);
        }
        return Exit.DONE;
    }

    @Command(
            name = "verify",
            description = "Verify that nothing was changed, deleted, inserted or moved: on the server, or, without one,"
                    + " in a file that \"audit export\" has saved. Exit code 6 if something was.")
    int verify(
            @Mixin Session session,
            @Option(
                            names = "--head",
                            paramLabel = "SEQUENCE:HASH",
                            description = "As \"audit head\" once told it: also verify that the trail still has it.")
                    @Nullable
                    String head,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "JSON Lines.") @Nullable Path file) {
        Optional<Verification.Head> noted = Optional.ofNullable(head).map(AuditCommands::head);
        AuditTrail.Verification found = file == null ? onServer(session, noted) : inFile(file, noted);
        if (session.json()) {
            session.terminal().json(found);
            return found.intact() ? Exit.DONE : Exit.REFUSED;
        }
        Terminal terminal = session.terminal();
        if (found.entries() > 0) {
            terminal.line("Entries " + found.first() + " to " + found.head().sequence() + " are as they were written.");
        }
        if (!found.intact()) {
            terminal.line("The trail is broken at entry " + found.brokenSequence() + ". " + found.brokenWhy());
            return Exit.REFUSED;
        }
        terminal.line("Head: " + found.head().sequence() + ":" + found.head().hash());
        return Exit.DONE;
    }

    private static Verification.Head head(String text) {
        if (!text.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
            throw new Failure(Exit.USAGE, "--head is not SEQUENCE:HASH as \"caselli audit head\" tells it.");
        }
        String[] parts = text.split(":", 2);
        return new Verification.Head(Long.parseLong(parts[0]), parts[1]);
    }

    private static AuditTrail.Verification onServer(Session session, Optional<Verification.Head> noted) {
        return session.client()
                .audit()
                .verify(noted.map(known -> new AuditTrail.Head(known.sequence(), known.hash()))
                        .orElse(null));
    }

    private static AuditTrail.Verification inFile(Path file, Optional<Verification.Head> noted) {
        // A decoder of its own: it reports what is no UTF-8 instead of mending it.
        try (var reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()))) {
            Verification found = TrailFile.verify(reader, noted);
            return new AuditTrail.Verification(
                    found.broken().isEmpty(),
                    found.first(),
                    found.entries(),
                    new AuditTrail.Head(found.head().sequence(), found.head().hash()),
                    found.broken().map(Verification.Broken::sequence).orElse(null),
                    found.broken().map(Verification.Broken::why).orElse(null));
        } catch (CharacterCodingException cause) {
            throw new Failure(Exit.REFUSED, file + " is not UTF-8; it is not as it was exported.");
        } catch (IOException cause) {
            throw new Failure(Exit.USAGE, file + " cannot be read: " + cause.getMessage() + ".");
        }
    }

    @Command(
            name = "head",
            description =
                    "Show the newest entry's place in the chain. Noted elsewhere, it proves later that nothing up to"
                            + " it was changed: audit verify --head SEQUENCE:HASH.")
    int head(@Mixin Session session) {
        AuditTrail.Head head = session.client().audit().head();
        if (session.json()) {
            session.terminal().json(head);
        } else {
            session.terminal().line(head.sequence() + ":" + head.hash());
        }
        return Exit.DONE;
    }
}
