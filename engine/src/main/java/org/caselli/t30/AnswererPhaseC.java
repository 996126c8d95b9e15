package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingEnding;
import org.caselli.t30.State.AwaitingPage;
import org.caselli.t30.State.HearingPage;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Frame;

/** The answerer takes in a page, or a block of it. */
final class AnswererPhaseC {
    /** Without error correction nothing tells how long a page that did not train will go on. Ours. */
    private static final Duration UNTRAINED_PAGE = Duration.ofSeconds(60);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final Talk talk;
    private final Patience patience;
    private final IncomingDocument document;
    private final LastAnswer answer;
    private Instant nextReport = Instant.MIN;

    AnswererPhaseC(Talk talk, IncomingDocument document, LastAnswer answer) {
        this.talk = talk;
        this.patience = talk.me.patience();
        this.document = document;
        this.answer = answer;
    }

    State happened(State.AnswererInC state, Event event) {
        return switch (new Moment<>(state, event)) {
            case Moment(HearingPage _, Event.CarrierFound _) -> state;
            case Moment(var _, Event.CarrierFound _) -> hearing();
            case Moment(var _, Event.HeardBits(var bits)) -> hear(bits);
            case Moment(var _, Event.HeardBlockFrame frame) -> hear(frame);
            case Moment(AwaitingPage _, Event.CarrierLost _) -> untrained();
            case Moment(HearingPage _, Event.CarrierLost _) -> awaitEnding(Duration.ZERO);
            case Moment(HearingPage _, Event.TimeUp _) -> awaitEnding(Duration.ZERO);
            case Moment(var _, Event.TimeUp _) ->
                talk.farewell(document.ending(Outcome.NO_COMMAND), "heard no command");
            default -> state;
        };
    }

    /** After CFR, PPR, MCF to MPS or to PPS-NULL. */
    State awaitPage(Instant time) {
        return awaitPage(time, document.mode().carrier().hasShortTraining());
    }

    /** V.17 trains long again after CTR, as the speed may have changed. */
    State awaitPageAfterCtr(Instant time) {
        return awaitPage(time, false);
    }

    private State awaitPage(Instant time, boolean shortTraining) {
        Mode mode = document.mode();
        talk.listen(
                mode.errorCorrection()
                        ? new Action.Expected.Block(mode.carrier(), shortTraining)
                        : new Action.Expected.PageCode(mode.carrier(), shortTraining));
        return new AwaitingPage(time.plus(patience.command()));
    }

    private State hear(byte[] bits) {
        if (!document.mode().errorCorrection()) {
            document.page().hear(bits);
        }
        return hearing();
    }

    private State hear(Event.HeardBlockFrame heard) {
        if (document.mode().errorCorrection()
                && heard.intact()
                && Frame.parse(heard.frame()) instanceof Frame.Fcd frame) {
            document.page().hear(frame);
        }
        return hearing();
    }

    private State hearing() {
        answer.pageAttempted();
        if (document.begins()) {
            talk.report(new Progress.PageBegun(document.number()));
            nextReport = talk.in(REPORT_EVERY);
        } else if (!talk.now().isBefore(nextReport)) {
            talk.report(new Progress.PagePart(document.number(), document.page().octets(), 0));
            nextReport = talk.in(REPORT_EVERY);
        }
        return new HearingPage(talk.in(patience.t2()));
    }

    /** A page is on the line and cannot be heard; when it is over, its ending follows. */
    private State untrained() {
        talk.note("the page's training failed");
        answer.pageAttempted();
        return awaitEnding(document.mode().errorCorrection() ? longestBlock() : UNTRAINED_PAGE);
    }

    private State awaitEnding(Duration restOfPage) {
        return new AwaitingEnding(talk.in(restOfPage.plus(patience.command())));
    }

    /** 256 frames with their flags and checks, a few bits stuffed, at this speed. */
    private Duration longestBlock() {
        Mode mode = document.mode();
        long bits = (mode.frameOctets() + 10L) * 8 * PageOut.MAX_FRAMES;
        return Duration.ofSeconds(bits / mode.carrier().bitsPerSecond());
    }
}
