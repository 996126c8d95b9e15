package org.caselli.t30;

import java.util.Optional;
import org.caselli.image.Decoded;
import org.caselli.outcome.Outcome;

/** The document as it comes in: the page under way, the pages kept, and what to make of them when the call is over. */
final class IncomingDocument {
    private final Talk talk;

    /** The page under way, since a DCS has told the mode. */
    private Optional<Reception> reception = Optional.empty();

    /** A page without error correction that was refused; kept after all if the sender does not send it again. */
    private Optional<ReceivedPage> refused = Optional.empty();

    private int kept;
    private boolean begun;
    private boolean spoiled;
    private boolean finished;

    IncomingDocument(Talk talk) {
        this.talk = talk;
    }

    int kept() {
        return kept;
    }

    /** The page under way, from 1. */
    int number() {
        return kept + 1;
    }

    /** The page under way; empty before the first DCS, and after the end. */
    Optional<Reception> reception() {
        return reception;
    }

    /** The page under way, where a DCS has told the mode. */
    Reception page() {
        return reception.orElseThrow();
    }

    Mode mode() {
        return page().mode();
    }

    void receive(Reception page) {
        reception = Optional.of(page);
    }

    /** The first of the page under way comes in; false if some of it came before. */
    boolean begins() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** The page under way is over: makes it durable, and goes on to the next one. */
    void keep(Decoded decoded, boolean complete) {
        ReceivedPage received = page().page(number(), decoded, complete);
        talk.note("received page " + number() + ", " + decoded.bitmap().height() + " rows");
        talk.keep(received);
        kept++;
        spoiled |= !received.complete();
        refused = Optional.empty();
        next();
    }

    /** The page under way is over, and so bad that it should be sent again. */
    void refuse(Decoded decoded) {
        refused = decoded.bitmap().height() > decoded.damagedRows()
                ? Optional.of(page().page(number(), decoded, true))
                : Optional.empty();
        next();
    }

    private void next() {
        begun = false;
        receive(page().next());
    }

    /** The sender has said whether the page that was just kept is the last one. */
    void finished(boolean last) {
        finished = last;
    }

    /** How a call ends for this reason; keeps what is left of a page that was under way. */
    Outcome ending(Outcome why) {
        Optional<ReceivedPage> rest =
                reception.flatMap(page -> page.remains(number())).or(() -> refused);
        reception = Optional.empty();
        refused = Optional.empty();
        rest.ifPresent(page -> {
            talk.note("keeps what came of page " + page.number() + ", "
                    + page.page().bitmap().height() + " rows");
            talk.keep(page);
            kept++;
            spoiled = true;
        });
        if (finished && !spoiled) {
            return Outcome.RECEIVED;
        }
        return kept > 0 ? Outcome.PARTIALLY_RECEIVED : why;
    }

    /** The page that was kept last could not be stored after all. */
    void unkeep() {
        kept--;
        reception = Optional.empty();
    }
}
