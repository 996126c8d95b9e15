package org.caselli.service;

import static org.caselli.service.Refusal.Kind.BLOCKED;
import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.INVALID;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caselli.document.CoverTemplate;
import org.caselli.document.DocumentException;
import org.caselli.line.Device;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Asked;
import org.caselli.queue.Attempt;
import org.caselli.queue.DiscountPeriod;
import org.caselli.queue.Dispatcher;
import org.caselli.queue.Job;
import org.caselli.queue.JobKey;
import org.caselli.queue.JobQueue;
import org.caselli.queue.JobState;
import org.caselli.queue.NewJob;
import org.caselli.queue.Operation;
import org.caselli.queue.QueueChanges;
import org.caselli.queue.QueueRules;
import org.caselli.queue.RetryPolicy;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.FaxPages;
import org.caselli.service.archive.Label;
import org.caselli.service.cover.Cover;
import org.caselli.service.cover.CoverPageType;
import org.caselli.service.cover.CoverPages;
import org.caselli.service.cover.Made;
import org.caselli.service.cover.Message;
import org.caselli.service.receipt.Receipts;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.sender.SenderProfile;
import org.caselli.service.sender.SenderProfiles;
import org.caselli.service.settings.IdentitySettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/** The outgoing queue as one may ask it: submissions, their jobs, and what is done with them. */
final class Sending {
    private final Store store;
    private final Lines lines;
    private final OutboundRouting routing;
    private final JobQueue queue;
    private final Submissions submissions;
    private final Renderer renderer;
    private final CoverPages coverPages;
    private final SenderProfiles profiles;
    private final Settings settings;
    private final LiveCalls live;
    private final Ids ids;
    private final InstantSource clock;
    private final Dispatcher dispatcher;
    private final Predicate<Optional<String>> elsewhere;
    private final Visibility visibility;

    Sending(
            Store store,
            Lines lines,
            OutboundRouting routing,
            JobQueue queue,
            Submissions submissions,
            Renderer renderer,
            CoverPages coverPages,
            SenderProfiles profiles,
            Settings settings,
            LiveCalls live,
            Ids ids,
            InstantSource clock,
            Dispatcher dispatcher,
            Predicate<Optional<String>> elsewhere,
            Visibility visibility) {
        this.store = store;
        this.lines = lines;
        this.routing = routing;
        this.queue = queue;
        this.submissions = submissions;
        this.renderer = renderer;
        this.coverPages = coverPages;
        this.profiles = profiles;
        this.settings = settings;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
        this.dispatcher = dispatcher;
        this.elsewhere = elsewhere;
        this.visibility = visibility;
    }

    /** How the queue is worked, by the settings as this transaction sees them. */
    static QueueRules rules(Settings settings, Handle handle) {
        OutgoingSettings outgoing = settings.get(handle, OutgoingSettings.class).value();
        return new QueueRules(
                outgoing.paused(),
                new RetryPolicy(outgoing.retries(), outgoing.retryDelay(), outgoing.attemptsPerJob()),
                new DiscountPeriod(outgoing.discountStart(), outgoing.discountEnd(), outgoing.zone()),
                outgoing.attemptsPerNumberAndDay(),
                outgoing.ageLimit());
    }

