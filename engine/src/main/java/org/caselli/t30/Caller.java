package org.caselli.t30;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.State.AwaitingConfirmation;
import org.caselli.t30.State.AwaitingCtr;
import org.caselli.t30.State.AwaitingDis;
import org.caselli.t30.State.AwaitingDisAgain;
import org.caselli.t30.State.AwaitingErr;
import org.caselli.t30.State.AwaitingReady;
import org.caselli.t30.State.AwaitingTrainingAnswer;
import org.caselli.t30.ecm.PageOut;
import org.caselli.t30.frame.Ending;
import org.caselli.t30.frame.Fif;
import org.caselli.t30.frame.Frame;

/**
 * The side that calls and sends: the left column of T.30's flow diagrams (Figure 5-2, Annex A.7). Phase B agrees on a
 * mode, phase C says a page or a block of it, phase D hears what became of it.
 */
final class Caller implements Side {
    /**
     * After EOM a receiver says DIS: at once, or when T2 has passed (Figure 5-2, node F). A DCS before that is taken by
     * some and answered with DCN by others, so we wait: T2, the preamble, and a second for the network. Ours.
     */
    private static final Duration AFTER_EOM = Duration.ofSeconds(9);

    /** PPRs for a block after which CTC or EOR is due (A.1.3). */
    private static final int PPRS = 4;

    /** Rounds of four PPRs in which a block may be corrected, as long as each leaves less to correct. Ours. */
    private static final int CORRECTIONS = 8;

    private final Talk talk;
    private final Abilities mine;
    private final Patience patience;
    private final PageSource pages;

    // What we know of the far end.
    private Offer offer = Offer.of(Fif.with());
    private boolean knowsUs;
    private int ceiling = Integer.MAX_VALUE;

    // The page under way.
    private int number = 1;
    private Mode mode =
            new Mode(Carrier.V27TER_2400, Coding.MH, Resolution.STANDARD, PageWidth.A4, Offer.PageLength.A4, 0, 0);
    private Optional<Sheet> sheet = Optional.empty();
    private Ending ending = Ending.EOP;
    private int rejections;
    private int confirmed;

    // The block under way.
    private int block;
    private BitSet asked = new BitSet();
    private int pprs;
    private int corrections;
    private int leftBefore;
    private int framesSaid;
    private int framesLost;

    /** A whole page was said, and nothing yet tells whether it arrived. */
    private boolean doubt;

    private Optional<Outcome> stopping = Optional.empty();

    /** A page in code, and the mode that it was coded for. */
    private record Sheet(int number, Mode mode, byte[] code, PageOut out) {}

    Caller(Talk talk, PageSource pages) {
        this.talk = talk;
        this.mine = talk.me.abilities();
        this.patience = talk.me.patience();
        this.pages = pages;
    }

    @Override
    public int confirmedPages() {
        return confirmed;
    }

    @Override
    public State begin() {
        talk.note("calling with " + pages.count() + (pages.count() == 1 ? " page" : " pages"));
        talk.sayTone(Tone.CNG);
        return new AwaitingDis(true, talk.in(patience.t1()));
    }

    @Override
    public State heard(State state, Frame frame) {
        return switch (frame) {
            case Frame.Dcn _ -> farEndLeft(state);
            case Frame.Identity identity -> {
                talk.remember(identity);
                yield state;
            }
            case Frame.Crp _ -> state instanceof AwaitingDis ? state : timeUp(state);
            case Frame f
            when state instanceof AwaitingDis
                    || state instanceof AwaitingDisAgain
                    || state instanceof AwaitingTrainingAnswer -> phaseB(state, f);
            case Frame f -> phaseD(state, f);
        };
    }

    private State phaseB(State state, Frame frame) {
        return switch (new Met(state, frame)) {
            case Met(AwaitingDis _, Frame.Dis(var can)) -> begin(Offer.of(can));
            case Met(AwaitingDisAgain _, Frame.Dis(var can)) -> begin(Offer.of(can));
            // It has not heard our DCS.
            case Met(AwaitingTrainingAnswer w, Frame.Dis _) -> trainAgain(w.tries());
            case Met(AwaitingTrainingAnswer _, Frame.Cfr _) -> sendPage();
            case Met(AwaitingTrainingAnswer _, Frame.Ftt _) -> trainSlower();
            default -> unexpected(state, frame);
        };
    }

