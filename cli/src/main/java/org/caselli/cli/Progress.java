package org.caselli.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.jspecify.annotations.Nullable;

/** Follows the jobs of a submission to their end: a bar for a person at a terminal, a line for each change otherwise. */
final class Progress implements AutoCloseable {
    /** Ours. Smooth to the eye, and a trifle for the server, which answers from memory. */
    private static final Duration LOOK = Duration.ofMillis(150);

    private static final int STEPS = 1000;

    private final CaselliClient client;
    private final Terminal terminal;
    private final boolean silent;
    private final Map<String, String> said = new HashMap<>();
    private @Nullable ProgressBar bar;

    /** @param silent where the output is for a program */
    Progress(CaselliClient client, Terminal terminal, boolean silent) {
        this.client = client;
        this.terminal = terminal;
        this.silent = silent;
    }

    /** Waits until every job has come to its end. */
    List<Api.JobDetail> follow(Api.Submission submission) throws InterruptedException {
        while (true) {
            var details = new ArrayList<Api.JobDetail>();
            for (String job : submission.jobs()) {
                details.add(client.job(job));
            }
            show(details);
            if (details.stream().allMatch(detail -> detail.job().isFinal())) {
                return details;
            }
            Thread.sleep(LOOK);
        }
    }

    private void show(List<Api.JobDetail> details) {
        if (silent) {
            return;
        }
        if (terminal.interactive()) {
            draw(details);
            return;
        }
        for (Api.JobDetail detail : details) {
            String now = doing(detail);
            if (!now.equals(said.put(detail.job().id(), now))) {
                terminal.line(Table.clean(detail.job().number() + ": " + now));
            }
        }
    }

    private void draw(List<Api.JobDetail> details) {
        ProgressBar drawn = bar;
        if (drawn == null) {
            long all = details.stream()
                    .mapToLong(detail -> detail.job().pages() * (long) STEPS)
                    .sum();
            String name =
                    details.size() == 1 ? shortened(details.getFirst().job().number()) : details.size() + " recipients";
            drawn = new ProgressBarBuilder()
                    .setTaskName(Table.clean(name))
                    .setInitialMax(all)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(100)
                    .setUnit(" pages", STEPS)
                    .hideEta()
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.out(), terminal.width()))
                    .build();
            bar = drawn;
        }
        drawn.stepTo(details.stream().mapToLong(Progress::steps).sum());
        drawn.setExtraMessage(" " + Table.clean(message(details)));
    }

    private static long steps(Api.JobDetail detail) {
        Api.Job job = detail.job();
        long confirmed = job.pagesConfirmed() * (long) STEPS;
        Api.Live live = detail.live();
        if (live == null || live.total() <= 0 || live.page() != job.pagesConfirmed() + 1) {
            return confirmed;
        }
        return confirmed + Math.min(STEPS - 1, live.sent() * (long) STEPS / live.total());
    }

    private static String message(List<Api.JobDetail> details) {
        if (details.size() == 1) {
            return doing(details.getFirst());
        }
        long ended = details.stream().filter(detail -> detail.job().isFinal()).count();
        return ended + " of " + details.size() + " ended";
    }

    /** What a job does now, as one says it: "dialling", "page 2 of 3", "confirmed". */
    static String doing(Api.JobDetail detail) {
        Api.Job job = detail.job();
        Api.Live live = detail.live();
        if (job.state().equals("completed")) {
            return "confirmed";
        }
        if (live != null && !job.isFinal()) {
            if (live.page() > 0) {
                return job.pagesConfirmed() >= live.pages()
                        ? "all pages confirmed"
                        : "page " + live.page() + " of " + live.pages();
            }
            return live.phase();
        }
        if (job.state().equals("retrying")) {
            return Words.state(job) + " It is tried again at " + Words.time(job.dueAt()) + ".";
        }
        return Words.state(job);
    }

    private static String shortened(String number) {
        return number.length() <= 30 ? number : number.substring(0, 29) + "…";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
