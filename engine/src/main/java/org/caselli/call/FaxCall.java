package org.caselli.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.caselli.call.MediaSwitch.Path;
import org.caselli.outcome.Outcome;
import org.caselli.sip.CallId;
import org.caselli.sip.Input.Answer;
import org.caselli.sip.Input.Command;
import org.caselli.sip.Input.HangUp;
import org.caselli.sip.Input.Invite;
import org.caselli.sip.Input.ReInvite;
import org.caselli.sip.Input.Refuse;
import org.caselli.sip.Output.Answered;
import org.caselli.sip.Output.CallEvent;
import org.caselli.sip.Output.Confirmed;
import org.caselli.sip.Output.Ended;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.Output.Incoming;
import org.caselli.sip.Output.Noted;
import org.caselli.sip.Output.ReInviteAnswered;
import org.caselli.sip.Output.ReInviteRefused;
import org.caselli.sip.Output.ReInvited;
import org.caselli.sip.Output.Refused;
import org.caselli.sip.Output.Ringing;
import org.caselli.sip.message.Reason;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.caselli.t30.Event;
import org.caselli.t30.PageSource;
import org.caselli.t30.Station;
import org.caselli.t30.T30Session;
import org.caselli.t38.T38Terminal;

/**
 * One fax call, from its first SIP message to its last. Begin it, tell it what happened, carry out what it answers, in
 * order, before the next input. It belongs to one thread at a time.
 *
 * <p>A call goes through these states: dialling (ours only); answered, in which sound gives way to T.38; the fax
 * conversation; leaving, while the last words go out; hung up, while SIP says good-bye; over. How the call ended is
 * decided by T.30 once it has spoken, whatever SIP does afterwards.
 */
public final class FaxCall {
    /** After our last word: its repeats have to go out (T.38 without acknowledgements), and BYE must not pass them. */
    private static final Duration LAST_WORDS = Duration.ofMillis(300);
    /** After the far end's last word it is for the caller to hang up; if it does not, we do. T.30 is silent. */
    private static final Duration CALLER_HANGS_UP = Duration.ofMillis(1200);
    /** SIP gets so long to confirm a BYE or a CANCEL; the user agent goes on repeating them without us. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    /**
     * Somebody stops the call: T.30 gets so long to end it in good order. It takes the longest where a page is within its
     * last 3 s, which are sent: then come PPS-EOP, MCF and DCN, about 1.4 s each with their preambles (T.30 clause 5.3.1).
     * Who does not wait for the MCF does not know whether the page arrived, and sends it twice.
     */
    private static final Duration STOPPING = Duration.ofSeconds(8);

    private final CallId id;
    private final boolean calling;
    private final Station me;
    private final Optional<PageSource> pages;
    private final CallSettings settings;
    private final MediaSwitch media;
    private final RandomGenerator random;
    private final Optional<Invite> dial;
    private final Optional<Incoming> invitation;
    private final Diary diary = new Diary();

    private State state = new Over();
    private Instant latest = Instant.MAX;
    private Optional<SoundPath> sound = Optional.empty();
    private Optional<Conversation> fax = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<Outcome> stop = Optional.empty();
    private Optional<Instant> answered = Optional.empty();
    private Optional<Integer> sipStatus = Optional.empty();
    private boolean rang;

    /** Where the call is, with what belongs to it. */
    private sealed interface State {
        /** When something is due by itself. */
        Instant until();
    }

    /** Our INVITE is out; the user agent ends this by itself. */
    private record Dialling() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /**
     * Answered, T.38 not yet up.
     *
     * @param offerAt when we offer T.38; MAX if we have, or the answer is not acknowledged yet
     * @param limit   when T.38 must be up
     * @param agreed  T.38 is agreed by our answer, which the far end has yet to acknowledge
     */
    private record Switching(Instant offerAt, Instant limit, Optional<T38Media> agreed) implements State {
        @Override
        public Instant until() {
            return offerAt.isBefore(limit) ? offerAt : limit;
        }
    }

    /** The conversation runs, until its end or its limit. */
    private record Faxing(Instant until) implements State {}

