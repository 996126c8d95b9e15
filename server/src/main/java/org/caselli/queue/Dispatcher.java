package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.caselli.outcome.Outcome;
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
    /** Ours: rows read at once while looking for jobs that a free line can carry. */
    private static final int CHUNK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final JobQueue queue;
    private final Dialler dialler;
    private final InstantSource clock;
    private final Executor attempts;
    private final Map<String, RunningAttempt> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean awake;
    private volatile boolean closing;
    private Instant nextRenewal = Instant.MIN;
    private @Nullable Thread loop;

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
        lock.lock();
        try {
            awake = true;
            change.signalAll();
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
    Instant round() {
        queue.settleLost();
        renew();
        boolean lacksLines = !closing && assign();
        Instant now = clock.instant();
        Instant next = now.plus(LONGEST_SLEEP);
        Optional<Instant> due = queue.nextDue();
        if (due.isPresent() && due.get().isBefore(next)) {
            next = due.get().isAfter(now) ? due.get() : lacksLines ? now.plus(LOOK_FOR_LINES) : now;
        }
        return !running.isEmpty() && nextRenewal.isBefore(next) ? nextRenewal : next;
    }

    private void renew() {
        Instant now = clock.instant();
        if (running.isEmpty() || now.isBefore(nextRenewal)) {
            return;
        }
        nextRenewal = now.plus(queue.lease().dividedBy(3));
        for (String lost : queue.renew(List.copyOf(running.keySet()))) {
            RunningAttempt attempt = running.get(lost);
            if (attempt != null) {
                attempt.stop(Outcome.ATTEMPT_LOST);
            }
        }
        running.values().forEach(this::stopIfCanceling); // the cancel may have been asked of another node
    }

    /** Whether due jobs may have been left over. */
    private boolean assign() {
        if (!dialler.anyIdle(taken())) {
            return true; // perhaps there are none; nobody can take them anyway
        }
        boolean leftOver = false;
        Job last = null;
        while (true) {
            List<Job> chunk = queue.due(clock.instant(), last, CHUNK);
            for (Job job : chunk) {
                Set<String> taken = taken();
                if (!dialler.anyIdle(taken)) {
                    return true;
                }
                Optional<String> device = dialler.idleDevice(job, taken);
                if (device.isPresent()) {
                    queue.claim(job.id(), device.get()).ifPresent(this::begin);
                } else {
                    leftOver = true;
                }
                last = job;
            }
            if (chunk.size() < CHUNK) {
                return leftOver;
            }
        }
    }

    private Set<String> taken() {
        return running.values().stream().map(each -> each.attempt().device()).collect(Collectors.toSet());
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
        try {
            queue.end(attempt.attempt(), carried(attempt));
        } catch (RuntimeException cause) {
            // The lease is no longer renewed from here on, so the attempt will be settled as lost.
            LOG.error(
                    "The end of attempt {} could not be written.",
                    attempt.attempt().id(),
                    cause);
        } finally {
            running.remove(attempt.attempt().id());
            wake();
        }
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
            awake = false;
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
