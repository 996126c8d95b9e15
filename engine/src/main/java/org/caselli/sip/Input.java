package org.caselli.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.sdp.Sdp;

/** What a {@link UserAgent} is told. */
public sealed interface Input {

    /** A UDP datagram came in. The octets are not kept. */
    record Datagram(Hop from, byte[] octets) implements Input {}

    /** Octets came in over a TCP connection, in any portions; {@code from} names the connection by its far end. */
    record StreamOctets(Hop from, byte[] octets) implements Input {}

    /** Something could not be sent to this hop, or its connection is gone (ICMP unreachable, refused, closed, reset). */
    record Unreachable(Hop hop, String why) implements Input {}

    /** The {@link UserAgent#deadline()} has come. */
    record TimeUp() implements Input {}

    /**
     * Keep this account at its registrar. {@link Output.RegistrationIs} tells how that goes. Where the name has a
     * registration already it goes on by the new plan; if that is for another binding, the old one is taken back.
     */
    record Register(String name, RegistrationPlan plan) implements Input {}

    /** Take the registration back. {@link RegistrationState.Ended} follows, soon or after 32 s. */
    record Unregister(String name) implements Input {}

    /** Ask this far end again and again whether it is there, from now on. {@link Output.Checked} tells the answers. */
    record Check(String name, CheckPlan plan) implements Input {}

    /** Do not ask it any more. */
    record CheckNoMore(String name) implements Input {}

    /** Register and check at once what goes by this name, without waiting for its time. */
    record Hurry(String name) implements Input {}

    /** Somebody wants something of one call. A command that no longer fits the call's state has no effect. */
    sealed interface Command extends Input {
        CallId call();
    }

    /**
     * Call somebody. Ends in {@link Output.Answered}, {@link Output.Refused} or {@link Output.Ended}.
     *
     * @param call    fresh, from {@link UserAgent#newCall()}
     * @param target  whom
     * @param through send it there whatever the target says (an outbound proxy or trunk): to the first, and to the next
     *                where that one cannot be reached, says nothing or is out of service (503; RFC 3263 clause 4.3). Empty
     *                for the target's own hop
     * @param from    who we are: name and URI; its parameters are not used
     * @param offer   what we offer
     * @param ringFor how long we wait for an answer; empty for the agent's own setting
     * @param login   for a 401 or 407; empty if we have none
     * @param extra   headers put into the INVITE besides ours (P-Asserted-Identity, say)
     */
    record Invite(
            CallId call,
            SipUri target,
            List<Hop> through,
            NameAddr from,
            Sdp offer,
            Optional<Duration> ringFor,
            Optional<Login> login,
            List<Header> extra)
            implements Command {
        public Invite {
            through = List.copyOf(through);
            extra = List.copyOf(extra);
        }

        /** The plain case. */
        public static Invite of(CallId call, SipUri target, NameAddr from, Sdp offer) {
            return new Invite(call, target, List.of(), from, offer, Optional.empty(), Optional.empty(), List.of());
        }
    }

    /**
     * User name and password for a digest challenge (RFC 7616, RFC 8760).
     *
     * @param realm the only realm that is answered; empty for any
     */
    record Login(String user, String password, String realm) {
        /** For any realm. */
        public Login(String user, String password) {
            this(user, password, "");
        }

        @Override
        public String toString() {
            return "Login[" + user + "]"; // a password stands in no diary
        }
    }

    /** Tell a caller that we ring (180). */
    record Ring(CallId call) implements Command {}

    /**
     * Take a call or a re-INVITE (200). {@code sdp} answers its offer; where it had none, {@code sdp} is our offer and
     * the answer comes in {@link Output.Confirmed}.
     */
    record Answer(CallId call, Sdp sdp) implements Command {}

    /**
     * Refuse a call or a re-INVITE; a refused re-INVITE leaves the call as it was.
     *
     * @param status 300 to 699, 486 or 488 say
     * @param phrase for people; empty for the usual one
     * @param extra  headers put into it: the challenges of a 401
     */
    record Refuse(CallId call, int status, String phrase, Optional<Reason> reason, List<Header> extra)
            implements Command {
        public Refuse {
            extra = List.copyOf(extra);
            if (status < 300 || status > 699) {
                throw new IllegalArgumentException("A refusal has status " + status + "; give 300 to 699.");
            }
        }

        /** Without headers of its own. */
        public Refuse(CallId call, int status, String phrase, Optional<Reason> reason) {
            this(call, status, phrase, reason, List.of());
        }

        /** Without reason. */
        public static Refuse of(CallId call, int status) {
            return new Refuse(call, status, "", Optional.empty());
        }
    }

    /** Offer other media within an answered call. Ends in {@link Output.ReInviteAnswered} or {@code ReInviteRefused}. */
    record ReInvite(CallId call, Sdp offer) implements Command {}

    /**
     * End the call in whatever way its state asks for: CANCEL, BYE, or a refusal (480). {@link Output.Ended} follows at
     * once, unless the call was over already.
     */
    record HangUp(CallId call, Optional<Reason> reason) implements Command {
        /** Without reason. */
        public static HangUp of(CallId call) {
            return new HangUp(call, Optional.empty());
        }
    }
}
