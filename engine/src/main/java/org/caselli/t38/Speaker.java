package org.caselli.t38;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.caselli.t30.Action;
import org.caselli.t30.Event;
import org.caselli.t30.Tone;
import org.caselli.t38.T38Terminal.Output;
import org.caselli.t38.udptl.UdptlSender;

/**
 * Says what is queued, at its pace. When nothing follows a packet for a while, its datagram goes out again as it is, some
 * times; a receiver drops it if it is there already. So the indicator before a second of preamble, and the end of a
 * signal, are as safe as data. While there is nothing to say, "no signal" goes out now and then: at once at the start, and
 * every two seconds, which opens the way through address translators and keeps it open.
 */
final class Speaker {
    /** A datagram that no other follows is sent again after this time: longer than any packet of data lasts, usually. */
    private static final Duration REPEAT_AFTER = Duration.ofMillis(60);
    /** Ours: well below the 30 s after which address translators may forget a UDP path (RFC 4787 clause 4.3 has 2 min). */
    private static final Duration NO_SIGNAL_EVERY = Duration.ofSeconds(2);
    /** If we are called later than this, we do not hurry to make up for it. */
    private static final Duration MOST_CATCHING_UP = Duration.ofMillis(500);

    private static final byte[] NOTHING = new byte[0];

    private final Score score;
    private final UdptlSender udptl;
    private final int mostRepeats;
    private final Deque<Iterator<Step>> queue = new ArrayDeque<>();
    private Instant due; // of the next step
    private Instant lastSent;
    private byte[] last = NOTHING;
    private int repeats;
    private boolean calling; // what is queued is CNG, which ends when anything else comes
    private boolean owesSaid;
    private boolean sentAnything;

    /**
     * @param mostRepeats how often a datagram goes out again that no other follows
     */
    Speaker(Score score, UdptlSender udptl, int mostRepeats, Instant now) {
        this.score = score;
        this.udptl = udptl;
        this.mostRepeats = mostRepeats;
        this.due = now;
        this.lastSent = now;
    }

    void queue(Action action, Instant now) {
        switch (action) {
            case Action.Pause(Duration length) -> add(score.pause(length), now);
            case Action.SayTone(Tone tone) -> {
                add(score.tone(tone), now);
                calling = tone == Tone.CNG;
                owesSaid = tone != Tone.CNG;
            }
            case Action.SayFrames frames -> say(score.frames(frames), now);
            case Action.SayTraining training -> say(score.training(training), now);
            case Action.SayPage page -> say(score.page(page), now);
            case Action.SayBlock block -> say(score.block(block), now);
            case Action.Listen _, Action.KeepPage _, Action.Report _, Action.Note _, Action.End _ -> {}
        }
    }

    private void say(Stream<Step> steps, Instant now) {
        add(steps, now);
        owesSaid = true;
    }

    private void add(Stream<Step> steps, Instant now) {
        if (calling) {
            stopCalling(now);
        }
        if (queue.isEmpty()) {
            due = now;
        }
        queue.add(steps.iterator());
    }

    /** Ends the calling tone, if it is what we say. */
    void stopCalling(Instant now) {
        if (calling) {
            calling = false;
            queue.clear();
            due = now;
            queue.add(List.of(score.noSignal()).iterator());
        }
    }

    Instant deadline() {
        if (!sentAnything) {
            return lastSent;
        }
        Instant again = repeats > 0 ? lastSent.plus(REPEAT_AFTER) : Instant.MAX;
        Instant next = queue.isEmpty() ? lastSent.plus(NO_SIGNAL_EVERY) : due;
        return next.isBefore(again) ? next : again;
    }

    void advance(Instant now, List<Output> out) {
        if (due.plus(MOST_CATCHING_UP).isBefore(now)) {
            due = now;
        }
        while (!queue.isEmpty() && !due.isAfter(now)) {
            Iterator<Step> signal = queue.getFirst();
            if (signal.hasNext()) {
                Step step = signal.next();
                due = due.plusNanos(step.nanos());
                if (step.packet().length > 0) {
                    send(step, mostRepeats, now, out);
                }
            } else {
                queue.removeFirst();
                if (queue.isEmpty() && owesSaid) {
                    owesSaid = false;
                    out.add(new Output.Tell(new Event.Said()));
                }
            }
        }
        if (!sentAnything) {
            send(score.noSignal(), mostRepeats, now, out);
        } else if (repeats > 0 && !lastSent.plus(REPEAT_AFTER).isAfter(now)) {
            repeats--;
            lastSent = now;
            out.add(new Output.Send(last));
        } else if (!lastSent.plus(NO_SIGNAL_EVERY).isAfter(now) && queue.isEmpty()) {
            send(score.noSignal(), 0, now, out);
        }
    }

    private void send(Step step, int repeatsAfter, Instant now, List<Output> out) {
        last = udptl.pack(step.packet(), step.copies());
        repeats = repeatsAfter;
        lastSent = now;
        sentAnything = true;
        out.add(new Output.Send(last));
    }
}
