package org.caselli.service;

import static org.caselli.service.Refusal.Kind.INVALID;
import static org.caselli.service.Refusal.Kind.SHUTTING_DOWN;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.caselli.document.Documents;
import org.caselli.line.Lines;
import org.caselli.line.TrunkProvider;
import org.caselli.queue.Dispatcher;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.Job;
import org.caselli.queue.JobQueue;
import org.caselli.queue.JobState;
import org.caselli.queue.Operation;
import org.caselli.queue.QueueChanges;
import org.caselli.queue.ServerEvent;
import org.caselli.service.access.Accounts;
import org.caselli.service.access.Directories;
import org.caselli.service.access.Passwords;
import org.caselli.service.access.Security;
import org.caselli.service.access.SignIn;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.Archives;
import org.caselli.service.audit.Audit;
import org.caselli.service.cover.CoverPages;
import org.caselli.service.device.Devices;
import org.caselli.service.device.ExtensionProperties;
import org.caselli.service.device.Providers;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.service.mail.Mailer;
import org.caselli.service.metrics.Metrics;
import org.caselli.service.notice.ActivityLog;
import org.caselli.service.notice.LogMessage;
import org.caselli.service.notice.Notices;
import org.caselli.service.notice.ServerLog;
import org.caselli.service.notice.Webhooks;
import org.caselli.service.receipt.Receipts;
import org.caselli.service.routing.InboundRouter;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.routing.RoutableDevice;
import org.caselli.service.routing.RoutingDevices;
import org.caselli.service.sender.SenderProfiles;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.service.settings.Configuration;
import org.caselli.service.settings.LoggingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.service.trunk.Origin;
import org.caselli.service.trunk.Trunks;
import org.caselli.store.Blobs;
import org.caselli.store.Ids;
import org.caselli.store.Secrets;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
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

    /** Ours: longer than a write takes, and no wait that anybody minds. */
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(2);

    /** Ours: long enough for a listener that was away over the holidays. */
    private static final Duration EVENTS_KEPT = Duration.ofDays(30);

    private final Store store;
    private final Lines lines;
    private final ServiceSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final EventLog events;
    private final JobQueue queue;
    private final Submissions submissions;
    private final Uploads uploads;
    private final Sending sending;
    private final Calls calls;
    private final Archives archives;
    private final ActivityLog activityLog;
    private final Mailer mailer;
    private final Receipts receipts;
    private final LiveCalls live = new LiveCalls();
    private final Settings administered;
    private final Visibility visibility;
    private final Accounts accounts;
    private final Security security;
    private final Directories directories;
    private final SignIn signIn;
    private final Configuration configuration;
    private final Audit audit;
    private final Notices notices;
    private final Metrics metrics;
    private final Dispatcher dispatcher;
    private final PageFolder folder;
    private final Incoming incoming;
    private final IncomingLedger receptions;
    private final Devices devices;
    private final Cluster cluster;
    private final Providers providers;
    private final ExtensionProperties properties;
    private final InboundRouting inboundRouting;
    private final InboundRouter inboundRouter;
    private final IncomingQueue incomingQueue;
    private final OutboundRouting outboundRouting;
    private final Trunks trunks;
    private final CoverPages coverPages;
    private final SenderProfiles senders;
    private final Rounds rounds;
    private final Caretaker caretaker;
    private final Follower follower;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    private FaxService(Store store, Lines lines, Documents documents, ServiceSettings settings, InstantSource clock) {
        this.store = store;
        this.lines = lines;
        this.settings = settings;
        this.clock = clock;
        this.ids = new Ids(clock);
        this.events = new EventLog(store);
        this.administered = new Settings(store, events, clock);
        this.audit = new Audit(store, administered, clock);
        store.carry(audit); // and with it the caller
        events.alsoTell(audit);
        this.visibility = new Visibility(() -> administered.access().incomingFaxesArePublic());
        var passwords = new Passwords();
        this.accounts = new Accounts(store, events, ids, clock, passwords);
        this.security = new Security(store, events, clock);
        this.directories = new Directories(administered, new Secrets(store.directory(), store));
        this.signIn = new SignIn(store, events, ids, clock, passwords, accounts, directories, audit);
        this.archives = new Archives(store, events, administered, visibility, clock);
        this.activityLog = new ActivityLog(store, administered);
        this.mailer = new Mailer(administered::receipts, clock);
        this.receipts = new Receipts(store, events, ids, clock, administered, visibility, mailer);
        administered.guard(section -> {
            if (section instanceof ArchiveSettings wanted) {
                archives.check(wanted);
            } else if (section instanceof LoggingSettings wanted) {
                activityLog.check(wanted);
            }
        });
        this.queue = new JobQueue(
                store,
                events,
                ids,
                clock,
                handle -> Sending.rules(administered, handle),
                settings.lease(),
                store.node(),
                (handle, jobId, state, at) -> {
                    activityLog.ended(handle, jobId, state, at);
                    archives.ended(handle, jobId, state, at);
                    receipts.ended(handle, jobId, state, at);
                });
        this.submissions = new Submissions(store);
        this.uploads = new Uploads(store, documents, ids, clock);
        this.notices = new Notices(store, events, administered, ids, clock, store.node());
        this.calls = new Calls(store, store.node());
        this.devices = new Devices(
                store,
                events,
                clock,
                store.node(),
                lines,
                live::onDevice,
                () -> store.nodes().living(settings.lease()));
        this.cluster = new Cluster(store, devices, settings.lease());
        this.providers = new Providers(store, events, clock, lines, devices);
        this.properties = new ExtensionProperties(store, clock);
        this.outboundRouting =
                new OutboundRouting(store, events, ids, clock, administered, this::routable, lines, store.node());
        this.trunks = new Trunks(
                store,
                events,
                clock,
                administered,
                new Secrets(store.directory(), store),
                lines.builtIn(TrunkProvider.class),
                store.node());
        var outgoing =
                new Outgoing(store, lines, outboundRouting, submissions, calls, live, devices, clock, administered);
        this.dispatcher = new Dispatcher(
                queue,
                outgoing,
                clock,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("call-", 1).factory()));
        this.senders = new SenderProfiles(store, events, clock, accounts);
        this.coverPages = new CoverPages(store, events, clock, administered, documents);
        this.sending = new Sending(
                store,
                lines,
                outboundRouting,
                queue,
                submissions,
                uploads.renderer(),
                coverPages,
                senders,
                administered,
                live,
                ids,
                clock,
                dispatcher,
                this::isElsewhere,
                visibility);
        this.folder = new PageFolder(store, notices.log(), clock, settings.freeSpace());
        this.receptions =
                new IncomingLedger(store, events, clock, settings.lease(), store.node(), archives::triedAgain);
        this.inboundRouting = new InboundRouting(store, events, clock, routingDevices(), mailer, archives.inboxes());
        this.inboundRouter = new InboundRouter(
                receptions, inboundRouting, store, administered, clock, settings.lease(), this::faxPrinter);
        this.incoming = new Incoming(
                store,
                events,
                ids,
                clock,
                calls,
                archives,
                activityLog,
                live,
                folder,
                administered,
                receptions,
                inboundRouting,
                this::callOver);
        this.incomingQueue = new IncomingQueue(
                receptions,
                inboundRouting,
                store.blobs(),
                () -> administered.outgoing().zone(),
                incoming::soFar,
                incoming::stop,
                inboundRouter::wake,
                visibility,
                archives::showsPagesOf);
        this.configuration = new Configuration(
                store,
                Stream.of(
                                List.of(administered.exported(), trunks.exported(), devices.exported()),
                                outboundRouting.exported(),
                                List.of(inboundRouting.exported(), notices.webhooks()),
                                accounts.exported())
                        .flatMap(List::stream)
                        .toList());
        this.metrics = new Metrics(store, clock, devices, archives, notices.webhooks(), folder::stored);
        store.onWrite(metrics);
        events.alsoTell(metrics);
        administered.check(ArchiveSettings.class, archives::check);
        this.rounds = new Rounds(store, "archive-keeper", List.of(archives::round, activityLog::round));
        this.follower = new Follower(events, dispatcher, outboundRouting);
        this.caretaker = new Caretaker(store, clock);
        caretaker.watch(folder::look);
        caretaker.watch(folder::count);
        caretaker.add("sweep stored files", SWEEP_EVERY, this::sweep);
        caretaker.add("delete old events", Duration.ofHours(1), this::forgetEvents);
        caretaker.add("delete old jobs and documents", Duration.ofHours(1), this::clearQueue);
        caretaker.watch(audit::tellGuesses);
        caretaker.add("delete old audit entries", Duration.ofHours(1), audit::expire);
        caretaker.add("note the head of the audit trail", Duration.ofDays(1), audit::noteHead);
        if (store.isShared()) {
            caretaker.add("settle calls of dead servers", Duration.ofSeconds(20), this::settleCallsOfTheDead);
        }
    }

    /**
     * Settles what a crash may have left, opens the lines, and begins to work the queue.
     *
     * @param store     stays open when the service is closed, as do {@code documents}
     * @param lines     not yet open; closed with the service
     */
    public static FaxService open(
            Store store, Lines lines, Documents documents, ServiceSettings settings, InstantSource clock) {
        return open(store, lines, documents, settings, clock, Map.of());
    }

    /**
     * The same, with plug-ins.
     *
     * @param plugins class loaders of the jars that may have routing extensions, by the paths of the jars; closed after the
     *                service
     */
    public static FaxService open(
            Store store,
            Lines lines,
            Documents documents,
            ServiceSettings settings,
            InstantSource clock,
            Map<String, ClassLoader> plugins) {
        var service = new FaxService(store, lines, documents, settings, clock);
        service.start(plugins);
        return service;
    }

    private void start(Map<String, ClassLoader> plugins) {
        administered.adopt();
        inboundRouting.load(plugins);
        directories.load(plugins.values());
        // No line is open yet, so the calls of this server that have not ended are those of the process before it.
        settleOwn();
        // Another server that had our name has settled what we left; of ourselves nothing is under way any more.
        store.nodes().onReturn(this::settleOwn);
        audit.start(configuration.areas());
        tell(ServerEvent.Kind.SERVER_STARTED);
        folder.missing();
        incoming.start();
        inboundRouter.start();
        trunks.start();
        lines.open(new Desk(store, events, devices, incoming, calls, live, administered, this::callOver));
        devices.devicesChanged();
        devices.onChange(dispatcher::wake);
        trunks.onChange(dispatcher::wake);
        dispatcher.start();
        rounds.start();
        caretaker.start();
        follower.start();
        tellFailures();
        notices.start();
        receipts.start();
    }

    /** Settles all that bears the name of this server, and the calls of dead ones. */
    private void settleOwn() {
        int attempts = queue.recover();
        Set<String> others = store.nodes().living(settings.lease());
        others.remove(store.node());
        int cutOff = incoming.settle(node -> !others.contains(node));
        if (attempts + cutOff > 0) {
            LOG.warn(
                    "A server did not stop in good order: {} attempts to send and {} receptions were cut off and are now"
                            + " settled.",
                    attempts,
                    cutOff);
        }
    }

    private RoutingDevices routingDevices() {
        return new RoutingDevices() {
            @Override
            public OptionalInt idOf(String key) {
                return devices.idOf(key);
            }

            @Override
            public Optional<String> nameOf(int id) {
                return devices.find(id).map(RegisteredDevice::name);
            }

            @Override
            public Optional<byte[]> data(int device, String guid) {
                return properties.find(device, guid);
            }

            @Override
            public void setData(int device, String guid, byte[] data) {
                properties.set(device, guid, data);
            }
        };
    }

    private void faxPrinter(String fax, String printer) {
        store.writeSoon(handle ->
                notices.log().write(handle, clock.instant(), LogMessage.FAX_PRINTER_REFUSED, fax, "printer", printer));
    }

    /** Writes into the log for people what could not be opened. */
    private void tellFailures() {
        Map<String, String> providers = lines.failures();
        List<InboundRouting.Extension> extensions = inboundRouting.extensions();
        store.writeSoon(handle -> {
            Instant now = clock.instant();
            providers.forEach((name, error) ->
                    notices.log().write(handle, now, LogMessage.PROVIDER_FAILED, name, "error", error));
            extensions.stream()
                    .filter(extension -> !extension.error().isEmpty())
                    .forEach(extension -> notices.log()
                            .write(
                                    handle,
                                    now,
                                    LogMessage.EXTENSION_FAILED,
                                    extension.uniqueName(),
                                    "error",
                                    extension.error()));
        });
    }

    // The rooms of the service: each has its own subject, and its own door.

    /** The lines of all servers: what they are set to, and what they do. */
    public Devices devices() {
        return devices;
    }

    /** The servers that share the database, by name; where nobody shares it, this one. */
    public List<ServerNode> nodes() {
        return cluster.nodes();
    }

    /**
     * Why this server takes no work at present, neither faxes to send nor calls: its database is away, or another server has
     * taken its name there. Empty if it works. Takes no time.
     */
    public Optional<String> standsBy() {
        return store.nodes().standsBy();
    }

    /** What offers devices. */
    public Providers providers() {
        return providers;
    }

    /** What programs keep with a device or with the server. */
    public ExtensionProperties extensionProperties() {
        return properties;
    }

    /** Who people are as senders. */
    public SenderProfiles senders() {
        return senders;
    }

    /** The cover pages that the server keeps. */
    public CoverPages coverPages() {
        return coverPages;
    }

    /** Faxes that come in or are being routed. */
    public IncomingQueue incomingQueue() {
        return incomingQueue;
    }

    /** What becomes of received faxes. */
    public InboundRouting inboundRouting() {
        return inboundRouting;
    }

    /**
     * What would become of a call that came now, as far as the configuration tells.
     *
     * @param to   the number that is called
     * @param from who calls; perhaps empty
     */
    public IncomingExplanation explainIncoming(String to, String from, String peer) {
        if (to.isBlank() || to.length() > 100 || from.length() > 100) {
            throw new Refusal(
                    INVALID,
                    "A call to \"" + (to.length() > 100 ? to.substring(0, 100) + "..." : to)
                            + "\" cannot be explained.",
                    "Give the number that is called, and who calls, in at most 100 characters each.");
        }
        Optional<Origin> origin = peer.isBlank() ? Optional.empty() : Optional.of(trunks.origin(address(peer), to));
        return new IncomingPlan(
                        devices.inOrder(),
                        administered.incoming().blocked(),
                        administered.archive().use(),
                        administered.identity().stationId(),
                        inboundRouting::uses,
                        device -> device.provider().equals(TrunkProvider.ID))
                .explain(to, from, origin);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text.strip());
        } catch (IllegalArgumentException cause) {
            throw new Refusal(
                    INVALID,
                    "The address that the call comes from is no IP address.",
                    "Give one such as 192.0.2.7 or 2001:db8::7.",
                    cause);
        }
    }

    private void callOver() {
        dispatcher.wake();
        inboundRouter.wake();
    }

    /** Which lines may carry a fax. */
    public OutboundRouting outboundRouting() {
        return outboundRouting;
    }

    /** The SIP trunks that are set up. */
    public Trunks trunks() {
        return trunks;
    }

    /** The devices as routing sees them. One that its server does not offer any more cannot send. */
    private List<RoutableDevice> routable() {
        return devices.inOrder().stream()
                .map(device -> new RoutableDevice(
                        device.id(),
                        device.node(),
                        device.key(),
                        device.offered() && device.settings().sendEnabled()))
                .toList();
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

    /** Who is told of events over HTTP. */
    public Webhooks webhooks() {
        return notices.webhooks();
    }

    /** Who is told by mail how a fax ended. */
    public Receipts receipts() {
        return receipts;
    }

    /** Numbers for a monitoring system. */
    public Metrics metrics() {
        return metrics;
    }

    /** The server's log for people. */
    public ServerLog log() {
        return notices.log();
    }

    /** Who there is, and what they may do. */
    public Accounts accounts() {
        return accounts;
    }

    /** Who may do what, as one thing. */
    public Security security() {
        return security;
    }

    /** How somebody proves who he is. */
    public SignIn signIn() {
        return signIn;
    }

    /** What the caller sees of the faxes of all. */
    public Visibility visibility() {
        return visibility;
    }

    /** Who did, changed and viewed what and when. */
    public Audit audit() {
        return audit;
    }

    /** Everything that administrators set, as one file. */
    public Configuration configuration() {
        return configuration;
    }

    /** Whether another server of the same database has this as its administrator's token, which then counts here too. */
    public boolean admitsElsewhere(byte[] token) {
        return store.isShared()
                && token.length > 0
                && store.nodes().admit(HexFormat.of().formatHex(Blobs.sha256(token)));
    }

    /** Does not wait: a full disk must not keep the server from stopping. */
    private void tell(ServerEvent.Kind kind) {
        store.writeSoon(handle -> events.append(handle, clock.instant(), kind, store.node()));
    }

    /** Files that are uploaded before they are sent. */
    public Uploads uploads() {
        return uploads;
    }

    /**
     * Accepts a fax: its files are turned into pages, and documents, pages and jobs are durable when this returns.
     *
     * @throws Refusal of kind DOCUMENT if a file cannot be turned into pages; INVALID if a number cannot be dialled by any
     *                 device; BLOCKED if the queue is blocked; CONFLICT if the idempotency key was used for another request
     */
    public Submission submit(SubmitRequest request) {
        if (closing.get()) {
            throw new Refusal(SHUTTING_DOWN, "The server is shutting down.", "Submit again when it runs.");
        }
        return sending.submit(request);
    }

    public Submission submission(String id) {
        return sending.kept(id).submission();
    }

    /**
     * Jobs that are in one of these states (in any state if none is given), newest first.
     *
     * @param all whether those are listed as well that have left the queue
     */
    public Listing<Job> jobs(List<JobState> states, boolean all, Slice slice) {
        return sending.jobs(states, all, slice);
    }

    /** The jobs of one submission, in the order of its recipients. */
    public List<Job> jobsOf(String submissionId) {
        return sending.jobsOf(submissionId);
    }

    /** The id of the job that this names, by its id or its number; what names none that the caller knows stays as it is. */
    public String jobId(String idOrNumber) {
        return sending.id(idOrNumber);
    }

    /**
     * What has changed in the outgoing queue since one looked the last time.
     *
     * @param mark of the last answer; empty for the first question, after whose answer one reads the list
     */
    public QueueChanges changes(String mark) {
        return sending.changes(mark);
    }

    /**
     * Those of these jobs that there are, newest first.
     *
     * @param all whether those are listed as well that have left the queue
     */
    public List<Job> jobsOf(List<String> ids, boolean all) {
        return sending.jobsOf(ids, all);
    }

    public JobDetail job(String id) {
        return sending.job(id);
    }

    /**
     * Asks that a job be cancelled. One that waits is cancelled at once. One on the line goes to CANCELING, its call is
     * ended, and it becomes CANCELED, or COMPLETED if its last page was confirmed first.
     *
     * @return the job as it is afterwards
     * @throws Refusal of kind CONFLICT if it is already cancelled, or completed
     */
    public Job cancel(String jobId) {
        return sending.cancel(jobId);
    }

    /**
     * Holds a job back until it is resumed.
     *
     * @throws Refusal of kind CONFLICT if it does not wait, or is paused already
     */
    public Job pause(String jobId) {
        return sending.pause(jobId);
    }

    /**
     * Lets a paused job wait for its time and line again, in the state that it had.
     *
     * @throws Refusal of kind CONFLICT if it is not paused
     */
    public Job resume(String jobId) {
        return sending.resume(jobId);
    }

    /**
     * Sends a failed job again, from its first page.
     *
     * @throws Refusal of kind CONFLICT if it is not FAILED, or no longer in the queue
     */
    public Job restart(String jobId) {
        return sending.restart(jobId);
    }

    /**
     * Cancels, pauses or resumes all jobs of a submission that can be.
     *
     * @param operation DELETE, PAUSE or RESUME
     * @return all its jobs as they are afterwards, in the order of its recipients
     * @throws Refusal of kind CONFLICT if none can be
     */
    public List<Job> operateOnAll(String submissionId, Operation operation) {
        return sending.all(submissionId, operation);
    }

    /** The pages of a job as they were made from its documents, without header line: a TIFF class F file. */
    public byte[] jobTiff(String jobId) {
        return sending.jobTiff(jobId);
    }

    /** Calls, newest first, without their diaries' lines. */
    public Listing<CallDiary> calls(Slice slice) {
        return calls.list(slice, visibility.jobsOf(), visibility.incoming(), visibility.account());
    }

    /** A call with its diary. The lines are there once the call has ended. */
    public CallDiary call(String id) {
        return calls.find(id, visibility.jobsOf(), visibility.incoming(), visibility.account())
                .orElseThrow(() -> Refusal.unknown("call", id, "calls"));
    }

    public Activity activity() {
        return notices.activity().now();
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

    /** The sequence of the newest event that is not kept any more; 0 if all are. */
    public long eventHorizon() {
        return events.horizon();
    }

    /** The sequence of the newest event; 0 if there is none. A listener that wants only news begins after it. */
    public long lastEvent() {
        return events.last();
    }

    /** The name of this one among the servers that share the database. */
    public String node() {
        return store.node();
    }

    /**
     * Waits until there are events after this one. Meant for a thread of its own (a virtual one will do).
     *
     * @return whether there are; false when the time is over or the service was closed
     */
    public boolean awaitEvents(long after, Duration atMost) throws InterruptedException {
        return events.await(after, atMost);
    }

    /** Whether another server that lives has this device, or, if none is named, any that this server has not. */
    private boolean isElsewhere(Optional<String> device) {
        if (!store.isShared()) {
            return false;
        }
        Set<String> living = store.nodes().living(settings.lease());
        living.remove(store.node());
        return devices.inOrder().stream()
                .anyMatch(each -> each.offered()
                        && living.contains(each.node())
                        && device.map(each.key()::equals)
                                .orElseGet(() -> lines.device(each.key()).isEmpty()));
    }

    private void sweep() {
        List<String> swept = store.blobs().sweep(SWEEP_GRACE, new BlobReferences(store)::has);
        if (!swept.isEmpty()) {
            LOG.info("Deleted {} stored files that nothing refers to any more.", swept.size());
        }
    }

    private void forgetEvents() {
        int forgotten = events.purge(clock.instant().minus(EVENTS_KEPT));
        if (forgotten > 0) {
            LOG.info("Deleted {} events that were older than {} days.", forgotten, EVENTS_KEPT.toDays());
        }
    }

    private void clearQueue() {
        int jobs = queue.round();
        int files = uploads.expire();
        receipts.round();
        if (jobs + files > 0) {
            LOG.info("Deleted {} old jobs and {} uploaded documents.", jobs, files);
        }
    }

    /** Puts away what servers received that have died since. */
    void settleCallsOfTheDead() {
        Set<String> living = store.nodes().living(settings.lease());
        int receptions = incoming.settle(node -> !living.contains(node));
        if (receptions > 0) {
            LOG.warn("Put away {} receptions that were cut off on servers that are dead.", receptions);
        }
    }

    /**
     * Tells whoever listens that it is about to stop, as long as they can be told. Waits for a moment at most: a server whose
     * database is away stops without a word.
     */
    public void announceStop() {
        if (announced.getAndSet(true)) {
            return;
        }
        Thread telling = Thread.ofVirtual().name("stop").start(() -> {
            try {
                store.write(handle -> {
                    events.append(handle, clock.instant(), ServerEvent.Kind.SERVER_STOPPING, store.node());
                    return true;
                });
            } catch (RuntimeException away) {
                LOG.warn("That the server stops could not be written down: {}", away.getMessage());
            }
        });
        try {
            telling.join(ANNOUNCEMENT);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops: no more submissions, calls are ended in good order, and what they carried is tried again at the next start. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        announceStop();
        incoming.stopAnswering();
        dispatcher.stopAll();
        try {
            if (!dispatcher.awaitIdle(settings.patience())) {
                LOG.warn(
                        "{} calls did not end within {}; they are cut off.", dispatcher.running(), settings.patience());
            }
            trunks.close();
            lines.close(); // ends the calls that come in, and what is left of ours
            if (!dispatcher.awaitIdle(settings.patience()) || !incoming.awaitIdle(settings.patience())) {
                LOG.warn("Some calls could not be ended; the next start settles them.");
            }
            rounds.close();
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            lines.close();
        }
        incoming.close();
        inboundRouter.close();
        inboundRouting.close();
        caretaker.close();
        notices.stop();
        receipts.stop();
        events.close(); // who waits for events would be waited for, until he looks up by himself
        follower.close();
        receipts.close();
        dispatcher.close();
        notices.close();
        audit.close();
        try {
            devices.stopped();
        } catch (StoreException cause) {
            LOG.warn("That the devices are off could not be written down; the next start does.", cause);
        }
    }
}
