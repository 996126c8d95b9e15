package org.caselli.queue;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.caselli.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** An attempt on the line: what is to be sent, and where its progress is written down. */
public final class RunningAttempt {
    private final JobQueue queue;
    private final Job job;
    private final Attempt attempt;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Outcome stopWanted;
    private @Nullable Consumer<Outcome> stopper;

    RunningAttempt(JobQueue queue, Job job, Attempt attempt) {
        this.queue = queue;
        this.job = job;
        this.attempt = attempt;
    }

    /** The job as it was when the attempt began. */
    public Job job() {
        return job;
    }

    /** The attempt as it began. */
    public Attempt attempt() {
        return attempt;
    }

    /**
     * Notes what we call ourselves; nobody waits until it is durable.
     *
     * @param headerSender the sender as in the header line; empty if there is no header line
     */
    public void identified(String tsid, Optional<String> headerSender) {
        queue.identified(attempt, tsid, headerSender);
    }

    /**
     * The call exists.
     *
     * @param stopper ends it in good order; called at once if somebody wants that already
     */
    public void calling(String callId, Consumer<Outcome> stopper) {
        queue.calling(attempt, callId);
        Outcome wanted;
        lock.lock();
        try {
            this.stopper = stopper;
            wanted = stopWanted;
        } finally {
            lock.unlock();
        }
        if (wanted != null) {
            stopper.accept(wanted);
        }
    }

    /** Notes what is known of the call; nobody waits until it is durable. */
    public void facts(CallFacts facts, int page) {
        queue.facts(attempt, job, facts, page);
    }

    /**
     * This page, counted from the first of the fax, is completely sent and waits for its confirmation. Durable on return.
     *
     * @throws LeaseLost if the attempt was given up
     */
    public void awaiting(int page) {
        queue.awaiting(attempt, page);
    }

    /**
     * The far end has confirmed all pages up to this one, counted from the first of the fax. Durable on return.
     *
     * @throws LeaseLost if the attempt was given up
     */
    public void confirmed(int page) {
        queue.confirmed(attempt, job, page);
    }

    /** Somebody wants the call to end. The first such wish counts. */
    void stop(Outcome why) {
        Consumer<Outcome> stop;
        lock.lock();
        try {
            if (stopWanted != null) {
                return;
            }
            stopWanted = why;
            stop = stopper;
        } finally {
            lock.unlock();
        }
        if (stop != null) {
            stop.accept(why);
        }
    }

    Optional<Outcome> stopWanted() {
        lock.lock();
        try {
            return Optional.ofNullable(stopWanted);
        } finally {
            lock.unlock();
        }
    }
}
