package org.caselli.t30;

import org.caselli.image.Page;
import org.caselli.t30.State.AwaitingConfirmation;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Frame;

/** The caller sends a page, or a block of it, and says what follows. */
final class CallerPhaseC {
    private final Talk talk;
    private final OutgoingDocument document;
    private final Agreement agreement;

    CallerPhaseC(Talk talk, OutgoingDocument document, Agreement agreement) {
        this.talk = talk;
        this.document = document;
        this.agreement = agreement;
    }

    /** Sends the page under way in the mode that is agreed; after training within it, what is left of it. */
    State sendPage(Page page) {
        Mode mode = agreement.mode();
        OutgoingPage coded =
                document.coded().filter(before -> before.isIn(mode)).orElseGet(() -> begin(page, mode));
        talk.report(new Progress.Agreed(mode.carrier(), mode.coding(), mode.errorCorrection()));
        talk.page(document.number(), coded.code().length);
        return mode.errorCorrection() ? sendBlock(coded) : sendWhole(coded, mode.carrier());
    }

    private OutgoingPage begin(Page page, Mode mode) {
        OutgoingPage coded = new OutgoingPage(document.number(), page, mode, ending(mode));
        document.code(coded);
        talk.report(new Progress.PageBegun(document.number()));
        if (mode.tooShortFor(page)) {
            talk.note("page " + document.number() + " is longer than the paper that the other machine says it has");
        }
        return coded;
    }

    /** EOP after the last page; MPS if the next page goes in the same mode, else EOM, which leads back to phase B. */
    private Ending ending(Mode mode) {
        if (document.isLast()) {
            return Ending.EOP;
        }
        boolean changes = document.pageAfter()
                .flatMap(agreement::best)
                .filter(next -> !next.samePaper(mode))
                .isPresent();
        return changes ? Ending.EOM : Ending.MPS;
    }

    private State sendWhole(OutgoingPage page, Carrier carrier) {
        talk.note("sends page " + document.number() + ", " + page.code().length + " octets");
        talk.saySignal(new Action.SayPage(carrier, carrier.hasShortTraining(), page.code()));
        talk.say(new Frame.EndOfPage(page.ending(), false));
        return awaitConfirmation(0, true);
    }

    /** Sends the block under way, all of it. */
    State sendBlock(OutgoingPage page) {
        page.beginBlock();
        return sendFrames(page, agreement.mode().carrier().hasShortTraining());
    }

    /**
     * Sends the frames of the block under way that are asked for.
     *
     * @param shortTraining false after CTC: V.17 trains long again then, as the speed may have changed
     */
    State sendFrames(OutgoingPage page, boolean shortTraining) {
        talk.note("sends page " + document.number() + ", " + page.spoken());
        talk.saySignal(page.signal(agreement.mode().carrier(), shortTraining));
        talk.say(page.pps());
        return awaitConfirmation(page.before(), page.isLastBlock());
    }

    private State awaitConfirmation(int before, boolean complete) {
        return talk.thenAwait(before, complete, time -> {
            document.inDoubt(complete);
            return new AwaitingConfirmation(1, time.plus(talk.me.patience().t4()));
        });
    }
}
