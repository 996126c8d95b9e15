package org.caselli.service;

import static org.caselli.service.Refusal.Kind.CONFLICT;
import static org.caselli.service.Refusal.Kind.DOCUMENT;
import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.NOT_FOUND;
import static org.caselli.service.Refusal.Kind.SHUTTING_DOWN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.document.RenderOptions;
import org.caselli.document.Source;
import org.caselli.image.Coding;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.Lines;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Attempt;
import org.caselli.queue.Dispatcher;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.Job;
import org.caselli.queue.JobQueue;
import org.caselli.queue.JobState;
import org.caselli.queue.NewJob;
import org.caselli.queue.ServerEvent;
import org.caselli.service.archive.Archives;
import org.caselli.service.notice.ActivityLog;
import org.caselli.service.routing.InboundRouter;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.routing.RoutingDevices;
import org.caselli.service.settings.Configuration;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one may ask of a fax server: a queue, the lines that work it, and the archives that it fills. Every method may be
 * called from any thread. Whatever cannot be done is a {@link Refusal} that says what, where and the remedy.
 */
public final class FaxService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaxService.class);

    /** Ours: longer than any submission takes from its first blob to its commit. */
    private static final Duration SWEEP_GRACE = Duration.ofHours(1);

    private static final Duration SWEEP_EVERY = Duration.ofHours(6);

    private static final RoutingDevices NO_DEVICES = new RoutingDevices() {
        @Override
        public java.util.OptionalInt idOf(String key) {
            return java.util.OptionalInt.empty();
        }

        @Override
        public Optional<String> nameOf(int id) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> data(int device, String guid) {
            return Optional.empty();
        }

        @Override
        public void setData(int device, String guid, byte[] data) {
            throw new IllegalStateException("No device is registered.");
        }
    };

    private final Store store;
    private final Lines lines;
    private final Documents documents;
    private final ServiceSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final EventLog events;
    private final JobQueue queue;
    private final Submissions submissions;
    private final Calls calls;
    private final Archives archives;
    private final ActivityLog activityLog;
    private final LiveCalls live = new LiveCalls();
    private final Settings administered;
    private final Configuration configuration;
    private final Dispatcher dispatcher;
    private final Incoming incoming;
    private final IncomingLedger receptions;
    private final InboundRouting inboundRouting;
    private final InboundRouter inboundRouter;
    private final IncomingQueue incomingQueue;
    private final Thread sweeper;
    private final Rounds keeper;
    private final AtomicBoolean closing = new AtomicBoolean();

    private FaxService(Store store, Lines lines, Documents documents, ServiceSettings settings, InstantSource clock) {
        this.store = store;
        this.lines = lines;
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
        this.ids = new Ids(clock);
        this.events = new EventLog(store);
        this.administered = new Settings(store, events, clock);
        this.archives = new Archives(store, events, administered, clock);
        this.activityLog = new ActivityLog(store, administered);
        this.queue = new JobQueue(
                store,
                events,
                ids,
                clock,
                settings.retries(),
                settings.lease(),
                settings.node(),
                (handle, jobId, state, at) -> {
                    activityLog.ended(handle, jobId, state, at);
                    archives.ended(handle, jobId, state, at);
                });
        this.submissions = new Submissions(store);
        this.configuration = new Configuration(store, List.of(administered.exported()));
        this.calls = new Calls(store, settings.node());
        var outgoing = new Outgoing(store, lines, submissions, calls, live, clock, settings.stationId());
        this.dispatcher = new Dispatcher(
                queue,
                outgoing,
                clock,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("call-", 1).factory()));
        this.receptions = new IncomingLedger(store, events, clock, settings.lease(), settings.node());
        this.inboundRouting = new InboundRouting(store, events, clock, NO_DEVICES, administered::mail);
        this.inboundRouter =
                new InboundRouter(receptions, inboundRouting, store, administered, clock, settings.lease());
        this.incoming = new Incoming(
                store,
                events,
                ids,
                clock,
                calls,
                archives,
                activityLog,
                live,
                settings,
                administered,
                receptions,
                inboundRouting,
                this::callOver);
        this.incomingQueue =
                new IncomingQueue(receptions, inboundRouting, store.blobs(), incoming::stop, inboundRouter::wake);
        this.sweeper = Thread.ofVirtual().name("blob-sweeper").unstarted(this::sweep);
        this.keeper = new Rounds(store, "archive-keeper", List.of(archives::round, activityLog::round));
    }

    /**
     * Settles what a crash may have left, opens the lines, and begins to work the queue.
     *
     * @param store     stays open when the service is closed, as do {@code documents}
     * @param lines     not yet open; closed with the service
     */
    public static FaxService open(
            Store store, Lines lines, Documents documents, ServiceSettings settings, InstantSource clock) {
        var service = new FaxService(store, lines, documents, settings, clock);
        service.start();
        return service;
    }

    private void start() {
        int attempts = queue.recover();
        inboundRouting.load(Map.of());
        int cutOff = incoming.recover();
        if (attempts + cutOff > 0) {
            LOG.warn(
                    "The server did not stop in good order: {} attempts to send and {} receptions were cut off and are now"
                            + " settled.",
                    attempts,
                    cutOff);
        }
        tell(ServerEvent.Kind.SERVER_STARTED);
        incoming.start();
        inboundRouter.start();
        lines.open(incoming);
        dispatcher.start();
        sweeper.start();
        keeper.start();
    }

    // The rooms of the service: each has its own subject, and its own door.

    /** Faxes that come in or are being routed. */
    public IncomingQueue incomingQueue() {
        return incomingQueue;
    }

    /** What becomes of received faxes. */
    public InboundRouting inboundRouting() {
        return inboundRouting;
    }

    private void callOver() {
        dispatcher.wake();
        inboundRouter.wake();
    }

    /** What administrators change while the server runs. */
    public Settings settings() {
        return administered;
    }

    /** What was received and what was delivered. */
    public Archives archives() {
        return archives;
    }

    /** One line for each fax that was received or has come to its end. */
    public ActivityLog activityLog() {
        return activityLog;
    }

    /** Everything that administrators set, as one file. */
    public Configuration configuration() {
        return configuration;
    }

    /** Does not wait: a full disk must not keep the server from stopping. */
    private void tell(ServerEvent.Kind kind) {
        store.writeSoon(handle -> events.append(handle, clock.instant(), kind, settings.node()));
    }

    /**
     * Accepts a fax: its files are turned into pages, and documents, pages and jobs are durable when this returns.
     *
     * @throws Refusal of kind DOCUMENT if a file cannot be turned into pages; INVALID if a number cannot be dialled by any
     *                 device; CONFLICT if the idempotency key was used for another request
     */
    public Submission submit(SubmitRequest request) {
        if (closing.get()) {
            throw new Refusal(SHUTTING_DOWN, "The server is shutting down.", "Submit again when it runs.");
        }
        checkNumbers(request);
        String digest = request.idempotencyKey().isPresent() ? Submissions.digest(request) : "";
        Optional<Submission> before = request.idempotencyKey()
                .flatMap(key -> store.read(handle -> submissions.withKey(handle, key)))
                .map(kept -> repeated(kept, digest, request));
        if (before.isPresent()) {
            return before.get();
        }
        var pages = new ByteArrayOutputStream();
        int count = render(request, pages);
        var contents = new ArrayList<byte[]>();
        contents.add(pages.toByteArray());
        request.files().forEach(file -> contents.add(file.content()));
        List<String> blobs = store.blobs().putAll(contents);
        Instant now = clock.instant();
        Submission answer = store.write(handle -> {
            Optional<Submissions.Kept> meanwhile =
                    request.idempotencyKey().flatMap(key -> submissions.withKey(handle, key));
            if (meanwhile.isPresent()) {
                return repeated(meanwhile.get(), digest, request);
            }
            var kept = new Submissions.Kept(
                    new Submission(
                            ids.next(),
                            now,
                            request.subject(),
                            request.senderName(),
                            request.senderId(),
                            count,
                            request.files().stream().map(SourceFile::name).toList(),
                            List.of(),
                            false),
                    digest,
                    headerSender(request),
                    settings.zone(),
                    blobs.getFirst());
            submissions.add(handle, kept, request.idempotencyKey(), blobs.subList(1, blobs.size()));
            Instant due = request.notBefore().filter(now::isBefore).orElse(now);
            List<String> jobs = queue.add(
                    handle,
                    kept.submission().id(),
                    request.recipients().stream()
                            .map(recipient -> new NewJob(
                                    recipient.number(),
                                    recipient.name(),
                                    request.device(),
                                    request.priority(),
                                    due,
                                    count))
                            .toList());
            return kept.submission().withJobs(jobs);
        });
        dispatcher.wake();
        return answer;
    }

    private void checkNumbers(SubmitRequest request) {
        Optional<Device> wanted = request.device()
                .map(id -> lines.device(id)
                        .orElseThrow(() -> new Refusal(
                                INVALID,
                                "There is no device \"" + id + "\".",
                                "Choose one of " + deviceIds() + ", or none.")));
        for (Recipient recipient : request.recipients()) {
            boolean reached = wanted.map(device -> device.reaches(recipient.number()))
                    .orElseGet(() -> lines.reaches(recipient.number()));
            if (!reached) {
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

    private int render(SubmitRequest request, ByteArrayOutputStream pages) {
        List<Source> sources = request.files().stream()
                .map(file -> new Source(file.name(), file.content()))
                .toList();
        try {
            return documents.renderTiff(sources, RenderOptions.at(request.resolution()), Coding.MMR, pages);
        } catch (DocumentException cause) {
            String page = cause.page() > 0 ? ", page " + cause.page() + "," : "";
            throw new Refusal(DOCUMENT, cause.file() + page + " " + cause.problem() + ".", cause.remedy(), cause);
        } catch (IOException cause) {
            throw new UncheckedIOException("The documents could not be rendered.", cause);
        }
    }

    /** Name and number as they stand in the header line. */
    private String headerSender(SubmitRequest request) {
        String name = request.senderName().isEmpty() ? settings.senderName() : request.senderName();
        String id = request.senderId().isEmpty() ? settings.stationId() : request.senderId();
        return (name + "  " + id).strip();
    }

    public Submission submission(String id) {
        return kept(id).submission();
    }

    private Submissions.Kept kept(String submissionId) {
        return submissions.find(submissionId).orElseThrow(() -> unknown("submission", submissionId, "jobs"));
    }

    /** Jobs that are in one of these states (in any state if none is given), newest first. */
    public Listing<Job> jobs(List<JobState> states, Slice slice) {
        return Cursor.listing(queue.list(states, slice.after(), slice.limit() + 1), slice, Job::id, job -> job);
    }

    /** The jobs of one submission, in the order of its recipients. */
    public List<Job> jobsOf(String submissionId) {
        kept(submissionId);
        return queue.ofSubmission(submissionId);
    }

    private Job find(String jobId) {
        return queue.find(jobId).orElseThrow(() -> unknown("job", jobId, "jobs"));
    }

    private static Refusal unknown(String what, String id, String list) {
        return new Refusal(
                NOT_FOUND, "There is no " + what + " " + id + ".", "Look its id up in the list of " + list + ".");
    }

    public JobDetail job(String id) {
        Job job = find(id);
        List<Attempt> attempts = queue.attempts(id);
        Optional<LiveProgress> progress =
                attempts.isEmpty() || attempts.getLast().endedAt().isPresent()
                        ? Optional.empty()
                        : live.find(attempts.getLast().callId());
        return new JobDetail(job, submission(job.submissionId()), attempts, progress);
    }

    /**
     * Asks that a job be cancelled. One that waits is cancelled at once. One on the line goes to CANCELING, its call is
     * ended, and it becomes CANCELED, or COMPLETED if its last page was confirmed first.
     *
     * @return the job as it is afterwards
     * @throws Refusal of kind CONFLICT if it is already cancelled, or completed
     */
    public Job cancel(String jobId) {
        Job before = find(jobId);
        Job job = queue.cancel(jobId)
                .orElseThrow(() -> new Refusal(
                        CONFLICT,
                        "Job " + jobId + " cannot be cancelled: it is "
                                + find(jobId).state() + ".",
                        before.state() == JobState.CANCELING
                                ? "Wait until its call has ended."
                                : "Nothing needs to be done."));
        if (job.state() == JobState.CANCELING) {
            dispatcher.stop(jobId, Outcome.CANCELED);
        }
        return job;
    }

    /**
     * Sends a failed job again, from its first page.
     *
     * @throws Refusal of kind CONFLICT if it is not FAILED
     */
    public Job restart(String jobId) {
        find(jobId);
        Job job = queue.restart(jobId)
                .orElseThrow(() -> new Refusal(
                        CONFLICT,
                        "Job " + jobId + " cannot be restarted: it is "
                                + find(jobId).state() + ".",
                        "Only a job that has FAILED can be; submit the fax anew instead."));
        dispatcher.wake();
        return job;
    }

    /** The pages of a job as they were made from its documents, without header line: a TIFF class F file. */
    public byte[] jobTiff(String jobId) {
        return store.blobs().get(kept(find(jobId).submissionId()).pagesBlob());
    }

    public List<DeviceView> devices() {
        var views = new ArrayList<DeviceView>();
        for (DeviceProvider provider : lines.providers()) {
            for (Device device : provider.devices()) {
                views.add(new DeviceView(
                        device.id(),
                        provider.id(),
                        device.number(),
                        switch (device.state().activity()) {
                            case IDLE -> DeviceView.State.IDLE;
                            case DIALLING -> DeviceView.State.DIALLING;
                            case ANSWERING -> DeviceView.State.ANSWERING;
                            case SENDING -> DeviceView.State.SENDING;
                            case RECEIVING -> DeviceView.State.RECEIVING;
                            case ENDING -> DeviceView.State.ENDING;
                        },
                        live.onDevice(device.id())));
            }
        }
        return views;
    }

    /** Calls, newest first, without their diaries' lines. */
    public Listing<CallDiary> calls(Slice slice) {
        return calls.list(slice);
    }

    /** A call with its diary. The lines are there once the call has ended. */
    public CallDiary call(String id) {
        return calls.find(id).orElseThrow(() -> unknown("call", id, "calls"));
    }

    public Activity activity() {
        return new Activity(
                queue.count(List.of(JobState.PENDING, JobState.RETRYING)),
                queue.count(List.of(JobState.IN_PROGRESS, JobState.CANCELING)),
                incoming.active(),
                queue.count(List.of(JobState.FAILED)));
    }

    /**
     * Events after this one, in order.
     *
     * @param after the {@link ServerEvent#sequence()} of the last one seen; 0 for all that the log has
     * @param limit at most so many, 1 to 1000
     */
    public List<ServerEvent> events(long after, int limit) {
        if (limit < 1 || limit > Slice.MAX_LIMIT) {
            throw new Refusal(
                    INVALID, "The limit " + limit + " is out of range.", "Give 1 to " + Slice.MAX_LIMIT + ".");
        }
        return events.after(after, limit);
    }

    /** The sequence of the newest event; 0 if there is none. A listener that wants only news begins after it. */
    public long lastEvent() {
        return events.last();
    }

    /**
     * Waits until there are events after this one. Meant for a thread of its own (a virtual one will do).
     *
     * @return whether there are; false when the time is over or the service was closed
     */
    public boolean awaitEvents(long after, Duration atMost) throws InterruptedException {
        return events.await(after, atMost);
    }

    private void sweep() {
        var references = new BlobReferences(store);
        try {
            while (true) {
                List<String> swept = store.blobs().sweep(SWEEP_GRACE, references::has);
                if (!swept.isEmpty()) {
                    LOG.info("Deleted {} stored files that nothing refers to any more.", swept.size());
                }
                Thread.sleep(SWEEP_EVERY);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException cause) {
            if (!closing.get()) {
                LOG.error(
                        "Stored files that nothing refers to could not be deleted; the next start tries again.", cause);
            }
        }
    }

    /** Stops: no more submissions, calls are ended in good order, and what they carried is tried again at the next start. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        tell(ServerEvent.Kind.SERVER_STOPPING);
        sweeper.interrupt();
        incoming.stopAnswering();
        dispatcher.stopAll();
        try {
            if (!dispatcher.awaitIdle(settings.patience())) {
                LOG.warn(
                        "{} calls did not end within {}; they are cut off.", dispatcher.running(), settings.patience());
            }
            lines.close(); // ends the calls that come in, and what is left of ours
            if (!dispatcher.awaitIdle(settings.patience()) || !incoming.awaitIdle(settings.patience())) {
                LOG.warn("Some calls could not be ended; the next start settles them.");
            }
            sweeper.join();
            keeper.close();
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            lines.close();
        }
        incoming.close();
        inboundRouter.close();
        inboundRouting.close();
        dispatcher.close();
        events.close();
    }
}