    Submission submit(SubmitRequest asked) {
        Caller caller = Caller.current();
        caller.require(
                switch (asked.priority()) {
                    case LOW -> Right.SUBMIT_LOW;
                    case NORMAL -> Right.SUBMIT_NORMAL;
                    case HIGH -> Right.SUBMIT_HIGH;
                });
        OutgoingSettings rules = settings.outgoing();
        String digest = asked.idempotencyKey().isPresent() ? Submissions.digest(asked) : "";
        Optional<Submission> before = asked.idempotencyKey()
                .flatMap(key -> store.read(handle -> submissions.withKey(handle, caller.account(), key)))
                .map(kept -> repeated(kept, digest, asked));
        if (before.isPresent()) {
            return before.get();
        }
        refuseIfBlocked(rules);
        SenderProfile profile = profiles.chosen(asked.profile());
        SubmitRequest request = profile.of(asked);
        Receipts.check(request.receipt(), settings.get(ReceiptSettings.class).value());
        int limit = rules.recipientsLimit();
        if (limit > 0 && request.recipients().size() > limit) {
            throw new Refusal(
                    INVALID,
                    FaxError.FAX_E_RECIPIENTS_LIMIT,
                    "The fax has " + request.recipients().size() + " recipients; this server takes " + limit
                            + " in one submission.",
                    "Submit it in parts, or have an administrator raise recipientsLimit in settings/outgoing.");
        }
        checkNumbers(request);
        Optional<CoverTemplate> template = coverPages.template(request.cover());
        Renderer.Kept rendered = rendered(request);
        Covers covers = template.map(page -> covers(request, profile, page, rendered, rules))
                .orElse(Covers.NONE);
        List<String> dialled = request.recipients().stream()
                .map(recipient -> routing.read(recipient.number()).dialled())
                .toList();
        Submission answer = store.write(handle -> {
            Optional<Submissions.Kept> meanwhile =
                    request.idempotencyKey().flatMap(key -> submissions.withKey(handle, caller.account(), key));
            if (meanwhile.isPresent()) {
                return repeated(meanwhile.get(), digest, request);
            }
            OutgoingSettings outgoing =
                    settings.get(handle, OutgoingSettings.class).value();
            refuseIfBlocked(outgoing);
            String ours = settings.get(handle, IdentitySettings.class).value().senderName();
            Instant now = clock.instant();
            var kept = new Submissions.Kept(
                    new Submission(
                            ids.next(),
                            now,
                            request.subject(),
                            documentName(request, rendered),
                            request.senderName(),
                            request.senderId(),
                            request.senderNumber(),
                            request.sender(),
                            covers.cover(),
                            request.receipt(),
                            rendered.pages().pages() + covers.cover().pages(),
                            rendered.names(),
                            List.of(),
                            false),
                    caller.account(),
                    digest,
                    Stream.of(asked.senderName(), profile.headerName(), profile.senderName(), ours)
                            .filter(name -> !name.isEmpty())
                            .findFirst()
                            .orElse(""),
                    profile.zoneId().orElse(outgoing.zone()),
                    rendered.pages());
            submissions.add(handle, kept, request.idempotencyKey(), rendered.fileBlobs());
            List<JobKey> jobs = queue.add(
                    handle,
                    kept.submission().id(),
                    IntStream.range(0, dialled.size())
                            .mapToObj(i -> new NewJob(
                                    request.recipients().get(i).number(),
                                    dialled.get(i),
                                    request.recipients().get(i).name(),
                                    request.device(),
                                    request.priority(),
                                    request.schedule(),
                                    request.notBefore().orElse(now),
                                    rendered.pages().pages() + covers.pages(i)))
                            .toList());
            for (int i = 0; i < covers.kept().size(); i++) {
                handle.execute(
                        "update job set cover_blob = ?, cover_size = ? where id = ?",
                        covers.kept().get(i).blob(),
                        covers.kept().get(i).size(),
                        jobs.get(i).id());
            }
            return kept.submission().withJobs(jobs);
        });
        dispatcher.wake();
        return answer;
    }

    /**
     * The cover pages of a fax.
     *
     * @param kept one for each recipient, in their order; none if it has no cover page
     */
    private record Covers(Cover cover, List<Rendered> kept) {
        static final Covers NONE = new Covers(Cover.NONE, List.of());

        int pages(int recipient) {
            return kept.isEmpty() ? 0 : kept.get(recipient).pages();
        }
    }

    /** Ours: of so many cover pages the files are in memory at one time. */
    private static final int COVERS_AT_ONCE = 32;

    /** Made here and now, so that what is kept, shown and sent is one and the same (docs/decisions/0140). */
    private Covers covers(
            SubmitRequest request,
            SenderProfile profile,
            CoverTemplate template,
            Renderer.Kept body,
            OutgoingSettings rules) {
        var message = Message.of(
                request,
                profile,
                settings.identity().senderName(),
                request.notBefore()
                        .filter(time -> time.isAfter(clock.instant()))
                        .orElseGet(clock::instant),
                rules.zone(),
                body.pages().pages());
        var kept = new ArrayList<Rendered>();
        var missing = new LinkedHashSet<String>();
        List<Recipient> recipients = request.recipients();
        for (int from = 0; from < recipients.size(); from += COVERS_AT_ONCE) {
            List<Made> some = recipients.subList(from, Math.min(from + COVERS_AT_ONCE, recipients.size())).stream()
                    .map(recipient -> coverPages.make(template, message, recipient, request.resolution()))
                    .toList();
            some.forEach(made -> missing.addAll(made.missing()));
            kept.addAll(renderer.keep(some));
        }
        int most = kept.stream().mapToInt(Rendered::pages).max().orElse(0);
        String name = request.cover().type() == CoverPageType.SERVER
                ? template.name()
                : request.cover().page();
        return new Covers(
                new Cover(request.cover().type(), name, request.cover().note(), most, List.copyOf(missing)), kept);
    }

    private Renderer.Kept rendered(SubmitRequest request) {
        try {
            return renderer.render(request.files(), request.resolution());
        } catch (DocumentException cause) {
            throw Renderer.refusal(cause);
        }
    }

    private static String documentName(SubmitRequest request, Renderer.Kept rendered) {
        if (!request.documentName().isEmpty()) {
            return request.documentName();
        }
        return rendered.names().isEmpty() ? "Cover page" : rendered.names().getFirst();
    }