    /** All is said; BYE is due. */
    private record Leaving(Instant until) implements State {}

    /**
     * SIP is gone; T.30 has been told, and perhaps keeps its last page still.
     *
     * @param why what became of the call if T.30 does not know better
     */
    private record Cut(Outcome why) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** We hung up, or gave up. */
    private record HungUp(Instant until) implements State {}

    /** Nothing more comes. */
    private record Over() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private FaxCall(
            CallId id,
            Station me,
            Optional<PageSource> pages,
            CallSettings settings,
            MediaSwitch media,
            RandomGenerator random,
            Optional<Invite> dial,
            Optional<Incoming> invitation) {
        this.id = id;
        this.calling = dial.isPresent();
        this.me = me;
        this.pages = pages;
        this.settings = settings;
        this.media = media;
        this.random = random;
        this.dial = dial;
        this.invitation = invitation;
    }

    /**
     * A call of ours that sends a fax.
     *
     * @param invite whom to call and how; its offer is replaced by ours
     * @param me     who we are and what we use
     * @param pages  what we send
     * @param sound  our sound port, as the far end sees it
     * @param fax    our fax port, as the far end sees it
     */
    public static FaxCall outgoing(
            Invite invite,
            Station me,
            PageSource pages,
            CallSettings settings,
            MediaAddress sound,
            MediaAddress fax,
            RandomGenerator random) {
        var media = new MediaSwitch(settings, sound, fax);
        Sdp offer = settings.imageFirst() ? media.faxOffer() : media.soundOffer();
        var dial = new Invite(
                invite.call(),
                invite.target(),
                invite.through(),
                invite.from(),
                offer,
                invite.ringFor(),
                invite.login(),
                invite.extra());
        return new FaxCall(
                invite.call(), me, Optional.of(pages), settings, media, random, Optional.of(dial), Optional.empty());
    }

    /**
     * A call that came in, to be answered at once, and whose fax we receive.
     *
     * @param me    who we are and what we take
     * @param sound our sound port, as the far end sees it
     * @param fax   our fax port, as the far end sees it
     */
    public static FaxCall incoming(
            Incoming invitation,
            Station me,
            CallSettings settings,
            MediaAddress sound,
            MediaAddress fax,
            RandomGenerator random) {
        return new FaxCall(
                invitation.call(),
                me,
                Optional.empty(),
                settings,
                new MediaSwitch(settings, sound, fax),
                random,
                Optional.empty(),
                Optional.of(invitation));
    }

    /** Dials, or answers; once. */
    public List<CallOutput> begin(Instant now) {
        List<CallOutput> out = new ArrayList<>();
        latest = now.plus(settings.longest());
        if (dial.isPresent()) {
            Invite invite = dial.get();
            diary.write(
                    "calling " + invite.target() + ", offering " + (settings.imageFirst() ? "T.38" : "sound"),
                    now,
                    out);
            state = new Dialling();
            out.add(new CallOutput.Told(new CallProgress.Dialling()));
            out.add(new CallOutput.Signal(invite));
        } else {
            answer(invitation.orElseThrow(), now, out);
        }
        return out;
    }

    /**
     * Takes an input.
     *
     * @param now not before any earlier time
     */
    public List<CallOutput> on(CallInput input, Instant now) {
        List<CallOutput> out = new ArrayList<>();
        switch (input) {
            case CallInput.FaxPacket(MediaAddress from, byte[] octets) -> faxPacket(from, octets, now, out);
            case CallInput.SoundPacket(MediaAddress from, byte[] octets) ->
                sound.ifPresent(path -> path.packet(from, octets, now));
            case CallInput.Signalled(CallEvent event) -> signalled(event, now, out);
            case CallInput.Kept _ -> fax.ifPresent(conversation -> conversation.kept(now, out));
            case CallInput.CannotKeep(String reason) ->
                fax.ifPresent(conversation -> conversation.cannotKeep(reason, now, out));
            case CallInput.Stop(Outcome why) -> stop(why, now, out);
            case CallInput.TimeUp _ -> timeUp(now, out);
        }
        concludeFax(now);
        return out;
    }