    private State phaseD(State state, Frame frame) {
        return switch (new Met(state, frame)) {
            case Met(AwaitingErr _, Frame.Err _) -> talk.farewell(Outcome.NOT_REPAIRED, "");
            case Met(AwaitingErr _, var f) -> unexpected(state, f);
            case Met(AwaitingCtr _, Frame.Ctr _) -> sayBlock(asked, false);
            case Met(AwaitingCtr _, var f) -> unexpected(state, f);
            case Met(var _, Frame.Mcf _) -> partConfirmed(false);
            case Met(var _, Frame.Rtp _) -> partConfirmed(true);
            case Met(var _, Frame.Rtn _) -> pageRejected();
            // No operator is here to talk; what follows begins with phase B, as T.30 has it (clause 5.3.6.1.7).
            case Met(var _, Frame.Pip _) -> partConfirmed(true);
            case Met(var _, Frame.Pin _) -> pageRejected();
            case Met(var _, Frame.Ppr ppr) when mode.errorCorrection() -> repair(ppr);
            case Met(AwaitingReady w, Frame.Rnr _) -> askReady(1, w.limit());
            case Met(var _, Frame.Rnr _) when mode.errorCorrection() -> askReady(1, talk.in(patience.t5()));
            default -> unexpected(state, frame);
        };
    }

    /** A state and a frame that was heard in it. */
    private record Met(State state, Frame frame) {}

    @Override
    public State happened(State state, Event event) {
        return switch (event) {
            case Event.HeardTone(var tone) -> {
                talk.note("heard " + tone);
                yield tone == Tone.CED ? stopCalling(state) : state;
            }
            case Event.HeardFlags _ -> stopCalling(state);
            case Event.TimeUp _ -> timeUp(state);
            default -> state;
        };
    }

    private State timeUp(State state) {
        int most = patience.tries();
        return switch (state) {
            case AwaitingDis w
            when w.toning() -> talk.end(Outcome.NO_FAX_ANSWERED, "heard nothing that a fax machine says");
            case AwaitingDis _ -> talk.farewell(Outcome.NO_FAX_ANSWERED, "heard no DIS");
            case AwaitingDisAgain _ -> agree();
            case AwaitingTrainingAnswer w -> trainAgain(w.tries());
            case State _ when stopping.isPresent() -> talk.farewell(stopping.get(), "");
            case AwaitingConfirmation w when w.tries() < most -> repeatConfirmation(w.tries() + 1);
            case AwaitingCtr w
            when w.tries() < most -> talk.sayAgain(time -> new AwaitingCtr(w.tries() + 1, time.plus(patience.t4())));
            case AwaitingErr w
            when w.tries() < most -> talk.sayAgain(time -> new AwaitingErr(w.tries() + 1, time.plus(patience.t4())));
            case AwaitingErr _ -> talk.farewell(Outcome.NOT_REPAIRED, "no answer to EOR");
            case AwaitingReady w when w.tries() < most -> askReady(w.tries() + 1, w.limit());
            default -> talk.farewell(Outcome.PAGE_NOT_CONFIRMED, "no answer to page " + number);
        };
    }

    @Override
    public State stop(State state, Outcome why) {
        stopping = Optional.of(why);
        return switch (state) {
            case AwaitingDis _ -> talk.end(why, "stopped");
            // The answer may still come: it tells whether the page arrived.
            case AwaitingConfirmation _, AwaitingReady _ when doubt -> state;
            default -> talk.farewell(why, "stopped");
        };
    }

    @Override
    public Outcome lineGone(State state, Outcome why) {
        boolean gone = state instanceof State.Saying(var _, var part, var _, var _)
                && part.octets() > 0
                && part.complete()
                && !talk.now().isBefore(part.ends());
        return confirmed == pages.count() ? Outcome.DELIVERED : doubt || gone ? Outcome.PAGE_NOT_CONFIRMED : why;
    }

    private State farEndLeft(State state) {
        Outcome outcome = state instanceof AwaitingErr
                ? Outcome.NOT_REPAIRED
                : doubt ? Outcome.PAGE_NOT_CONFIRMED : Outcome.FAR_END_HUNG_UP;
        return talk.end(outcome, "the other machine ended the call");
    }

    private State unexpected(State state, Frame frame) {
        talk.note(frame.spoken() + " is out of place here");
        return state;
    }

    // Phases A and B

    private State stopCalling(State state) {
        if (state instanceof AwaitingDis(boolean toning, Instant until) && toning) {
            talk.listen(new Action.Expected.FramesOnly());
            return new AwaitingDis(false, until);
        }
        return state;
    }

    private State begin(Offer theirs) {
        talk.answersDis();
        offer = theirs;
        return offer.receives()
                ? agree()
                : talk.farewell(Outcome.NOT_COMPATIBLE, "the other machine cannot receive now");
    }

