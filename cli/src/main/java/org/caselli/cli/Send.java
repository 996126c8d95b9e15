package org.caselli.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli send}. */
@Command(
        name = "send",
        description = "Send files as one fax, and wait until it is delivered.",
        customSynopsis = {
            "caselli send [OPTIONS] NUMBER FILE...",
            "       caselli send [OPTIONS] --cover NAME NUMBER [FILE]...",
            "       caselli send [OPTIONS] --to NUMBER [--to NUMBER]... FILE...",
            "       caselli send [OPTIONS] --recipients LIST FILE..."
        },
        footer = {
            "",
            "An interruption (Ctrl-C) ends the waiting, not the fax: \"caselli jobs cancel\" does that.",
            "Files may be PDF, TIFF, PNG, JPEG or plain text.",
            "",
            "Examples:",
            "  caselli send 1002 letter.pdf",
            "  caselli send sip:fax@192.0.2.7 drawing.tif notes.txt --resolution superfine",
            "  caselli send --to 1002 --to 1003 --no-wait letter.pdf",
            "  caselli send --cover Classic --note \"As agreed today\" 1002 letter.pdf",
            "  caselli send --recipients customers.csv --discount --no-wait offer.pdf",
            "  caselli send --receipt anna@example.org --receipt-attach 1002 letter.pdf"
        })