    /** When {@link CallInput.TimeUp} is due; {@link Instant#MAX} once the call is over. */
    public Instant deadline() {
        if (over()) {
            return Instant.MAX;
        }
        Instant due = earlier(state.until(), state instanceof HungUp ? Instant.MAX : latest);
        if (state instanceof Switching) {
            due = earlier(due, sound.map(SoundPath::deadline).orElse(Instant.MAX));
        }
        if (state instanceof Faxing || state instanceof Leaving) {
            due = earlier(due, fax.map(Conversation::deadline).orElse(Instant.MAX));
        }
        return due;
    }

    /** Whether the call is over: nothing more comes out, and the {@link #result()} is final. */
    public boolean over() {
        return state instanceof Over && outcome.isPresent();
    }

    /** What is known of the call by now. */
    public CallResult result() {
        PacketCounts counts = fax.map(Conversation::counts).orElse(PacketCounts.NONE);
        return new CallResult(
                outcome,
                fax.map(Conversation::farIdentity).orElse(""),
                fax.flatMap(Conversation::carrier),
                fax.flatMap(Conversation::coding),
                fax.map(Conversation::errorCorrection).orElse(false),
                fax.map(Conversation::pagesConfirmed).orElse(0),
                answered,
                sipStatus,
                fax.map(Conversation::heardFrom).orElse(MediaAddress.UNKNOWN),
                new PacketCounts(
                        counts.faxSent(),
                        counts.faxReceived(),
                        counts.faxRepaired(),
                        counts.faxLost(),
                        sound.map(SoundPath::sent).orElse(0L),
                        sound.map(SoundPath::received).orElse(0L),
                        counts.refused() + sound.map(SoundPath::refused).orElse(0L)));
    }

    // Signalling

    private void signalled(CallEvent event, Instant now, List<CallOutput> out) {
        if (event instanceof Noted(CallId _, String line)) {
            diary.write(line, now, out);
            return;
        }
        switch (event) {
            case Ended(CallId _, Ending how, List<Reason> reasons) -> ended(how, reasons, now, out);
            case Refused refused
            when state instanceof Dialling || state instanceof HungUp -> refused(refused, now, out);
            case Ringing _
            when state instanceof Dialling -> {
                if (!rang) {
                    rang = true;
                    out.add(new CallOutput.Told(new CallProgress.Ringing()));
                }
            }
            case Answered(CallId _, Sdp answer) when state instanceof Dialling -> answered(answer, now, out);
            case Confirmed(CallId _, Optional<Sdp> answer) -> confirmed(answer, now, out);
            case ReInvited(CallId _, Optional<Sdp> offer) -> reInvited(offer, now, out);
            case ReInviteAnswered(CallId _, Sdp answer) -> reInviteAnswered(answer, now, out);
            case ReInviteRefused(CallId _, int status, String phrase)
            when state instanceof Switching switching -> reInviteRefused(switching, status, phrase, now, out);
            // What comes too late for the state we are in, or twice, changes nothing.
            default -> {}
        }
    }

    private void answer(Incoming call, Instant now, List<CallOutput> out) {
        Instant limit = now.plus(settings.faxWithin());
        Sdp reply;
        Optional<T38Media> agreed = Optional.empty();
        if (call.offer().isEmpty()) {
            // It leaves the offer to us: sound, which everybody has; its answer comes with the acknowledgement.
            reply = settings.imageFirst() ? media.faxOffer() : media.soundOffer();
        } else {
            Sdp offer = call.offer().get();
            Path path = media.path(offer);
            switch (path) {
                case Path.Fax(T38Media far) -> agreed = Optional.of(far);
                case Path.Sound path1 -> hearSound(path1, now);
                case Path.Nothing _ -> {
                    diary.write("the caller offers neither T.38 nor G.711; refusing", now, out);
                    sipStatus = Optional.of(488);
                    outcome = Optional.of(Outcome.T38_REFUSED);
                    out.add(new CallOutput.Signal(Refuse.of(id, 488)));
                    state = new HungUp(now.plus(GOODBYE));
                    return;
                }
            }
            reply = media.answer(offer, path);
        }
        diary.write(agreed.isPresent() ? "answering with T.38" : "answering with sound", now, out);
        answered = Optional.of(now);
        sipStatus = Optional.of(200);
        state = new Switching(Instant.MAX, limit, agreed);
        out.add(new CallOutput.Signal(new Answer(id, reply)));
        out.add(new CallOutput.Told(new CallProgress.Answered()));
    }

