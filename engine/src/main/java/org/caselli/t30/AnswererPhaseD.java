package org.caselli.t30;

import java.time.Instant;
import java.util.BitSet;
import java.util.function.Function;
import org.caselli.image.Decoded;
import org.caselli.t30.State.AwaitingFarewell;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/** The answerer says what became of a page: confirms it, asks for frames of it again (Annex A), or refuses it. */
final class AnswererPhaseD {
    private final Talk talk;
    private final IncomingDocument document;
    private final LastAnswer answer;
    private final AnswererPhaseB phaseB;
    private final AnswererPhaseC phaseC;

    /** The last command without error correction. */
    private Ending lastEnd = Ending.NULL;

    AnswererPhaseD(
            Talk talk, IncomingDocument document, LastAnswer answer, AnswererPhaseB phaseB, AnswererPhaseC phaseC) {
        this.talk = talk;
        this.document = document;
        this.answer = answer;
        this.phaseB = phaseB;
        this.phaseC = phaseC;
    }

    /** A command that is said after a page; before the first DCS there is none. */
    State heard(State state, Frame frame) {
        boolean agreed = document.reception().isPresent();
        boolean ecm = agreed && document.mode().errorCorrection();
        return switch (frame) {
            case Frame.EndOfPage end when agreed && !ecm -> endOfPage(end.ending());
            case Frame.Pps pps when ecm -> endOfBlock(pps);
            case Frame.Ctc(var chosen)
            when ecm ->
                goOnCorrecting(Mode.carrier(chosen).orElse(document.mode().carrier()));
            case Frame.Eor eor when ecm -> abandoned(eor.ending());
            // We are ready when we answer at all, so what we said last is the answer.
            case Frame.Rr _ when ecm -> answer.again();
            // Those only stand before a command, or after a block.
            case Frame.NonStandard _, Frame.Named _, Frame.Rcp _ -> state;
            default -> talk.outOfPlace(state, frame);
        };
    }

    // With error correction (A.5)

    private State endOfBlock(Frame.Pps pps) {
        Reception page = document.page();
        if (page.isRepeated(pps)) {
            page.dropRepeated();
            return answer.wasToPage() ? answer.toPageAgain() : confirm(pps.ending());
        }
        BitSet missing = page.missing(pps);
        if (!missing.isEmpty()) {
            talk.note(missing.cardinality() + " of " + pps.frames() + " frames are missing");
            return answer.toPage(Frame.Ppr.of(missing), phaseC::awaitPage);
        }
        page.completeBlock(pps);
        if (pps.ending() == Ending.NULL) {
            return confirm(Ending.NULL);
        }
        document.keep(page.decoded(), !page.isDamaged());
        return confirmPage(pps.ending());
    }

    private State goOnCorrecting(Carrier carrier) {
        document.receive(document.page().with(document.mode().with(carrier)));
        return answer.toTraining(new Frame.Ctr(), phaseC::awaitPageAfterCtr);
    }

    private State abandoned(Ending ending) {
        Reception page = document.page();
        if (page.isEmpty() && answer.wasToPage()) {
            return answer.toPageAgain();
        }
        page.abandonBlock();
        if (ending != Ending.NULL) {
            document.keep(page.decoded(), false);
            document.finished(ending == Ending.EOP);
        }
        return answer.toPage(new Frame.Err(), after(ending));
    }

    // Without error correction

    private State endOfPage(Ending ending) {
        Reception page = document.page();
        // A wrong guess confirms a page that is not there, so there must be no doubt.
        if (page.isEmpty() && ending == lastEnd && answer.mayHaveGotLost(ending)) {
            return answer.toPageAgain();
        }
        lastEnd = ending;
        Decoded decoded = page.decoded();
        PageQuality quality = PageQuality.of(decoded, page.octets(), page.mode().resolution());
        talk.note("page " + document.number() + " has " + decoded.bitmap().height() + " rows, " + decoded.damagedRows()
                + " of them damaged");
        if (quality == PageQuality.BAD) {
            document.refuse(decoded);
            return answer.toPage(quality.answer(), afterRetraining(ending));
        }
        document.keep(decoded, true);
        return quality == PageQuality.GOOD
                ? confirmPage(ending)
                : confirmPage(ending, quality.answer(), afterRetraining(ending));
    }

    // What is said of a page that was kept

    private State confirmPage(Ending ending) {
        return confirmPage(ending, new Frame.Mcf(), after(ending));
    }

    private State confirmPage(Ending ending, Frame confirmation, Function<Instant, State> then) {
        document.finished(ending == Ending.EOP);
        State next = answer.toPage(confirmation, then);
        talk.report(new Progress.PageConfirmed(document.kept()));
        return next;
    }

    private State confirm(Ending ending) {
        return answer.toPage(new Frame.Mcf(), after(ending));
    }

    private Function<Instant, State> after(Ending ending) {
        return switch (ending) {
            case NULL, MPS -> phaseC::awaitPage;
            case EOM -> phaseB::awaitDcsAfterEom;
            case EOP ->
                time -> new AwaitingFarewell(time.plus(talk.me.patience().command()));
        };
    }

    /** RTP and RTN lead to DCS; after EOM the sender may wait for our DIS, as EOM leads to the beginning of phase B. */
    private Function<Instant, State> afterRetraining(Ending ending) {
        return ending == Ending.EOM ? phaseB::awaitDcsAfterEom : phaseB::awaitDcs;
    }
}