final class Send implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            description = "A recipient: a number or a SIP address. May be repeated.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--recipients",
            paramLabel = "LIST",
            description = "A CSV file with a recipient a line: number,name. The name may be left out.")
    private @Nullable Path recipientList;

    @Option(names = "--no-wait", description = "Return as soon as the fax is accepted.")
    private boolean noWait;

    @Option(names = "--resolution", paramLabel = "standard|fine|superfine", description = "Default: fine.")
    private @Nullable String resolution;

    @Option(names = "--priority", paramLabel = "low|normal|high", description = "Default: normal.")
    private @Nullable String priority;

    @Option(
            names = {"--at", "--not-before"},
            paramLabel = "TIME",
            description = "Not before this time, such as 22:00 (today, or tomorrow if that is past), 2026-11-21T22:00"
                    + " (of this machine's zone) or 2026-11-21T22:00:00Z.")
    private @Nullable String at;

    @Option(names = "--discount", description = "In the discount period that the server is set to.")
    private boolean discount;

    @Option(names = "--subject", paramLabel = "TEXT", description = "For lists and archives.")
    private @Nullable String subject;

    @Option(
            names = "--sender",
            paramLabel = "TEXT",
            description = "The sender's name in the header line above each page.")
    private @Nullable String senderName;

    @Option(
            names = {"--tsid", "--sender-id"},
            paramLabel = "TEXT",
            description = "Our identity to the other machine, at most 20 characters; where the server does not put the"
                    + " line's in its place.")
    private @Nullable String senderId;

    @Option(names = "--sender-number", paramLabel = "NUMBER", description = "The sender's own fax number.")
    private @Nullable String senderNumber;

    @Option(
            names = "--sender-detail",
            paramLabel = "NAME=TEXT",
            description =
                    "What else is told of the sender and kept with the fax, such as company=Rossi or billingCode=42: "
                            + SenderDetails.NAMES + ". May be repeated.")
    private Map<String, String> senderDetails = new LinkedHashMap<>();

    @Option(names = "--profile", paramLabel = "NAME", description = SenderCommands.PROFILE)
    private @Nullable String profile;

    @Option(
            names = "--cover",
            paramLabel = "NAME",
            description =
                    "A cover page of the server, see \"caselli covers list\"; or a template of your own: a file whose"
                            + " name ends in .html and has a / in it, such as ./mine.html. It goes before the files, which then may"
                            + " be left out.")
    private @Nullable String coverName;

    @Option(names = "--note", paramLabel = "TEXT", description = "For the cover page.")
    private @Nullable String note;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "The only line that may carry it; see \"caselli devices\".")
    private @Nullable String device;

    @Option(
            names = "--receipt",
            paramLabel = "ADDRESS",
            description = "Mail a receipt there when the fax has come to its end; with several recipients one for all.")
    private @Nullable String receipt;

    @Option(names = "--receipt-attach", description = "The receipt has the fax with it.")
    private boolean receiptAttach;

    @Option(names = "--receipt-each", description = "A receipt for each recipient, as soon as that one's end is known.")
    private boolean receiptEach;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "An idempotency key: to repeat a command with the same key does not send the fax twice.")
    private @Nullable String key;

    @Parameters(
            paramLabel = "NUMBER FILE",
            arity = "0..*",
            description = "The number, unless --to is given; then the files.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        boolean numberFirst = to.isEmpty() && recipientList == null;
        if (numberFirst && arguments.isEmpty()) {
            throw new Failure(
                    Exit.USAGE, "There is no number. Give it first, and then the files: caselli send 1002 letter.pdf.");
        }
        List<Path> files = (numberFirst ? arguments.subList(1, arguments.size()) : arguments)
                .stream().map(Path::of).toList();
        var cover = CoverChoice.of(coverName);
        if (files.isEmpty() && coverName == null) {
            throw new Failure(
                    Exit.USAGE,
                    "There is no file to send. Give the number and then the files: caselli send 1002 letter.pdf.");
        }
        if (note != null && coverName == null) {
            throw new Failure(Exit.USAGE, "--note is for a cover page. Give one: --cover Classic.");
        }
        if (discount && at != null) {
            throw new Failure(Exit.USAGE, "--at and --discount exclude each other. Give one of them.");
        }
        if (receipt == null && (receiptAttach || receiptEach)) {
            throw new Failure(
                    Exit.USAGE, "There is no address for the receipt. Give it with --receipt anna@example.org.");
        }
        files.forEach(Send::check);
        var recipients = new ArrayList<Api.NewRecipient>();
        (numberFirst ? arguments.subList(0, 1) : to)
                .forEach(number -> recipients.add(Api.NewRecipient.of(number, null)));
        if (recipientList != null) {
            recipients.addAll(RecipientList.read(recipientList));
        }
        CaselliClient client = session.client();
        Api.Submission submission = submit(
                client,
                new Api.NewSubmission(
                        recipients,
                        null,
                        resolution,
                        priority,
                        discount ? "discount" : null,
                        at == null ? null : Moment.parse(at, ZonedDateTime.now(ZoneId.systemDefault())),
                        subject,
                        null,
                        senderName,
                        senderId,
                        senderNumber,
                        senderDetails.isEmpty() ? null : SenderDetails.merged(null, senderDetails),
                        "none".equals(profile) ? "" : profile,
                        cover.page(),
                        cover.type(),
                        cover.template(),
                        note,
                        receipt == null
                                ? null
                                : new Api.NewReceipt(
                                        "mail", receipt, !receiptEach && recipients.size() > 1, receiptAttach),
                        device),
                files);
        Api.Cover made = submission.cover();
        if (made != null && !made.missing().isEmpty()) {
            session.terminal()
                    .complain(
                            "The cover page shows " + String.join(", ", made.missing()) + ", which nobody has given.");
        }
        if (noWait) {
            return accepted(submission);
        }
        Terminal terminal = session.terminal();
        if (!session.json() && !terminal.interactive()) {
            terminal.line("Accepted " + Words.pages(submission.pages()) + " as "
                    + (submission.jobs().size() == 1 ? "job " : "jobs ") + String.join(", ", submission.jobs()) + ".");
        }
        List<Api.JobDetail> details;
        try (var progress = new Progress(client, terminal, session.json())) {
            details = progress.follow(submission);
        }
        boolean delivered = true;
        for (Api.JobDetail detail : details) {
            delivered &= detail.job().state().equals("completed");
            if (session.json()) {
                terminal.json(detail);
            } else {
                report(detail);
            }
        }
        return delivered ? Exit.DONE : Exit.NOT_DELIVERED;
    }

    /** A second try with the same key can send nothing twice, so one is made where the connection broke. */
    private Api.Submission submit(CaselliClient client, Api.NewSubmission submission, List<Path> files) {
        String name = key == null ? UUID.randomUUID().toString() : key;
        try {
            return client.submit(submission, files, name);
        } catch (CaselliException cut) {
            if (cut.kind() != CaselliException.Kind.UNREACHABLE) {
                throw cut;
            }
            return client.submit(submission, files, name);
        }
    }

    private int accepted(Api.Submission submission) {
        if (session.json()) {
            session.terminal().json(submission);
        } else {
            // One id on a line and nothing else, so that a script can read them.
            submission.jobs().forEach(session.terminal()::line);
        }
        return Exit.DONE;
    }

    private void report(Api.JobDetail detail) {
        Api.Job job = detail.job();
        Terminal terminal = session.terminal();
        if (job.state().equals("completed") && !detail.attempts().isEmpty()) {
            Api.Attempt last = detail.attempts().getLast();
            Api.Facts facts = last.facts();
            String took = last.endedAt() == null ? "" : " in " + Words.seconds(last.startedAt(), last.endedAt());
            terminal.line(Table.clean("Delivered to " + job.number() + ": " + Words.pages(job.pages()) + took + ", "
                    + Words.agreed(facts)
                    + (facts.farId().isEmpty() ? "." : "; it calls itself \"" + facts.farId() + "\".")));
            return;
        }
        Api.Outcome outcome = job.outcome();
        terminal.complain(Table.clean("Not delivered to " + job.number() + ": "
                + (outcome == null
                        ? "the job is " + job.state() + "."
                        : outcome.sentence() + " " + outcome.advice() + " (caselli diary " + job.id()
                                + " shows the call.)")));
    }

    static void check(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Failure(
                    Exit.DOCUMENT,
                    Files.exists(file)
                            ? file + " is not a file that can be read. Check what it is, and its permissions."
                            : "There is no file " + file + ". Check its name.");
        }
    }
}