    private void answered(Sdp answer, Instant now, List<CallOutput> out) {
        answered = Optional.of(now);
        sipStatus = Optional.of(200);
        out.add(new CallOutput.Told(new CallProgress.Answered()));
        Instant limit = now.plus(settings.faxWithin());
        switch (media.path(answer)) {
            case Path.Fax(T38Media far) -> {
                state = new Switching(Instant.MAX, limit, Optional.of(far));
                beginFax(far, now, out);
            }
            case Path.Sound path
            when !settings.imageFirst() -> {
                hearSound(path, now);
                state = new Switching(now.plus(settings.callerWaits()), limit, Optional.empty());
            }
            case Path.Sound _, Path.Nothing _ -> refuseT38("the far end answered without T.38", now, out);
        }
    }

    private void confirmed(Optional<Sdp> answer, Instant now, List<CallOutput> out) {
        if (!(state instanceof Switching switching)) {
            return;
        }
        Optional<T38Media> agreed = switching.agreed();
        if (answer.isPresent()) {
            switch (media.path(answer.get())) {
                case Path.Fax(T38Media far) -> agreed = Optional.of(far);
                case Path.Sound path -> hearSound(path, now);
                case Path.Nothing _ -> {
                    refuseT38("the far end took none of the media we offered", now, out);
                    return;
                }
            }
        }
        if (agreed.isPresent()) {
            beginFax(agreed.get(), now, out);
        } else if (!calling) {
            state = new Switching(now.plus(settings.answererWaits()), switching.limit(), Optional.empty());
            timeUp(now, out);
        }
    }

    private void reInvited(Optional<Sdp> offer, Instant now, List<CallOutput> out) {
        boolean faxing = state instanceof Faxing || state instanceof Leaving;
        if (!faxing && !(state instanceof Switching)) {
            out.add(new CallOutput.Signal(Refuse.of(id, 488)));
            return;
        }
        if (offer.isEmpty()) {
            // It asks what we have: what is in use, unchanged (RFC 3261 clause 14.2).
            out.add(new CallOutput.Signal(new Answer(id, faxing ? media.faxOffer() : media.soundOffer())));
            return;
        }
        Path path = media.path(offer.get());
        switch (path) {
            case Path.Fax(T38Media far)
            when faxing -> {
                fax.ifPresent(conversation -> conversation.redirect(address(far)));
                diary.write("the far end offers T.38 again; going on as before", now, out);
            }
            case Path.Fax(T38Media far) -> {
                diary.write("the far end offers T.38; taking it", now, out);
                state = new Switching(Instant.MAX, ((Switching) state).limit(), Optional.of(far));
            }
            case Path.Sound again when !faxing -> hearSound(again, now);
            case Path.Sound _, Path.Nothing _ -> {
                // Nothing may pull a fax back to sound in its midst; a refused re-INVITE leaves the call as it was.
                diary.write("the far end offers no T.38; refusing", now, out);
                out.add(new CallOutput.Signal(Refuse.of(id, 488)));
                return;
            }
        }
        out.add(new CallOutput.Signal(new Answer(id, media.answer(offer.get(), path))));
    }

    private void reInviteAnswered(Sdp answer, Instant now, List<CallOutput> out) {
        Path path = media.path(answer);
        if (state instanceof Switching) {
            switch (path) {
                case Path.Fax(T38Media far) -> beginFax(far, now, out);
                case Path.Sound _, Path.Nothing _ ->
                    refuseT38("the far end answered our offer of T.38 without T.38", now, out);
            }
        } else if (path instanceof Path.Fax(T38Media far)) {
            fax.ifPresent(conversation -> conversation.redirect(address(far)));
        }
    }

