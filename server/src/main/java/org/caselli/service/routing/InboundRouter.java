package org.caselli.service.routing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.caselli.queue.AddedFile;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.LeaseLost;
import org.caselli.queue.RoutingRun;
import org.caselli.queue.RoutingStep;
import org.caselli.service.archive.Label;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the routing methods have their turn with each received fax: one loop that claims jobs whose time has come, one
 * virtual thread for each of them. What it remembers is only which rounds are under way in this process.
 */
public final class InboundRouter implements AutoCloseable {
    /** Ours: faxes routed at the same time by one server. */
    private static final int MOST_AT_ONCE = 16;
    /** Ours: the longest sleep, so that a clock that was set, or another node's fax, does not leave us asleep. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);
    /** Ours: how long a stop waits for methods at work; what is then still running is begun again at the next start. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Ours: octets of files that one method may add. */
    private static final long MOST_ADDED = 100_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(InboundRouter.class);

    private final IncomingLedger ledger;
    private final InboundRouting routing;
    private final Store store;
    private final Settings settings;
    private final InstantSource clock;
    private final BiConsumer<String, String> faxPrinter;
    private final Duration renewEvery;
    private final Path work;
    private final ExecutorService rounds = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("routing-", 1).factory());
    private final Map<String, RoutingRun> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean awake;
    private volatile boolean closing;
    private Instant nextRenewal = Instant.MIN;
    private @Nullable Thread loop;

    /**
     * @param lease      of the ledger: this says three times within it that a round is alive
     * @param faxPrinter told of each fax that was to be printed on a fax printer, and of that
     */
    public InboundRouter(
            IncomingLedger ledger,
            InboundRouting routing,
            Store store,
            Settings settings,
            InstantSource clock,
            Duration lease,
            BiConsumer<String, String> faxPrinter) {
        this.ledger = ledger;
        this.routing = routing;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.faxPrinter = faxPrinter;
        this.renewEvery = lease.dividedBy(3);
        this.work = store.directory().resolve("routing");
    }

    /** Settles what a crash has left, and begins. */
    public void start() {
        ledger.recover();
        clear(work);
        loop = Thread.ofVirtual().name("inbound-router").start(this::loop);
    }

    /** There may be something to do: a fax came in. */
    public void wake() {
        lock.lock();
        try {
            awake = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (!closing) {
            Instant next;
            try {
                next = round();
            } catch (RuntimeException cause) {
                LOG.error("Received faxes could not be looked through for routing; the next look follows.", cause);
                next = clock.instant().plus(LONGEST_SLEEP);
            }
            sleepUntil(next);
        }
    }

    /** One look: claims what is due, says that the rounds under way are alive, and removes what is too old. */
    private Instant round() {
        Instant now = clock.instant();
        int days = settings.incoming().ageLimit();
        if (days > 0) {
            for (String old : ledger.removeGivenUpBefore(now.minus(Duration.ofDays(days)))) {
                LOG.warn("Fax {} could not be routed and was deleted from the queue after {} days.", old, days);
            }
        }
        if (!running.isEmpty() && !now.isBefore(nextRenewal)) {
            ledger.renew(List.copyOf(running.values()));
            nextRenewal = now.plus(renewEvery);
        }
        while (!closing && running.size() < MOST_AT_ONCE) {
            var claimed = ledger.claim();
            if (claimed.isEmpty()) {
                break;
            }
            if (running.isEmpty()) {
                nextRenewal = clock.instant().plus(renewEvery);
            }
            RoutingRun run = claimed.get();
            running.put(run.job().id(), run);
            rounds.execute(() -> carry(run));
        }
        Instant next = now.plus(LONGEST_SLEEP);
        Instant due = ledger.nextDue().orElse(next);
        if (running.size() < MOST_AT_ONCE && due.isBefore(next)) {
            next = due;
        }
        return !running.isEmpty() && nextRenewal.isBefore(next) ? nextRenewal : next;
    }

    private void carry(RoutingRun run) {
        try {
            route(run);
        } catch (LeaseLost lost) {
            LOG.warn(
                    "Fax {} is routed by another server: this one was silent for too long.",
                    run.job().id(),
                    lost);
        } catch (InterruptedException urged) {
            LOG.info(
                    "The routing of fax {} was broken off; it goes on at the next start.",
                    run.job().id());
        } catch (RuntimeException cause) {
            // Its lease is no longer renewed from here on, so it is claimed again, by us or by another node.
            LOG.error(
                    "The routing of fax {} failed inside the server.", run.job().id(), cause);
        } finally {
            running.remove(run.job().id());
            wake();
        }
    }

    /** One round: each open method has its turn. Public to nobody but the tests, which want to be asked at each step. */
    void route(RoutingRun run) throws InterruptedException {
        for (RoutingStep open : run.open()) {
            RoutingStep step = ledger.begin(run, open.method());
            tell(run, step, perform(run, step));
        }
        OutgoingSettings retries = settings.outgoing();
        ledger.endRound(run, retries.retries(), retries.retryDelay());
    }

    private void tell(RoutingRun run, RoutingStep step, RoutingResult result) {
        String id = run.job().id();
        switch (result) {
            case RoutingResult.Done done -> {
                List<AddedFile> added;
                try {
                    added = kept(done.added());
                } catch (IOException | RuntimeException cause) {
                    fail(run, step, "The files that it added cannot be kept: " + ForeignCode.sentence(cause));
                    return;
                }
                ledger.done(run, step.method(), normal(done.data()), added, done.removed());
                LOG.info("Fax {}: {}: done.", id, step.name());
            }
            case RoutingResult.Failed(String why) -> fail(run, step, why);
            case RoutingResult.TryAgain(String why, byte[] retryData) -> {
                ledger.failed(run, step.method(), why, java.util.Optional.of(retryData));
                LOG.warn("Fax {}: {} failed and is tried again: {}", id, step.name(), why);
            }
        }
    }

    private void fail(RoutingRun run, RoutingStep step, String why) {
        ledger.failed(run, step.method(), why, java.util.Optional.empty());
        LOG.error("Fax {}: {} failed: {}", run.job().id(), step.name(), why);
    }

    private static Map<String, byte[]> normal(Map<String, byte[]> data) {
        var normal = new LinkedHashMap<String, byte[]>();
        data.forEach((guid, value) -> MethodGuid.of(guid).ifPresent(known -> normal.put(known, value)));
        return normal;
    }

    private List<AddedFile> kept(List<Path> files) throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        if (size > MOST_ADDED) {
            throw new IOException("They have " + size + " octets; " + MOST_ADDED + " are the most");
        }
        var kept = new ArrayList<AddedFile>();
        for (Path file : files) {
            kept.add(new AddedFile(plainName(file), store.blobs().put(Files.readAllBytes(file))));
        }
        return kept;
    }

    private static String plainName(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("[^\\p{L}\\p{N}._+() -]", "-");
        return name.length() > 100 ? name.substring(name.length() - 100) : name;
    }

    RoutingResult perform(RoutingRun run, RoutingStep step) throws InterruptedException {
        Path folder = work.resolve(run.job().id() + "-" + run.fence() + "-" + step.position());
        try {
            clear(folder);
            Files.createDirectories(folder);
            RoutingRequest request = request(run.job(), step, files(run.job(), folder));
            if (step.method().equals(PrintMethod.GUID)) {
                PrintMethod.faxPrinter(request.data())
                        .ifPresent(printer -> faxPrinter.accept(run.job().id(), printer));
            }
            return routing.route(request);
        } catch (IOException | UncheckedIOException cause) {
            return RoutingResult.tryAgain("The fax could not be copied for the method: " + cause.getMessage()
                    + ". See that the disk of " + work + " has room.");
        } finally {
            clear(folder);
        }
    }

    private List<Path> files(IncomingJob job, Path folder) throws IOException {
        var files = new ArrayList<Path>();
        Path fax = folder.resolve("fax-" + job.id() + ".tif");
        try (var out = new BufferedOutputStream(Files.newOutputStream(fax))) {
            Label.of(job)
                    .write(
                            store.blobs().path(ledger.tiffBlob(job.id()).orElseThrow()),
                            settings.outgoing().zone(),
                            out);
        }
        files.add(fax);
        for (AddedFile added : ledger.files(job.id())) {
            Path file = folder.resolve(added.name());
            Files.write(file, store.blobs().get(added.blob()));
            files.add(file);
        }
        return files;
    }

    private RoutingRequest request(IncomingJob job, RoutingStep step, List<Path> files) {
        OptionalInt device = routing.devices().idOf(job.device());
        Instant ended = job.receivedAt().orElse(job.startedAt());
        return new RoutingRequest(
                step.method(),
                job.id(),
                job.startedAt(),
                Duration.between(job.startedAt(), ended),
                settings.outgoing().zone(),
                job.pages(),
                job.complete(),
                job.facts().farId(),
                job.stationId(),
                job.callerId(),
                job.routingInformation(),
                device.orElse(0),
                device.isPresent() ? routing.devices().nameOf(device.getAsInt()).orElse(job.device()) : job.device(),
                step.ownData().orElseGet(() -> routing.data(device, step.method())),
                step.retryData(),
                step.tries(),
                step.lost() > 0,
                files);
    }

    /** Deletes a folder of copies; that one cannot be deleted disturbs nobody. */
    private static void clear(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException cause) {
            LOG.warn("The copies in {} could not be deleted.", folder, cause);
        }
    }

    /** How many faxes are being routed by this process. */
    public int running() {
        return running.size();
    }

    private void sleepUntil(Instant next) {
        lock.lock();
        try {
            long left = Duration.between(clock.instant(), next).toNanos();
            while (!awake && left > 0) {
                left = change.awaitNanos(left);
            }
            awake = false;
        } catch (InterruptedException urged) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Begins no more rounds, and waits a moment for those under way. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            Thread thread = loop;
            if (thread != null) {
                thread.join();
            }
            rounds.shutdown();
            if (!rounds.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                rounds.shutdownNow();
                if (!rounds.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("{} routing methods did not end; they are begun again at the next start.", running.size());
                }
            }
        } catch (InterruptedException urged) {
            rounds.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
