package org.caselli.cli;

import java.util.List;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli jobs}. */
@Command(
        name = "jobs",
        description = "Faxes that are to be sent, and what became of them.",
        synopsisSubcommandLabel = "COMMAND")
final class JobCommands {
    @Command(name = "list", description = "List the jobs in the queue, the newest first.")
    int list(
            @Mixin Session session,
            @Mixin Listed listed,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            split = ",",
                            description =
                                    "Only jobs in this state: pending, in_progress, retrying, canceling, completed,"
                                            + " failed, canceled. May be repeated.")
                    @Nullable
                    List<String> states,
            @Option(names = "--all", description = "Also jobs that have left the queue.") boolean all,
            @Option(names = "--mine", description = "Only my own, whatever else I may see.") boolean mine) {
        Api.Jobs jobs =
                session.client().jobs(states == null ? List.of() : states, all, mine, listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(jobs);
            return Exit.DONE;
        }
        var table = new Table("There are no jobs.", "JOB", "TO", "PAGES", "SUBMITTED", "STATE");
        for (Api.Job job : jobs.items()) {
            String to = job.recipientName().isEmpty() ? job.number() : job.number() + " " + job.recipientName();
            table.row(job.id(), to, job.pages(), Words.time(job.submittedAt()), Words.state(job));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), jobs.next());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a job and its attempts.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "JOB", description = "The id or the number of a job.") String id) {
        Api.JobDetail detail = session.client().job(id);
        if (session.json()) {
            session.terminal().json(detail);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        Api.Job job = detail.job();
        Api.Submission submission = detail.submission();
        terminal.line("Job " + job.id() + " to "
                + Table.clean(job.number() + " " + job.recipientName()).strip());
        terminal.line("Number     " + job.jobNumber());
        if (job.account() != null) {
            terminal.line("Account    " + Table.clean(job.account()));
        }
        terminal.line("State      " + Words.state(job));
        Api.Outcome outcome = job.outcome();
        if (outcome != null && !job.state().equals("completed")) {
            terminal.line("Advice     " + outcome.advice());
        }
        Api.Live live = detail.live();
        if (live != null) {
            terminal.line("Now        " + live.phase()
                    + (live.farId().isEmpty() ? "" : ", with " + Table.clean(live.farId())));
        }
        terminal.line("Pages      " + job.pagesConfirmed() + " of " + job.pages() + " confirmed");
        terminal.line("Files      " + Table.clean(String.join(", ", submission.files())));
        if (!submission.subject().isEmpty()) {
            terminal.line("Subject    " + Table.clean(submission.subject()));
        }
        terminal.line("Submitted  " + Words.time(job.submittedAt()) + ", priority " + job.priority()
                + (job.schedule().equals("discount") ? ", in the discount period" : ""));
        if (!job.tsid().isEmpty()) {
            terminal.line("Identity   " + Table.clean(job.tsid()));
        }
        if (!job.isFinal()) {
            terminal.line("Due        " + Words.time(job.dueAt()));
        }
        if (job.endedAt() != null) {
            terminal.line("Ended      " + Words.time(job.endedAt()));
        }
        for (Api.Attempt attempt : detail.attempts()) {
            Api.Outcome ending = attempt.outcome();
            terminal.line(
                    "Attempt " + attempt.number() + "  " + Words.time(attempt.startedAt()) + " on " + attempt.device()
                            + (attempt.call() == null ? "" : ", call " + attempt.call()) + ": "
                            + (ending == null ? "under way" : ending.sentence()) + " ("
                            + Words.agreed(attempt.facts()) + ")");
        }
        return Exit.DONE;
    }

    private static final String ONE = "The id or the number of a job; with --submission, the id of a submission.";

    @Command(name = "cancel", description = "Cancel a job, or all jobs of a submission.")
    int cancel(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ONE) String id,
            @Option(names = "--submission", description = "All jobs of the submission.") boolean submission) {
        CaselliClient client = session.client();
        return changed(session, submission ? client.cancelSubmission(id) : List.of(client.cancel(id)));
    }

    @Command(name = "pause", description = "Hold a waiting job back, or all waiting jobs of a submission.")
    int pause(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ONE) String id,
            @Option(names = "--submission", description = "All jobs of the submission.") boolean submission) {
        CaselliClient client = session.client();
        return changed(session, submission ? client.pauseSubmission(id) : List.of(client.pause(id)));
    }

    @Command(name = "resume", description = "Release a paused job, or all paused jobs of a submission.")
    int resume(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ONE) String id,
            @Option(names = "--submission", description = "All jobs of the submission.") boolean submission) {
        CaselliClient client = session.client();
        return changed(session, submission ? client.resumeSubmission(id) : List.of(client.resume(id)));
    }

    @Command(
            name = "restart",
            description = "Send a failed job again, from its first page; or all failed jobs of a submission.")
    int restart(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ONE) String id,
            @Option(names = "--submission", description = "All failed jobs of the submission.") boolean submission) {
        CaselliClient client = session.client();
        if (!submission) {
            return changed(session, List.of(client.restart(id)));
        }
        List<Api.Job> restarted = client.jobsOf(id).stream()
                .filter(job -> job.operations().contains("restart"))
                .map(job -> client.restart(job.id()))
                .toList();
        if (restarted.isEmpty()) {
            throw new Failure(
                    Exit.REFUSED,
                    "No job of submission " + id + " has failed and is still in the queue. Nothing needs to be done.");
        }
        return changed(session, restarted);
    }

    private static int changed(Session session, List<Api.Job> jobs) {
        for (Api.Job job : jobs) {
            if (session.json()) {
                session.terminal().json(job);
            } else {
                session.terminal().line("Job " + job.id() + " is " + Words.state(job) + (job.isFinal() ? "" : "."));
            }
        }
        return Exit.DONE;
    }
}