    private void reInviteRefused(Switching switching, int status, String phrase, Instant now, List<CallOutput> out) {
        if (switching.agreed().isPresent()) {
            return; // meanwhile it offered T.38 itself, and we took it
        }
        if (status == 500) {
            // So machines older than 491 answer when an offer of their own is under way (RFC 3261 clause 14.2).
            diary.write("the far end cannot take our offer just now; waiting for its own", now, out);
            return;
        }
        refuseT38("the far end refused T.38: " + status + " " + phrase, now, out);
    }

    private void refused(Refused refused, Instant now, List<CallOutput> out) {
        if (outcome.isEmpty()) {
            sipStatus = Optional.of(refused.status());
            outcome = Optional.of(meaning(refused));
        }
        state = new Over();
        out.add(new CallOutput.Told(new CallProgress.Ending()));
    }

    /** The cause of the telephone network says more than the status that a gateway made of it, if it says anything. */
    private Outcome meaning(Refused refused) {
        return refused.reasons().stream()
                .filter(Reason::isQ850)
                .map(reason -> Outcome.ofQ850(reason.cause()))
                .filter(outcome -> outcome != Outcome.SIGNALLING_FAILED)
                .findFirst()
                .orElseGet(() -> refused.status() == 408 && !rang
                        ? Outcome.TRUNK_UNREACHABLE // nothing at all came back
                        : Outcome.ofSip(refused.status()));
    }

    private void ended(Ending how, List<Reason> reasons, Instant now, List<CallOutput> out) {
        for (Reason reason : reasons) {
            diary.write("reason given: " + reason, now, out);
        }
        if (!(state instanceof HungUp || state instanceof Over)) {
            out.add(new CallOutput.Told(new CallProgress.Ending()));
        }
        if ((state instanceof Faxing || state instanceof Leaving) && fax.isPresent()) {
            Outcome gone = stop.orElse(how == Ending.FAR_END_HUNG_UP ? Outcome.FAR_END_HUNG_UP : Outcome.LINE_DROPPED);
            state = new Cut(gone);
            fax.get().event(new Event.LineGone(gone), now, out);
            return;
        }
        if (outcome.isEmpty()) {
            outcome = Optional.of(stop.orElse(
                    switch (how) {
                        case FAR_END_HUNG_UP, CALLER_GAVE_UP -> Outcome.FAR_END_HUNG_UP;
                        case RANG_OUT -> Outcome.NO_ANSWER;
                        case UNREACHABLE -> answered.isPresent() ? Outcome.LINE_DROPPED : Outcome.TRUNK_UNREACHABLE;
                        case NO_RESPONSE, FORGOTTEN -> Outcome.LINE_DROPPED;
                        case NONSENSE -> Outcome.SIGNALLING_FAILED;
                        case WE_HUNG_UP -> Outcome.INTERNAL_ERROR;
                    }));
        }
        state = new Over();
    }

    // Media

    private void hearSound(Path.Sound path, Instant now) {
        if (sound.isPresent()) {
            sound.get().redirect(path.address(), path.speaks());
        } else {
            sound = Optional.of(new SoundPath(path.law(), calling, path.address(), path.speaks(), random, now));
        }
    }

    private void beginFax(T38Media far, Instant now, List<CallOutput> out) {
        if (fax.isPresent()) {
            return;
        }
        int rate = media.bitRate(far);
        diary.write(
                "T.38 with " + address(far) + ", up to " + rate + " bit/s, datagrams up to "
                        + media.options(far).maxDatagram() + " octets",
                now,
                out);
        Station station = me.with(me.abilities().upTo(rate));
        T30Session session =
                pages.map(source -> T30Session.calling(station, source)).orElseGet(() -> T30Session.answering(station));
        var terminal = new T38Terminal(media.options(far), settings.pacing(), settings.redundancy(), now);
        var conversation = new Conversation(session, terminal, address(far), diary);
        fax = Optional.of(conversation);
        state = new Faxing(Instant.MAX);
        out.add(new CallOutput.CloseSound());
        out.add(new CallOutput.Told(new CallProgress.FaxBegun()));
        conversation.begin(now, out);
    }