    private static void refuseIfBlocked(OutgoingSettings outgoing) {
        if (outgoing.blocked()) {
            throw new Refusal(
                    BLOCKED,
                    FaxError.ERROR_WRITE_PROTECT,
                    "The outgoing queue is blocked: it takes no new faxes; those in it are sent.",
                    "Submit the fax again when an administrator has released the queue (blocked in settings/outgoing).");
        }
    }

    /** Any server of the database may carry the job; what the lines of another one reach only that one knows. */
    private void checkNumbers(SubmitRequest request) {
        if (request.device().flatMap(lines::device).isEmpty()
                && request.device().isPresent()
                && elsewhere.test(request.device())) {
            return;
        }
        Optional<Device> wanted = request.device()
                .map(id -> lines.device(id)
                        .orElseThrow(() -> new Refusal(
                                INVALID,
                                "There is no device \"" + id + "\".",
                                "Choose one of " + deviceIds() + ", or none.")));
        for (Recipient recipient : request.recipients()) {
            String dialled = routing.read(recipient.number()).dialled();
            boolean reached = wanted.map(device -> device.reaches(dialled)).orElseGet(() -> lines.reaches(dialled));
            if (!reached && !(wanted.isEmpty() && elsewhere.test(Optional.empty()))) {
                throw new Refusal(
                        INVALID,
                        "No device " + (wanted.isPresent() ? "of that choice " : "") + "can dial \""
                                + recipient.number() + "\".",
                        lines.devices().isEmpty()
                                ? "No device is open; the server's log says why."
                                : "Give a number such as 1002 or an address such as sip:fax@host; the devices are "
                                        + deviceIds() + ".");
            }
        }
    }

    private String deviceIds() {
        return lines.devices().stream().map(Device::id).collect(Collectors.joining(", "));
    }

    private static Submission repeated(Submissions.Kept kept, String digest, SubmitRequest request) {
        if (!kept.digest().equals(digest)) {
            throw new Refusal(
                    CONFLICT,
                    "The idempotency key \"" + request.idempotencyKey().orElse("") + "\" was used for another request,"
                            + " submission " + kept.submission().id() + ".",
                    "Give each request a key of its own, and the same one only to repeat the very same request.");
        }
        return kept.submission().asRepeated();
    }

    Submissions.Kept kept(String submissionId) {
        Optional<String> sees = visibility.jobsOf();
        return submissions
                .find(submissionId)
                .filter(kept -> Visibility.covers(sees, kept.account()))
                .orElseThrow(() -> Refusal.unknown("submission", submissionId, "jobs"));
    }

    Listing<Job> jobs(List<JobState> states, boolean all, Slice slice) {
        return Cursor.listing(
                queue.list(states, all, visibility.jobsOf(), slice.after(), slice.limit() + 1),
                slice,
                Job::id,
                job -> job);
    }

    List<Job> jobsOf(String submissionId) {
        kept(submissionId);
        return queue.ofSubmission(submissionId);
    }

    /** What names no job stays as it is, and so does the number of one that the caller must not know of. */
    String id(String idOrNumber) {
        return queue.ofNumber(idOrNumber)
                .filter(id -> {
                    String owner = queue.owner(id).orElse("");
                    return Visibility.covers(visibility.jobsOf(), owner)
                            || Visibility.covers(visibility.managesJobsOf(), owner);
                })
                .orElse(idOrNumber);
    }

    List<Job> jobsOf(List<String> ids, boolean all) {
        if (ids.size() > Slice.MAX_LIMIT) {
            throw new Refusal(
                    INVALID,
                    ids.size() + " jobs are asked for.",
                    "Ask for " + Slice.MAX_LIMIT + " at most, or for all.");
        }
        return queue.list(ids, all, visibility.jobsOf());
    }

    QueueChanges changes(String mark) {
        return queue.changes(mark, visibility.jobsOf());
    }

    private Job find(String jobId) {
        Optional<String> sees = visibility.jobsOf();
        return queue.owner(jobId)
                .filter(account -> Visibility.covers(sees, account))
                .flatMap(account -> queue.find(jobId))
                .orElseThrow(() -> unknownJob(jobId));
    }

    /** Refuses an operation on a job that the caller may not manage, or must not know of. */
    private void manage(String jobId) {
        manage(queue.owner(jobId), () -> unknownJob(jobId));
    }

    private void manage(Optional<String> owner, Supplier<Refusal> unknown) {
        String account = owner.orElseThrow(unknown);
        if (Visibility.covers(visibility.managesJobsOf(), account)) {
            return;
        }
        if (Visibility.covers(visibility.jobsOf(), account)) {
            Caller.current().require(Right.MANAGE_OUT_JOBS);
        }
        throw unknown.get();
    }

