package org.caselli.call;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Action;
import org.caselli.t30.Carrier;
import org.caselli.t30.Event;
import org.caselli.t30.Progress;
import org.caselli.t30.T30Session;
import org.caselli.t38.T38Terminal;
import org.caselli.t38.udptl.UdptlReceiver;

/**
 * T.30 over T.38: hands the session's actions to the terminal and the terminal's events to the session, each in its order.
 * A page to be kept stops everything behind it until it is kept.
 */
final class Conversation {
    private final T30Session session;
    private final T38Terminal terminal;
    private final Latch latch;
    private final Diary diary;
    private final Deque<Action> todo = new ArrayDeque<>();
    private final Deque<Event> heard = new ArrayDeque<>();
    private boolean keeping;
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<Progress.Agreed> agreed = Optional.empty();
    private long sent;
    private long refused;

    Conversation(T30Session session, T38Terminal terminal, MediaAddress far, Diary diary) {
        this.session = session;
        this.terminal = terminal;
        this.latch = new Latch(far);
        this.diary = diary;
    }

    void begin(Instant now, List<CallOutput> out) {
        todo.addAll(session.begin(now));
        work(now, out);
    }

    /** The far end wants its packets elsewhere. */
    void redirect(MediaAddress far) {
        latch.describe(far);
    }

    void packet(MediaAddress from, byte[] octets, Instant now, List<CallOutput> out) {
        if (!latch.believes(from, now)) {
            refused++;
            return;
        }
        terminal(new T38Terminal.Input.Datagram(octets), now, out);
        work(now, out);
    }

    void event(Event event, Instant now, List<CallOutput> out) {
        heard.add(event);
        work(now, out);
    }

    void kept(Instant now, List<CallOutput> out) {
        keeping = false;
        work(now, out);
    }

    void cannotKeep(String reason, Instant now, List<CallOutput> out) {
        keeping = false;
        todo.clear(); // the confirmation and what follows it
        diary.write("cannot keep the page: " + reason, now, out);
        heard.addFirst(new Event.CannotKeep(reason));
        work(now, out);
    }

    void timeUp(Instant now, List<CallOutput> out) {
        if (!terminal.deadline().isAfter(now)) {
            terminal(new T38Terminal.Input.TimeUp(), now, out);
        }
        work(now, out);
        if (!keeping && outcome.isEmpty() && !session.deadline().isAfter(now)) {
            heard.add(new Event.TimeUp());
            work(now, out);
        }
    }

    Instant deadline() {
        Instant lines = terminal.deadline();
        return outcome.isPresent() || lines.isBefore(session.deadline()) ? lines : session.deadline();
    }

    private void work(Instant now, List<CallOutput> out) {
        while (!keeping && outcome.isEmpty()) {
            if (!todo.isEmpty()) {
                carryOut(todo.remove(), now, out);
            } else if (!heard.isEmpty()) {
                todo.addAll(session.on(heard.remove(), now));
            } else {
                return;
            }
        }
    }

    private void carryOut(Action action, Instant now, List<CallOutput> out) {
        switch (action) {
            case Action.KeepPage(var page) -> {
                keeping = true;
                out.add(new CallOutput.Keep(page));
            }
            case Action.Report(Progress progress) -> {
                if (progress instanceof Progress.Agreed agreement) {
                    agreed = Optional.of(agreement);
                }
                out.add(new CallOutput.Told(new CallProgress.Fax(progress)));
            }
            case Action.Note(String line) -> diary.write(line, now, out);
            case Action.End(Outcome how) -> {
                outcome = Optional.of(how);
                todo.clear();
                heard.clear();
            }
            case Action.Pause _,
                    Action.SayTone _,
                    Action.SayFrames _,
                    Action.SayTraining _,
                    Action.SayPage _,
                    Action.SayBlock _,
                    Action.Listen _ -> terminal(new T38Terminal.Input.Do(action), now, out);
        }
    }

    private void terminal(T38Terminal.Input input, Instant now, List<CallOutput> out) {
        for (T38Terminal.Output output : terminal.on(input, now)) {
            switch (output) {
                case T38Terminal.Output.Send(byte[] datagram) -> {
                    if (latch.target().isKnown()) {
                        sent++;
                        out.add(new CallOutput.SendFax(latch.target(), datagram));
                    }
                }
                case T38Terminal.Output.Tell(Event event) -> heard.add(event);
                case T38Terminal.Output.Note(String line) -> diary.write(line, now, out);
            }
        }
    }

    /** Whether a page is being kept: nothing else goes on until it is. */
    boolean keeping() {
        return keeping;
    }

    /** How it ended; empty while it lasts. */
    Optional<Outcome> outcome() {
        return outcome;
    }

    String farIdentity() {
        return session.farId();
    }

    int pagesConfirmed() {
        return session.confirmedPages();
    }

    Optional<Carrier> carrier() {
        return agreed.map(Progress.Agreed::carrier);
    }

    Optional<Coding> coding() {
        return agreed.map(Progress.Agreed::coding);
    }

    boolean errorCorrection() {
        return agreed.map(Progress.Agreed::errorCorrection).orElse(false);
    }

    MediaAddress heardFrom() {
        return latch.heardFrom();
    }

    /** What passed so far, sound left out. */
    PacketCounts counts() {
        UdptlReceiver.Counters in = terminal.counters();
        return new PacketCounts(sent, in.received(), in.repaired(), in.lost(), 0, 0, refused + in.malformed());
    }
}
