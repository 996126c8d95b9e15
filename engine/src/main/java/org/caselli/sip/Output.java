package org.caselli.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.Uri;
import org.caselli.sip.sdp.Sdp;

/** What a {@link UserAgent} wants done or known, in order. */
public sealed interface Output {

    /**
     * Send these octets there. Over TCP: on the connection with that far end if there is one, else on a new one. What
     * fails comes back as {@link Input.Unreachable}.
     */
    record Send(Hop to, byte[] octets) implements Output {}

    /** Close the TCP connection with this far end: what came over it makes no sense any more. */
    record Close(Hop connection) implements Output {}

    /** Something that belongs to no call, for a log: a malformed datagram, a stray response. */
    record Remark(Hop from, String line) implements Output {}

    /** News of something that outlasts calls, by the name that it was begun with. */
    sealed interface Standing extends Output {
        String name();
    }

    /** How a registration stands now. */
    record RegistrationIs(String name, RegistrationState state) implements Standing {}

    /**
     * What became of an OPTIONS.
     *
     * @param at        whom we asked (the last of several, if none was there)
     * @param status    its answer; 408 where none came, 503 where it could not be reached
     * @param why       in words
     * @param there     whether the far end is there
     * @param roundTrip how long it took
     */
    record Checked(String name, Hop at, int status, String why, boolean there, Duration roundTrip)
            implements Standing {}

    /** Something happened to one call. Nothing follows {@link Refused} or {@link Ended} of the same call but notes. */
    sealed interface CallEvent extends Output {
        CallId call();
    }

    /** A line for the call's diary: what was said or heard in SIP, in one line. */
    record Noted(CallId call, String line) implements CallEvent {}

    /**
     * Somebody calls us. Answer with {@link Input.Ring}, {@link Input.Answer}, {@link Input.Refuse}.
     *
     * @param from      who calls
     * @param to        whom they called, as the caller wrote it
     * @param requested the request URI: whom the network made of it
     * @param offer     empty if the caller leaves the offer to us
     * @param peer      where it came from
     * @param headers   all headers of the INVITE
     */
    record Incoming(
            CallId call, NameAddr from, NameAddr to, Uri requested, Optional<Sdp> offer, Hop peer, Headers headers)
            implements CallEvent {
        /** The number that was called: that of the request URI, or of To where that has none. */
        public String calledNumber() {
            String number = requested.number();
            return number.isEmpty() ? to.uri().number() : number;
        }
    }

    /** The far end works on our call: 180, 183 or another provisional response above 100. */
    record Ringing(CallId call, int status, Optional<Sdp> early) implements CallEvent {}

    /** Our call was taken; this answers our offer. */
    record Answered(CallId call, Sdp answer) implements CallEvent {}

    /**
     * Our call was not taken.
     *
     * @param status     300 to 699; 408 also where nothing at all came back, 503 where it could not be sent
     * @param reasons    Q.850 causes and others (RFC 3326); often none
     * @param retryAfter when the far end asks us to come back
     * @param contacts   where it sends us to (3xx), or may be tried instead
     */
    record Refused(
            CallId call,
            int status,
            String phrase,
            List<Reason> reasons,
            Optional<Duration> retryAfter,
            List<NameAddr> contacts)
            implements CallEvent {
        public Refused {
            reasons = List.copyOf(reasons);
            contacts = List.copyOf(contacts);
        }
    }

    /** Our 200 was acknowledged: for the call itself and for each re-INVITE. {@code answer}: to an offer of ours in it. */
    record Confirmed(CallId call, Optional<Sdp> answer) implements CallEvent {}

    /** The far end offers other media, or asks us to (empty). Take it with {@link Input.Answer} or refuse it. */
    record ReInvited(CallId call, Optional<Sdp> offer) implements CallEvent {}

    /** The far end took its re-INVITE back (CANCEL) before you answered; the call goes on as it was. */
    record ReInviteWithdrawn(CallId call) implements CallEvent {}

    /** Our re-INVITE was taken. */
    record ReInviteAnswered(CallId call, Sdp answer) implements CallEvent {}

    /**
     * Our re-INVITE was not taken; the call goes on as it was. Where both sides offer at once (491) we try again as
     * RFC 3261 clause 14.1 says, without a word to you; {@code status} is 491 only if you answered the far end's
     * re-INVITE in the meantime, which puts ours aside, or if they refused so ten times.
     */
    record ReInviteRefused(CallId call, int status, String phrase) implements CallEvent {}

    /** The call is over; what still has to be settled with the far end (CANCEL, BYE) the agent settles silently. */
    record Ended(CallId call, Ending how, List<Reason> reasons) implements CallEvent {
        public Ended {
            reasons = List.copyOf(reasons);
        }
    }

    /** How a call came to its end. */
    enum Ending {
        /** We hung up: {@link Input.HangUp} or {@link Input.Refuse}. */
        WE_HUNG_UP,
        /** The far end hung up an answered call (BYE). */
        FAR_END_HUNG_UP,
        /** The caller gave up before we answered (CANCEL). */
        CALLER_GAVE_UP,
        /** Nobody answered our call while we let it ring; we cancelled it. */
        RANG_OUT,
        /** The far end fell silent: no ACK, or no response within the call, for 64 * T1 (RFC 3261). */
        NO_RESPONSE,
        /** The far end no longer knows the call (481). */
        FORGOTTEN,
        /** The network could not carry a message of this call. */
        UNREACHABLE,
        /** The far end broke SIP or SDP so that the call cannot go on. */
        NONSENSE
    }
}