    /** Chooses the mode for the next page, and tells it. */
    private State agree() {
        Optional<Page> page = pages.page(number);
        if (page.isEmpty()) {
            return lost();
        }
        Optional<Mode> best = modeFor(page.get());
        if (best.isEmpty()) {
            return incompatible(page.get());
        }
        mode = best.get();
        return train(1);
    }

    private Optional<Mode> modeFor(Page page) {
        return Mode.agree(mine.upTo(ceiling), offer, page);
    }

    private State lost() {
        return talk.farewell(Outcome.DOCUMENT_LOST, "page " + number + " can no longer be read");
    }

    private State incompatible(Page page) {
        return talk.farewell(
                Outcome.NOT_COMPATIBLE,
                "page " + number + " is " + page.bitmap().width()
                        + " dots wide, and there is no common way to send it");
    }

    private State train(int tries) {
        Frame dcs = new Frame.Dcs(mode.dcs());
        if (knowsUs || talk.me.id().isEmpty()) {
            talk.say(dcs);
        } else {
            talk.say(new Frame.Identity(Frame.Whose.TSI, talk.me.id()), dcs);
        }
        talk.saySignal(new Action.SayTraining(mode.carrier()));
        talk.report(new Progress.Training(mode.carrier()));
        return talk.thenAwait(time -> new AwaitingTrainingAnswer(tries, time.plus(patience.t4())));
    }

    private State trainAgain(int tries) {
        if (tries >= patience.tries()) {
            return talk.farewell(Outcome.NO_ANSWER_TO_TRAINING, "no answer to DCS and training");
        }
        // A machine that cannot make out the training at all may stay silent: the last try is one step slower.
        if (tries == patience.tries() - 1) {
            stepDown();
        }
        return train(tries + 1);
    }

    private State trainSlower() {
        knowsUs = true;
        return stepDown() ? train(1) : talk.farewell(Outcome.LINE_TOO_POOR, "");
    }

    /** One step down the ladder of speeds, for the rest of the call; false at its foot. */
    private boolean stepDown() {
        Optional<Carrier> slower = Mode.slower(mode.carrier(), mine.carriers(), offer.carriers());
        slower.ifPresent(carrier -> {
            ceiling = carrier.bitsPerSecond();
            mode = mode.with(carrier);
        });
        return slower.isPresent();
    }

    // Phase C

    private State sendPage() {
        knowsUs = true;
        Optional<Page> page = pages.page(number);
        if (page.isEmpty()) {
            return lost();
        }
        if (sheet.isEmpty()
                || sheet.get().number() != number
                || !sheet.get().mode().codesLike(mode)) {
            sheet = Optional.of(coded(page.get()));
            block = 0;
            ending = endingOf(number);
            talk.report(new Progress.PageBegun(number));
            if (mode.tooShortFor(page.get())) {
                talk.note("page " + number + " is longer than the paper that the other machine says it has");
            }
        }
        talk.report(new Progress.Agreed(mode.carrier(), mode.coding(), mode.errorCorrection()));
        talk.page(number, sheet.get().code().length);
        return mode.errorCorrection() ? sendBlock() : sayPage();
    }

    private Sheet coded(Page page) {
        byte[] code = PageCodec.encode(
                mode.fit(page), mode.coding(), EncodeOptions.onLine(mode.resolution(), mode.leastRowBits()));
        return new Sheet(number, mode, code, new PageOut(code, mode.errorCorrection() ? mode.frameOctets() : 256));
    }

    /** EOP after the last page; MPS if the next page goes in the same mode, else EOM, which leads back to phase B. */
    private Ending endingOf(int page) {
        if (page == pages.count()) {
            return Ending.EOP;
        }
        boolean changes = pages.page(page + 1)
                .flatMap(this::modeFor)
                .filter(next -> !next.samePaper(mode))
                .isPresent();
        return changes ? Ending.EOM : Ending.MPS;
    }

    private State sayPage() {
        byte[] code = sheet.orElseThrow().code();
        talk.note("sends page " + number + ", " + code.length + " octets");
        talk.saySignal(new Action.SayPage(mode.carrier(), mode.carrier().hasShortTraining(), code));
        talk.say(new Frame.EndOfPage(ending, false));
        return awaitConfirmation(0, true);
    }

    private State sendBlock() {
        pprs = 0;
        corrections = 0;
        framesSaid = 0;
        framesLost = 0;
        leftBefore = Integer.MAX_VALUE;
        return sayBlock(sheet.orElseThrow().out().all(block), mode.carrier().hasShortTraining());
    }

