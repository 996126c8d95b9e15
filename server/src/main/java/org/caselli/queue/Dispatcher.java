package org.caselli.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    /** Ours: rows read at first while looking for jobs that a free line can carry; mostly one of the first is it. */
    private static final int CHUNK = 50;
    /** Ours: rows read at once when those were not enough. */
    private static final int LARGE_CHUNK = 2000;
    /** Ours: how long a device for which nothing was found is believed to have nothing, however its rules may change. */
    private static final Duration BARREN = Duration.ofSeconds(5);
    /** Ours: a job is seen by others later than the time it was accepted at, by a commit and the clocks' difference. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

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
    /** A hint that only saves work: idle devices that no job was found for, and until when that is believed. */
    private final Set<String> barren = new HashSet<>();

    private Instant barrenUntil = Instant.EPOCH;
    private Instant lastLook = Instant.EPOCH;
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
        queue.keepTimes();
        boolean lacksLines = !closing && assign();
        Instant now = clock.instant();
        Instant next = now.plus(LONGEST_SLEEP);
        Optional<Instant> ready = queue.nextReady(now);
        if (ready.isPresent() && ready.get().isBefore(next)) {
            next = ready.get();
        }
        if (lacksLines && now.plus(LOOK_FOR_LINES).isBefore(next)) {
            next = now.plus(LOOK_FOR_LINES);
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

    /**
     * Puts jobs on the idle devices. Devices for which a look through the whole queue has found nothing are not looked for
     * again for a while, except in what has come since: ten thousand jobs that wait for busy lines are not read again each
     * time that another line becomes free.
     *
     * @return whether jobs may have been left over
     */
    private boolean assign() {
        Instant now = clock.instant();
        Set<String> idle = idle();
        if (idle.isEmpty()) {
            return true; // perhaps nothing waits; nobody could take it anyway
        }
        if (queue.isPaused()) {
            return false;
        }
        if (!now.isBefore(barrenUntil) || now.isBefore(lastLook)) {
            barren.clear();
            barrenUntil = now.plus(BARREN);
        }
        Set<String> looking = new LinkedHashSet<>(idle);
        looking.removeAll(barren);
        var round = new Round(now, idle, looking);
        for (Priority priority : List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW)) {
            round.look(priority);
        }
        if (looking.isEmpty()) {
            round.lookAtNew();
        } else if (!round.spared) {
            barren.addAll(idle); // who is still idle has been offered everything
        }
        barren.retainAll(idle);
        lastLook = now;
        return round.leftOver;
    }

    /** One look through the queue. */
    private final class Round {
        private final Instant now;
        /** Jobs that became ready before this have been offered to the barren devices in vain. */
        private final Instant known;
        /** Devices that have got no job yet, barren ones too. */
        private final Set<String> idle;
        /** Those of them that the whole queue is looked through for. */
        private final Set<String> looking;
        /** Jobs that none of these can carry are like these, by number and chosen device. The sets above only shrink. */
        private final Set<String> hopeless = new HashSet<>();
        /** Whether a job found no line. */
        private boolean leftOver;
        /** Whether a job was kept from a line that could carry it, as another one is better. */
        private boolean spared;

        Round(Instant now, Set<String> idle, Set<String> looking) {
            this.now = now;
            this.known = lastLook.minus(OVERLAP);
            this.idle = idle;
            this.looking = looking;
        }

        void look(Priority priority) {
            Waiting last = null;
            int wanted = CHUNK;
            while (!looking.isEmpty()) {
                List<Waiting> chunk = queue.due(priority, idle, now, last, wanted);
                for (Waiting job : chunk) {
                    offer(job, job.readyAt().isBefore(known) ? looking : idle);
                    if (looking.isEmpty()) {
                        leftOver = true;
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

        /** What came since the last look may be for those, too, that the rest is known to be not for. */
        void lookAtNew() {
            leftOver = true;
            if (idle.isEmpty()) {
                return;
            }
            List<Waiting> fresh = queue.readySince(known, now, LARGE_CHUNK);
            if (fresh.size() == LARGE_CHUNK) {
                barren.clear();
            }
            fresh.stream()
                    .sorted(Comparator.comparing(Waiting::priority)
                            .reversed()
                            .thenComparing(Waiting::dueAt)
                            .thenComparing(Waiting::id))
                    .forEach(job -> offer(job, idle));
        }

        private void offer(Waiting job, Set<String> offered) {
            Set<String> better = offered;
            if (job.avoid().isPresent()
                    && offered.contains(job.avoid().get())
                    && now.isBefore(job.readyAt().plus(RetryPolicy.LINE_TAKEN))) {
                better = new LinkedHashSet<>(offered);
                better.remove(job.avoid().get());
                spared = true;
            }
            String like = job.number() + " " + job.device().orElse("") + (better == idle);
            if (better.isEmpty() || hopeless.contains(like)) {
                leftOver = true;
                return;
            }
            Optional<String> device = dialler.idleDevice(job, better);
            if (device.isEmpty()) {
                if (better == offered) {
                    hopeless.add(like);
                }
                leftOver = true;
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
