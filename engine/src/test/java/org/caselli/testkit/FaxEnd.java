package org.caselli.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caselli.image.Page;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Action;
import org.caselli.t30.Event;
import org.caselli.t30.PageSource;
import org.caselli.t30.ReceivedPage;
import org.caselli.t30.Station;
import org.caselli.t30.T30Session;
import org.caselli.t38.Pacing;
import org.caselli.t38.Redundancy;
import org.caselli.t38.T38Options;
import org.caselli.t38.T38Terminal;
import org.caselli.t38.T38Terminal.Input;
import org.caselli.t38.T38Terminal.Output;

/** Our end of a T.38 call: T.30 on top of the T.38 terminal, as the product has them, and what came of it. */
public final class FaxEnd implements PacketEnd {
    private final T30Session session;
    private final T38Options options;
    private final Pacing pacing;
    private final Redundancy redundancy;
    private final List<ReceivedPage> pages = new ArrayList<>();
    private final List<String> diary = new ArrayList<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private Optional<T38Terminal> terminal = Optional.empty();
    private boolean over;

    private FaxEnd(T30Session session, T38Options options, Pacing pacing, Redundancy redundancy) {
        this.session = session;
        this.options = options;
        this.pacing = pacing;
        this.redundancy = redundancy;
    }

    public static FaxEnd calling(Station station, List<Page> pages) {
        return of(T30Session.calling(station, PageSource.of(pages)));
    }

    public static FaxEnd answering(Station station) {
        return of(T30Session.answering(station));
    }

    public static FaxEnd of(T30Session session) {
        return new FaxEnd(session, T38Options.STANDARD, Pacing.MODEM, Redundancy.STANDARD);
    }

    public FaxEnd with(T38Options other) {
        return new FaxEnd(session, other, pacing, redundancy);
    }

    public FaxEnd with(Pacing other) {
        return new FaxEnd(session, options, other, redundancy);
    }

    public FaxEnd with(Redundancy other) {
        return new FaxEnd(session, options, pacing, other);
    }

    @Override
    public List<byte[]> begin(Instant now) {
        terminal = Optional.of(new T38Terminal(options, pacing, redundancy, now));
        List<byte[]> sent = new ArrayList<>();
        perform(session.begin(now), now, sent);
        tellAll(now, sent);
        return sent;
    }

    @Override
    public List<byte[]> hear(byte[] datagram, Instant now) {
        List<byte[]> sent = new ArrayList<>();
        give(new Input.Datagram(datagram), now, sent);
        tellAll(now, sent);
        return sent;
    }

    @Override
    public List<byte[]> timeUp(Instant now) {
        List<byte[]> sent = new ArrayList<>();
        if (!terminal().deadline().isAfter(now)) {
            give(new Input.TimeUp(), now, sent);
            tellAll(now, sent);
        }
        if (!over && !session.deadline().isAfter(now)) {
            events.add(new Event.TimeUp());
            tellAll(now, sent);
        }
        return sent;
    }

    @Override
    public Instant deadline() {
        Instant ofSession = session.deadline();
        Instant ofTerminal = terminal().deadline();
        return ofSession.isBefore(ofTerminal) ? ofSession : ofTerminal;
    }

    @Override
    public boolean over() {
        return over;
    }

    /** How the conversation ended. */
    public Outcome outcome() {
        return session.outcome().orElseThrow(() -> new AssertionError("It is not over; the diary:\n" + diary()));
    }

    public T30Session session() {
        return session;
    }

    /** The pages that were kept, in order. */
    public List<ReceivedPage> pages() {
        return pages;
    }

    /** A line per thing heard, said or decided, with the seconds since the start. */
    public String diary() {
        return String.join("\n", diary);
    }

    public T38Terminal terminal() {
        return terminal.orElseThrow();
    }

    private void tellAll(Instant now, List<byte[]> sent) {
        while (!over && !events.isEmpty()) {
            perform(session.on(events.removeFirst(), now), now, sent);
        }
    }

    private void perform(List<Action> actions, Instant now, List<byte[]> sent) {
        for (Action action : actions) {
            switch (action) {
                case Action.KeepPage(ReceivedPage page) -> pages.add(page);
                case Action.Note(String line) -> note(line, now);
                case Action.Report report -> {}
                case Action.End(Outcome outcome) -> {
                    note("over: " + outcome, now);
                    over = true;
                }
                default -> give(new Input.Do(action), now, sent);
            }
        }
    }

    private void give(Input input, Instant now, List<byte[]> sent) {
        for (Output output : terminal().on(input, now)) {
            switch (output) {
                case Output.Send(byte[] datagram) -> sent.add(datagram);
                case Output.Tell(Event event) -> events.add(event);
                case Output.Note(String line) -> note(line, now);
            }
        }
    }

    private void note(String line, Instant now) {
        double seconds = Duration.between(Instant.EPOCH, now).toMillis() / 1000.0;
        diary.add(String.format(Locale.ROOT, "%8.3f %s", seconds, line));
    }
}