    private void faxPacket(MediaAddress from, byte[] octets, Instant now, List<CallOutput> out) {
        if (state instanceof Switching switching && switching.agreed().isPresent()) {
            // T.38 is agreed and its packets come: the acknowledgement was lost or is late.
            beginFax(switching.agreed().get(), now, out);
        }
        if (state instanceof Faxing || state instanceof Leaving) {
            fax.ifPresent(conversation -> conversation.packet(from, octets, now, out));
        }
    }

    private void refuseT38(String why, Instant now, List<CallOutput> out) {
        diary.write(why, now, out);
        outcome = Optional.of(stop.orElse(Outcome.T38_REFUSED));
        hangUp(now, out);
    }

    private static MediaAddress address(T38Media far) {
        return new MediaAddress(far.address(), far.port());
    }

    // Ends

    private void stop(Outcome why, Instant now, List<CallOutput> out) {
        if (stop.isPresent() || outcome.isPresent()) {
            return;
        }
        stop = Optional.of(why);
        diary.write("told to stop: " + why, now, out);
        if (state instanceof Faxing) {
            state = new Faxing(now.plus(STOPPING));
            fax.orElseThrow().event(new Event.Stop(why), now, out);
        } else {
            outcome = stop;
            hangUp(now, out);
        }
    }

    private void timeUp(Instant now, List<CallOutput> out) {
        if (!latest.isAfter(now) && !(state instanceof HungUp)) {
            latest = Instant.MAX;
            diary.write("the call is longer than " + settings.longest() + " allows", now, out);
            stop(Outcome.LINE_DROPPED, now, out);
        }
        switch (state) {
            case Switching switching -> {
                if (!switching.limit().isAfter(now)) {
                    refuseT38("no T.38 within " + settings.faxWithin().toSeconds() + " s of the answer", now, out);
                } else if (!switching.offerAt().isAfter(now)) {
                    diary.write("offering T.38", now, out);
                    state = new Switching(Instant.MAX, switching.limit(), switching.agreed());
                    out.add(new CallOutput.Signal(new ReInvite(id, media.faxOffer())));
                }
                if (state instanceof Switching) {
                    sound.ifPresent(path -> path.timeUp(now, out));
                }
            }
            case Faxing(Instant until) -> {
                if (!until.isAfter(now)) {
                    Outcome why = stop.orElse(Outcome.LINE_DROPPED);
                    diary.write("it does not end in good order; hanging up", now, out);
                    out.add(new CallOutput.Told(new CallProgress.Ending()));
                    out.add(new CallOutput.Signal(hangUpCommand()));
                    state = new Cut(why);
                    fax.orElseThrow().event(new Event.LineGone(why), now, out);
                } else {
                    fax.orElseThrow().timeUp(now, out);
                }
            }
            case Leaving(Instant until) -> {
                fax.orElseThrow().timeUp(now, out);
                if (!until.isAfter(now)) {
                    hangUp(now, out);
                }
            }
            case HungUp(Instant until) -> {
                if (!until.isAfter(now)) {
                    state = new Over();
                }
            }
            case Dialling _, Cut _, Over _ -> {}
        }
    }

    /** T.30 is through: its outcome stands. The side that spoke last hangs up; by T.30 that is the caller. */
    private void concludeFax(Instant now) {
        Optional<Outcome> ending = fax.flatMap(Conversation::outcome);
        if (state instanceof Faxing && ending.isPresent()) {
            outcome = ending;
            state = new Leaving(now.plus(calling || stop.isPresent() ? LAST_WORDS : CALLER_HANGS_UP));
        } else if (state instanceof Cut(Outcome why) && !fax.orElseThrow().keeping()) {
            outcome = outcome.or(() -> ending).or(() -> Optional.of(why));
            state = new Over();
        }
    }

    private void hangUp(Instant now, List<CallOutput> out) {
        out.add(new CallOutput.Told(new CallProgress.Ending()));
        out.add(new CallOutput.Signal(hangUpCommand()));
        state = new HungUp(now.plus(GOODBYE));
    }

    /** Ends the SIP call whatever state it is in: for a driver whose call met an error of ours. */
    public Command hangUpCommand() {
        return HangUp.of(id);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