    /** V.17 trains long again after CTR, as the speed may have changed. */
    private State sayBlock(BitSet frames, boolean shortTraining) {
        PageOut out = sheet.orElseThrow().out();
        boolean last = block == out.blocks() - 1;
        asked = frames;
        talk.note("sends page " + number + ", block " + (block + 1) + " of " + out.blocks() + ", "
                + frames.cardinality() + " of " + out.frames(block) + " frames");
        talk.saySignal(new Action.SayBlock(mode.carrier(), shortTraining, out.signal(block, frames)));
        talk.say(new Frame.Pps(
                last ? ending : Ending.NULL, false, (number - 1) & 0xFF, block & 0xFF, out.frames(block)));
        return awaitConfirmation(out.before(block), last);
    }

    private State awaitConfirmation(int before, boolean complete) {
        return talk.thenAwait(before, complete, time -> {
            doubt = complete;
            return new AwaitingConfirmation(1, time.plus(patience.t4()));
        });
    }

    private State repeatConfirmation(int tries) {
        return talk.sayAgain(time -> new AwaitingConfirmation(tries, time.plus(patience.t4())));
    }

    // Phase D

    private State partConfirmed(boolean trainAgain) {
        doubt = false;
        Sheet page = sheet.orElseThrow();
        PageOut out = page.out();
        boolean more = mode.errorCorrection() && block < out.blocks() - 1;
        if (more) {
            block++;
            talk.report(new Progress.PagePart(number, out.before(block), out.size()));
            return stopping.isPresent()
                    ? talk.farewell(stopping.get(), "stopped")
                    : trainAgain ? train(1) : sendBlock();
        }
        confirmed = number;
        talk.note("page " + number + " confirmed");
        talk.report(new Progress.PagePart(number, out.size(), out.size()));
        talk.report(new Progress.PageConfirmed(number));
        sheet = Optional.empty();
        rejections = 0;
        if (number == pages.count()) {
            return talk.farewell(Outcome.DELIVERED, "");
        }
        if (stopping.isPresent()) {
            return talk.farewell(stopping.get(), "stopped");
        }
        number++;
        if (ending == Ending.EOM) {
            talk.listen(new Action.Expected.FramesOnly());
            return new AwaitingDisAgain(talk.in(AFTER_EOM));
        }
        return trainAgain ? agree() : nextPage();
    }

    /** After MPS: the page is sent in the mode that is agreed. */
    private State nextPage() {
        Optional<Page> page = pages.page(number);
        if (page.isEmpty()) {
            return lost();
        }
        Optional<Mode> best = modeFor(page.get());
        return best.isEmpty() ? incompatible(page.get()) : best.get().samePaper(mode) ? sendPage() : agree();
    }

    private State pageRejected() {
        doubt = false;
        rejections++;
        talk.note("page " + number + " was not received well");
        if (stopping.isPresent()) {
            return talk.farewell(stopping.get(), "stopped");
        }
        if (rejections > patience.pageRepeats()) {
            return talk.farewell(Outcome.PAGE_REJECTED, "");
        }
        stepDown();
        sheet = Optional.empty();
        return train(1);
    }

    private State repair(Frame.Ppr ppr) {
        doubt = false;
        BitSet left = ppr.frames(sheet.orElseThrow().out().frames(block));
        if (left.isEmpty()) {
            left = asked;
        }
        if (stopping.isPresent()) {
            return talk.farewell(stopping.get(), "stopped");
        }
        pprs++;
        framesSaid += asked.cardinality();
        framesLost += left.cardinality();
        talk.note("the other machine asks for " + left.cardinality() + " frames again");
        if (pprs < PPRS) {
            return sayBlock(left, mode.carrier().hasShortTraining());
        }
        // Slower only where the speed is to blame: where more than a quarter of all that was said got lost. Ours.
        boolean slower = framesLost * 4 > framesSaid && stepDown();
        framesSaid = 0;
        framesLost = 0;
        corrections++;
        pprs = 0;
        boolean hopeless = corrections > CORRECTIONS || (!slower && left.cardinality() >= leftBefore);
        leftBefore = left.cardinality();
        asked = left;
        if (hopeless) {
            boolean last = block == sheet.orElseThrow().out().blocks() - 1;
            talk.say(new Frame.Eor(last ? ending : Ending.NULL, false));
            return talk.thenAwait(time -> new AwaitingErr(1, time.plus(patience.t4())));
        }
        talk.say(new Frame.Ctc(mode.dcs()));
        return talk.thenAwait(time -> new AwaitingCtr(1, time.plus(patience.t4())));
    }

    private State askReady(int tries, Instant limit) {
        if (!talk.now().isBefore(limit)) {
            return talk.farewell(Outcome.PAGE_NOT_CONFIRMED, "the other machine was not ready for too long");
        }
        talk.say(new Frame.Rr());
        return talk.thenAwait(time -> new AwaitingReady(tries, limit, time.plus(patience.t4())));
    }
}