    private static Refusal unknownJob(String jobId) {
        return Refusal.unknown("job", jobId, "jobs");
    }

    JobDetail job(String id) {
        Job job = find(id);
        List<Attempt> attempts = queue.attempts(id);
        Optional<LiveProgress> progress =
                attempts.isEmpty() || attempts.getLast().endedAt().isPresent()
                        ? Optional.empty()
                        : live.find(attempts.getLast().callId());
        return new JobDetail(job, kept(job.submissionId()).submission(), attempts, progress);
    }

    byte[] jobTiff(String jobId) {
        Job job = find(jobId);
        List<String> blobs = submissions.blobs(kept(job.submissionId()), jobId);
        ZoneId zone = settings.outgoing().zone();
        var tiff = new ByteArrayOutputStream();
        try {
            if (blobs.size() == 1) {
                Label.of(job).write(store.blobs().path(blobs.getFirst()), zone, tiff);
            } else {
                FaxPages.open(store.blobs(), blobs, (page, number) -> page)
                        .writeTiff(Label.of(job).options(zone), tiff);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return tiff.toByteArray();
    }

    Job cancel(String jobId) {
        manage(jobId);
        return stopIfOnTheLine(done(jobId, Operation.DELETE, queue.cancel(jobId)));
    }

    private Job stopIfOnTheLine(Job job) {
        if (job.state() == JobState.CANCELING) {
            dispatcher.stop(job.id(), Outcome.CANCELED);
        }
        return job;
    }

    Job pause(String jobId) {
        manage(jobId);
        return done(jobId, Operation.PAUSE, queue.pause(jobId));
    }

    Job resume(String jobId) {
        manage(jobId);
        Job job = done(jobId, Operation.RESUME, queue.resume(jobId));
        dispatcher.wake();
        return job;
    }

    Job restart(String jobId) {
        manage(jobId);
        Job job = done(jobId, Operation.RESTART, queue.restart(jobId));
        dispatcher.wake();
        return job;
    }

    /** Does this with all jobs of a submission that allow it, and answers with all of them. */
    List<Job> all(String submissionId, Operation operation) {
        manage(
                submissions.find(submissionId).map(Submissions.Kept::account),
                () -> Refusal.unknown("submission", submissionId, "jobs"));
        List<Asked> asked = queue.operateOnAll(submissionId, operation);
        if (asked.stream().noneMatch(Asked::done)) {
            throw new Refusal(
                    CONFLICT,
                    "No job of submission " + submissionId + " can be " + participle(operation) + ".",
                    "GET /submissions/" + submissionId + " and its jobs show how each stands.");
        }
        var jobs = new ArrayList<Job>(asked.size());
        for (Asked each : asked) {
            jobs.add(each.done() ? stopIfOnTheLine(each.job()) : each.job());
        }
        dispatcher.wake();
        return jobs;
    }

    private static Job done(String jobId, Operation operation, Optional<Asked> answer) {
        Asked asked = answer.orElseThrow(() -> unknownJob(jobId));
        if (!asked.done()) {
            Job job = asked.job();
            String state = (job.paused() ? "paused, " : "")
                    + job.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + (job.inQueue() ? "" : " and no longer in the queue");
            throw new Refusal(
                    CONFLICT,
                    operation == Operation.DELETE || !job.inQueue()
                            ? FaxError.E_INVALIDARG
                            : FaxError.ERROR_INVALID_OPERATION,
                    "Job " + jobId + " cannot be " + participle(operation) + ": it is " + state + ".",
                    remedy(operation, job));
        }
        return asked.job();
    }

    private static String participle(Operation operation) {
        return switch (operation) {
            case DELETE -> "cancelled";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case RESTART -> "restarted";
            case VIEW, RECIPIENT_INFO, SENDER_INFO -> "shown";
        };
    }

    private static String remedy(Operation operation, Job job) {
        if (job.state() == JobState.CANCELING) {
            return "Wait until its call has ended.";
        }
        return switch (operation) {
            case DELETE -> "Nothing needs to be done.";
            case PAUSE ->
                job.state() == JobState.IN_PROGRESS
                        ? "Only a waiting job can be; cancel it to end its call."
                        : job.paused() ? "Nothing needs to be done." : "Only a waiting job can be.";
            case RESUME ->
                job.allows(Operation.RESTART)
                        ? "Only a paused job can be; restart this one."
                        : "Only a paused job can be.";
            case RESTART ->
                job.allows(Operation.RESUME)
                        ? "Only a job that has failed can be; resume this one."
                        : "Only a job that has failed and is still in the queue can be; submit the fax anew instead.";
            case VIEW, RECIPIENT_INFO, SENDER_INFO -> "Ask for the job itself.";
        };
    }
}
