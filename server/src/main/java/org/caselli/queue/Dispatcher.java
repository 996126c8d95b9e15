package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.caselli.outcome.Outcome;
import org.caselli.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings waiting jobs to free lines: one loop of {@link #round rounds}, one virtual thread for each attempt. What it
 * remembers is only which calls are on the lines of this process; the rest is asked of the {@link JobQueue} each time.
 */
public final class Dispatcher implements AutoCloseable {
    /** Ours: how often devices are asked again while due jobs find none, since nobody tells us that a line is free. */
    private static final Duration LOOK_FOR_LINES = Duration.ofSeconds(1);
    /** Ours: the longest sleep, so that a clock that was set does not leave us asleep. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    /** Ours: rows read at first while looking for jobs that a free line can carry; mostly one of the first is it. */
    private static final int CHUNK = 50;
    /** Ours: rows read at once when those were not enough. */
    private static final int LARGE_CHUNK = 2000;
    /** Ours: how long a device for which nothing was found is believed to have nothing, if nobody tells of a change. */
    private static final Duration BARREN = Duration.ofSeconds(5);
    /** Ours: a job is seen by others later than the time it was accepted at, by a commit and the clocks' difference. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final JobQueue queue;
    private final Dialler dialler;
    private final InstantSource clock;
    private final Executor attempts;
    /** Those on the line, and those whose end could not be written. */
    private final Map<String, RunningAttempt> running = new ConcurrentHashMap<>();

    private final Queue<Over> unwritten = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean awake;
    private volatile boolean closing;
    private volatile boolean rulesChanged;
    private Instant nextRenewal = Instant.MIN;
    /** A hint that only saves work: when each device was offered the whole queue in vain. Believed until the time below. */
    private final Map<String, Instant> looked = new HashMap<>();

    private Instant lookedUntil = Instant.EPOCH;
    private @Nullable Thread loop;

    /** An attempt that is over, and how it ended. */
    private record Over(RunningAttempt attempt, Carried carried) {}

    /** @param attempts runs each attempt, for as long as its call lasts */
    public Dispatcher(JobQueue queue, Dialler dialler, InstantSource clock, Executor attempts) {
        this.queue = queue;
        this.dialler = dialler;
        this.clock = clock;
        this.attempts = attempts;
    }

    /** Begins to work the queue. */
    public void start() {
        loop = Thread.ofVirtual().name("dispatcher").start(this::loop);
    }

    /** There may be something to do: a job came, a line is free. */
    public void wake() {
        setAwake(true);
    }

    /** What says which line may carry what was changed: a device that had nothing to do may have something now. */
    public void rulesChanged() {
        rulesChanged = true;
        wake();
    }

    private void setAwake(boolean value) {
        lock.lock();
        try {
            awake = value;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isAwake() {
        lock.lock();
        try {
            return awake;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the call of this job, if this process has it on a line. */
    public void stop(String jobId, Outcome why) {
        for (RunningAttempt each : running.values()) {
            if (each.job().id().equals(jobId)) {
                each.stop(why);
            }
        }
    }

    /**
     * One look at the queue: gives up attempts whose lease ran out, renews the leases of our own, and puts due jobs on
     * free lines.
     *
     * @return when to look again at the latest
     */
    public Instant round() {
        setAwake(false);
        // First, so that after an absence of the database the leases of calls that live are not taken for lost.
        writeEnds();
        renew();
        JobQueue.Glance glance = queue.glance();
        if (glance.lost() || glance.outdated()) {
            queue.settleLost();
            queue.keepTimes();
            glance = queue.glance();
        }
        boolean mayStart = !closing && !glance.paused() && glance.ready();
        if (mayStart) {
            assign();
        }
        Instant now = clock.instant();
        if (isAwake()) {
            return now;
        }
        Instant next = now.plus(LONGEST_SLEEP);
        if (glance.nextReady().isPresent() && glance.nextReady().get().isBefore(next)) {
            next = glance.nextReady().get();
        }
        if (mayStart && now.plus(LOOK_FOR_LINES).isBefore(next)) {
            next = now.plus(LOOK_FOR_LINES);
        }
        return !running.isEmpty() && nextRenewal.isBefore(next) ? nextRenewal : next;
    }

    private void renew() {
        Instant now = clock.instant();
        if (running.isEmpty() || now.isBefore(nextRenewal)) {
            return;
        }
        Set<String> gone = queue.renew(List.copyOf(running.keySet()));
        nextRenewal = now.plus(queue.lease().dividedBy(3));
        for (String lost : gone) {
            RunningAttempt attempt = running.get(lost);
            if (attempt != null) {
                attempt.stop(Outcome.ATTEMPT_LOST);
            }
        }
        running.values().forEach(this::stopIfCanceling); // the cancel may have been asked of another node
    }

    /**
     * Puts jobs on the idle devices. A device for which a look through the whole queue has found nothing is for a while
     * offered only what has come since: ten thousand jobs that wait for busy lines are not read again each time that
     * another line becomes free.
     */
    private void assign() {
        Instant now = clock.instant();
        Set<String> idle = idle();
        if (idle.isEmpty()) {
            return;
        }
        if (rulesChanged) {
            rulesChanged = false; // first, so that a change from here on is heeded in the next round
            looked.clear();
        }
        if (!now.isBefore(lookedUntil) || now.isBefore(lookedUntil.minus(BARREN))) {
            looked.clear();
            lookedUntil = now.plus(BARREN);
        }
        var round = new Round(now, idle);
        for (Priority priority : List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW)) {
            round.look(priority);
        }
        if (round.lookAtNew() && !round.spared) {
            for (String device : idle) {
                looked.put(device, now); // who is still idle has been offered everything
            }
        }
    }

    /** One look through the queue. */
    private final class Round {
        private final Instant now;
        /** Devices that have got no job yet. */
        private final Set<String> idle;
        /** Those of them that the whole queue is looked through for. */
        private final Set<String> looking;
        /** Since when jobs may be new to some idle device, and to all. */
        private final Instant newToSome;

        private final Instant newToAll;
        /** Jobs that none of these can carry are like these, by number and chosen device. The sets above only shrink. */
        private final Set<String> hopeless = new HashSet<>();
        /** Whether a job was kept from a line that could carry it, as another one is better. */
        private boolean spared;

        Round(Instant now, Set<String> idle) {
            this.now = now;
            this.idle = idle;
            this.looking = new LinkedHashSet<>(idle);
            Instant first = now;
            Instant last = Instant.EPOCH;
            for (String device : idle) {
                Instant at = looked.get(device);
                if (at != null) {
                    looking.remove(device);
                    first = at.isBefore(first) ? at : first;
                    last = at.isAfter(last) ? at : last;
                }
            }
            this.newToSome = first.minus(OVERLAP);
            this.newToAll = last.minus(OVERLAP);
        }

        void look(Priority priority) {
            Waiting last = null;
            int wanted = CHUNK;
            while (!looking.isEmpty()) {
                List<Waiting> chunk = queue.due(priority, idle, now, last, wanted);
                for (Waiting job : chunk) {
                    offer(job);
                    if (looking.isEmpty()) {
                        return;
                    }
                }
                if (chunk.size() < wanted) {
                    return;
                }
                last = chunk.getLast();
                wanted = LARGE_CHUNK;
            }
        }

        /**
         * Goes on with what is new to a device that the queue need not be looked through for.
         *
         * @return whether that was all
         */
        boolean lookAtNew() {
            if (!looking.isEmpty() || idle.isEmpty()) {
                return true;
            }
            List<Waiting> fresh = queue.readySince(newToSome, now, LARGE_CHUNK);
            fresh.stream()
                    .sorted(Comparator.comparing(Waiting::priority)
                            .reversed()
                            .thenComparing(Waiting::dueAt)
                            .thenComparing(Waiting::id))
                    .forEach(this::offer);
            return fresh.size() < LARGE_CHUNK;
        }

        private void offer(Waiting job) {
            if (!job.readyAt().isBefore(newToAll)) {
                offer(job, idle);
            } else if (job.readyAt().isBefore(newToSome)) {
                offer(job, looking);
            } else {
                var offered = new LinkedHashSet<>(idle);
                offered.removeIf(device -> looked.containsKey(device)
                        && job.readyAt().isBefore(looked.get(device).minus(OVERLAP)));
                offer(job, offered);
            }
        }

        @SuppressWarnings("ReferenceEquality") // which of the sets it is matters, not what is in them
        private void offer(Waiting job, Set<String> offered) {
            Set<String> better = offered;
            if (job.avoid().isPresent()
                    && offered.contains(job.avoid().get())
                    && now.isBefore(job.readyAt().plus(RetryPolicy.LINE_TAKEN))) {
                better = new LinkedHashSet<>(offered);
                better.remove(job.avoid().get());
                spared = true;
            }
            // Only of the sets that shrink is it known that they will not do later either.
            boolean known = better == idle || better == looking;
            String like = job.number() + " " + job.device().orElse("") + (better == idle);
            if (better.isEmpty() || (known && hopeless.contains(like))) {
                return;
            }
            Optional<String> device = dialler.idleDevice(job, better);
            if (device.isEmpty()) {
                if (known) {
                    hopeless.add(like);
                }
                return;
            }
            Optional<RunningAttempt> attempt = queue.claim(job.id(), device.get());
            if (attempt.isPresent()) {
                idle.remove(device.get());
                looking.remove(device.get());
                begin(attempt.get());
            }
        }
    }

    /** Devices that are idle and have not been given an attempt just now. */
    private Set<String> idle() {
        Set<String> idle = new LinkedHashSet<>(dialler.idle());
        running.values().forEach(each -> idle.remove(each.attempt().device()));
        return idle;
    }

    private void begin(RunningAttempt attempt) {
        if (running.isEmpty()) {
            nextRenewal = clock.instant().plus(queue.lease().dividedBy(3));
        }
        running.put(attempt.attempt().id(), attempt);
        // A cancel that came after the claim and before the line above has found nobody to stop.
        stopIfCanceling(attempt);
        if (closing) {
            attempt.stop(Outcome.STOPPED);
        }
        attempts.execute(() -> carry(attempt));
    }

    private void stopIfCanceling(RunningAttempt attempt) {
        if (queue.find(attempt.job().id())
                .map(job -> job.state() == JobState.CANCELING)
                .orElse(false)) {
            attempt.stop(Outcome.CANCELED);
        }
    }

    private void carry(RunningAttempt attempt) {
        end(new Over(attempt, carried(attempt)));
    }

    private void writeEnds() {
        for (int left = unwritten.size(); left > 0; left--) {
            Over each = unwritten.poll();
            if (each != null) {
                end(each);
            }
        }
    }

    /** Writes the end down. Where the database is away the attempt stays ours, and its end is written when it is back. */
    private void end(Over over) {
        String id = over.attempt().attempt().id();
        try {
            queue.end(over.attempt().attempt(), over.carried());
        } catch (StoreException trouble) {
            if (trouble.hope() != StoreException.Hope.NONE) {
                LOG.warn("The end of attempt {} could not be written yet: {}", id, trouble.getMessage());
                unwritten.add(over);
                return;
            }
            LOG.error("The end of attempt {} could not be written.", id, trouble);
        } catch (RuntimeException cause) {
            // The lease is no longer renewed from here on, so the attempt will be settled as lost.
            LOG.error("The end of attempt {} could not be written.", id, cause);
        }
        running.remove(id);
        wake();
    }

    private Carried carried(RunningAttempt attempt) {
        Optional<Outcome> stopped = attempt.stopWanted();
        if (stopped.isPresent()) {
            return Carried.of(stopped.get(), 0);
        }
        try {
            return dialler.carry(attempt);
        } catch (RuntimeException cause) {
            LOG.error(
                    "The call of attempt {} failed inside the server.",
                    attempt.attempt().id(),
                    cause);
            return Carried.of(Outcome.INTERNAL_ERROR, 0);
        }
    }

    private void loop() {
        while (!closing) {
            Instant next;
            try {
                next = round();
            } catch (StoreException trouble) {
                LOG.warn("The queue rests, for its database is away: {}", trouble.getMessage());
                next = clock.instant().plus(LOOK_FOR_LINES);
            } catch (RuntimeException cause) {
                LOG.error("A round of the queue failed; the next one follows in {}.", LOOK_FOR_LINES, cause);
                next = clock.instant().plus(LOOK_FOR_LINES);
            }
            sleepUntil(next);
        }
    }

    private void sleepUntil(Instant next) {
        lock.lock();
        try {
            long left = Duration.between(clock.instant(), next).toNanos();
            while (!awake && left > 0) {
                left = change.awaitNanos(left);
            }
        } catch (InterruptedException urged) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** How many attempts are on the lines of this process. */
    public int running() {
        return running.size();
    }

    /** Begins no more attempts and asks those on the line to end. They are tried again when a server runs. */
    public void stopAll() {
        closing = true;
        wake();
        running.values().forEach(each -> each.stop(Outcome.STOPPED));
    }

    /**
     * Waits until no attempt is on the line.
     *
     * @return whether that came about in time
     */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!running.isEmpty() && left > 0) {
                left = change.awaitNanos(left);
            }
            return running.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop. Calls that are still on the line go on without it. */
    @Override
    public void close() {
        stopAll();
        Thread thread = loop;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException urged) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
