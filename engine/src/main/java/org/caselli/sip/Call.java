package org.caselli.sip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.CallState.Alerting;
import org.caselli.sip.CallState.Asked;
import org.caselli.sip.CallState.Calling;
import org.caselli.sip.CallState.Exchange;
import org.caselli.sip.CallState.Gone;
import org.caselli.sip.CallState.HangingUp;
import org.caselli.sip.CallState.Offering;
import org.caselli.sip.CallState.Quiet;
import org.caselli.sip.CallState.Unacknowledged;
import org.caselli.sip.CallState.Up;
import org.caselli.sip.CallState.Waiting;
import org.caselli.sip.Output.Ending;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.MalformedException;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Params;
import org.caselli.sip.message.Reason;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipMessage;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.sdp.MalformedSdpException;
import org.caselli.sip.sdp.Media;
import org.caselli.sip.sdp.Sdp;

/**
 * One call, from its INVITE to its BYE (RFC 3261 clauses 9, 12 to 15; RFC 3264 for what is offered and answered).
 *
 * <p>Its user may be told of the end before the far end agrees: then it is only {@code told}, and goes on silently
 * until the last transaction is settled.
 */
final class Call extends Asker {
    private static final byte[] NOTHING = new byte[0];

    /** How often we try again after a 491. Ours: with the waits of clause 14.1 two tries are enough. */
    private static final int MOST_GLARES = 10;

    private final CallId id;
    private final UserAgent agent;
    private CallState state = new Gone();
    private boolean told;
    private String user = "";
    private String callIdHeader = "";
    private Authenticator authenticator = new Authenticator(Optional.empty(), () -> "");
    /** Where our INVITE goes if it fails where it is. */
    private List<Hop> otherHops = List.of();

    private final Agreement agreement;

    Call(CallId id, UserAgent agent) {
        this.id = id;
        this.agent = agent;
        this.agreement = new Agreement(agent);
    }

    /** The Call-ID of its messages; empty before its INVITE. */
    String callIdHeader() {
        return callIdHeader;
    }

    /** Our tag in its dialog, if it has one. */
    Optional<String> tag() {
        return switch (state) {
            case Alerting a -> Optional.of(a.dialog().localTag());
            case Up up -> Optional.of(up.dialog().localTag());
            case Calling _, Gone _ -> Optional.empty();
        };
    }

    // ---- our user

    /** Begins a call of ours. */
    void invite(Input.Invite wish, Instant now) {
        authenticator = new Authenticator(wish.login(), () -> agent.token(16));
        user = wish.from().uri().number();
        List<Hop> hops = wish.through().isEmpty() ? List.of(wish.target().hop()) : wish.through();
        Hop hop = hops.getFirst();
        otherHops = hops.subList(1, hops.size());
        NameAddr from = new NameAddr(wish.from().name(), wish.from().uri(), Params.NONE).withTag(agent.token(10));
        List<Header> headers = new ArrayList<>(16);
        headers.add(new Header("Via", agent.via(hop.transport())));
        headers.add(new Header("Max-Forwards", "70"));
        headers.add(new Header("From", from.toString()));
        headers.add(new Header("To", NameAddr.of(addressOfRecord(wish.target())).toString()));
        callIdHeader = agent.token(20);
        headers.add(new Header("Call-ID", callIdHeader));
        headers.add(new Header("CSeq", "1 INVITE"));
        headers.addAll(offerHeaders(hop));
        headers.addAll(wish.extra());
        Sdp offer = agreement.say(wish.offer());
        Request request = Request.of(Request.INVITE, wish.target().forRequestLine(), new Headers(headers), body(offer));
        note("said INVITE " + request.uri() + " to " + hop + media(offer));
        OurRequest invite = agent.send(this, request, hop, Optional.empty(), 0, now);
        Duration ringFor = wish.ringFor().orElse(agent.settings().ringFor());
        state = new Calling(invite, now.plus(ringFor), false, false, Optional.empty());
    }

    /** To has no port and none of the parameters that direct a request (RFC 3261 table 1). */
    private static SipUri addressOfRecord(SipUri target) {
        return new SipUri(
                target.scheme(),
                target.user(),
                target.host(),
                0,
                target.params()
                        .without("transport")
                        .without("maddr")
                        .without("lr")
                        .without("ttl")
                        .without("method"),
                "");
    }

    private List<Header> offerHeaders(Hop hop) {
        List<Header> headers = new ArrayList<>(4);
        agent.describe(headers, user, hop.transport());
        headers.add(new Header("User-Agent", agent.settings().product()));
        headers.add(new Header("Content-Type", Sdp.CONTENT_TYPE));
        return headers;
    }

    /** Our user wants something. What no longer fits has no effect. */
    void command(Input.Command command, Instant now) {
        if (told) {
            return;
        }
        switch (command) {
            case Input.Invite _ -> {
                // the agent begins calls itself
            }
            case Input.Ring _ -> ring(now);
            case Input.Answer answer -> answer(answer.sdp(), now);
            case Input.Refuse refuse -> refuse(refuse, now);
            case Input.ReInvite reInvite -> reInvite(reInvite.offer(), now);
            case Input.HangUp hangUp -> hangUp(hangUp.reason(), now);
        }
    }

    private void ring(Instant now) {
        // Who requires reliable provisional responses gets none (RFC 3262 clause 3).
        if (state instanceof Alerting a && !a.invite().request.headers().hasToken("Require", "100rel")) {
            List<Header> headers = recordRoute(a.invite().request);
            headers.add(
                    new Header("Contact", agent.contact(user, a.invite().from.transport())));
            note("said 180 Ringing");
            agent.respond(a.invite(), 180, "Ringing", a.dialog().localTag(), headers, NOTHING, now);
        }
    }

    private void answer(Sdp sdp, Instant now) {
        switch (state) {
            case Alerting a -> {
                state = new Up(
                        a.dialog(), accept(a.invite(), a.dialog(), a.offer(), sdp, true, false, now), Optional.empty());
            }
            case Up(Dialog dialog, Asked asked, Optional<Waiting> waiting) -> {
                boolean overtaken = waiting.isPresent() && waiting.get().tries() > 0;
                Exchange next = accept(asked.invite(), dialog, asked.offer(), sdp, false, false, now);
                state = new Up(dialog, next, overtaken ? Optional.empty() : waiting);
                if (overtaken) {
                    tell(new Output.ReInviteRefused(id, 491, "the far end's own was answered instead"));
                }
            }
            default -> {
                // nothing to answer
            }
        }
    }

    /** Says 200 to an INVITE, and waits for its ACK. */
    private Exchange accept(
            TheirRequest invite,
            Dialog dialog,
            Optional<Sdp> offer,
            Sdp sdp,
            boolean initial,
            boolean refresh,
            Instant now) {
        if (offer.isPresent() && sdp.media().size() != offer.get().media().size()) {
            throw new IllegalArgumentException(
                    "The answer for " + id + " has " + sdp.media().size() + " media lines, its offer "
                            + offer.get().media().size() + "; make it with Sdp.answer.");
        }
        dialog.refreshTarget(invite.request);
        Sdp local = agreement.say(sdp);
        agreement.weAreHeard();
        offer.ifPresent(agreement::theyAreHeard);
        List<Header> headers = recordRoute(invite.request);
        agent.describe(headers, user, invite.from.transport());
        headers.add(new Header("Content-Type", Sdp.CONTENT_TYPE));
        note("said 200 OK" + media(local));
        Response ok = agent.respond(invite, 200, "OK", dialog.localTag(), headers, body(local), now);
        Duration t1 = agent.timings().t1();
        return new Unacknowledged(
                invite,
                ok,
                now.plus(t1),
                t1,
                now.plus(agent.timings().patience()),
                offer.isEmpty(),
                initial,
                refresh,
                Optional.empty());
    }

    private static List<Header> recordRoute(Request request) {
        List<Header> headers = new ArrayList<>(6);
        for (String route : request.headers().all("Record-Route")) {
            headers.add(new Header("Record-Route", route));
        }
        return headers;
    }

    private void refuse(Input.Refuse refuse, Instant now) {
        List<Header> more = new ArrayList<>(refuse.extra());
        refuse.reason().ifPresent(reason -> more.add(new Header("Reason", reason.toString())));
        switch (state) {
            case Alerting a -> {
                note("said " + refuse.status());
                agent.respond(
                        a.invite(), refuse.status(), refuse.phrase(), a.dialog().localTag(), more, NOTHING, now);
                end(Ending.WE_HUNG_UP, List.of());
                gone(a.dialog());
            }
            case Up(Dialog dialog, Asked asked, Optional<Waiting> waiting) -> {
                note("said " + refuse.status());
                agent.respond(asked.invite(), refuse.status(), refuse.phrase(), dialog.localTag(), more, NOTHING, now);
                quiet(new Up(dialog, new Quiet(), waiting), now);
            }
            default -> {
                // nothing to refuse
            }
        }
    }

    private void reInvite(Sdp offer, Instant now) {
        if (state instanceof Up up) {
            quiet(new Up(up.dialog(), up.exchange(), Optional.of(new Waiting(offer, now, 0))), now);
        }
    }

    /** Enters a state; and where nothing else goes on, sends what waits. */
    private void quiet(Up up, Instant now) {
        state = up;
        if (up.exchange() instanceof Quiet
                && up.waiting().isPresent()
                && !up.waiting().get().notBefore().isAfter(now)) {
            Waiting waiting = up.waiting().get();
            Hop hop = agent.hopOf(up.dialog());
            Sdp offer = agreement.say(waiting.offer());
            Request request = up.dialog()
                    .request(
                            Request.INVITE,
                            up.dialog().nextSeq(),
                            agent.via(hop.transport()),
                            offerHeaders(hop),
                            body(offer));
            note("said re-INVITE" + media(offer));
            OurRequest invite = agent.send(this, loggedIn(request), hop, Optional.of(up.dialog()), 0, now);
            Instant until = now.plus(agent.timings().patience());
            state = new Up(
                    up.dialog(), new Offering(invite, waiting.offer(), until, waiting.tries()), Optional.empty());
        }
    }

    private void hangUp(Optional<Reason> reason, Instant now) {
        end(Ending.WE_HUNG_UP, List.of());
        switch (state) {
            case Calling c -> giveUp(c, reason, now);
            case Alerting a -> {
                note("said 480");
                agent.respond(
                        a.invite(),
                        480,
                        "",
                        a.dialog().localTag(),
                        reason.stream()
                                .map(r -> new Header("Reason", r.toString()))
                                .toList(),
                        NOTHING,
                        now);
                gone(a.dialog());
            }
            case Up(Dialog dialog, Unacknowledged u, Optional<Waiting> _)
            when u.initial() ->
                state = new Up(
                        dialog,
                        new Unacknowledged(
                                u.invite(),
                                u.ok(),
                                u.resend(),
                                u.pause(),
                                u.giveUp(),
                                u.offered(),
                                true,
                                u.refresh(),
                                Optional.of(new HangingUp(reason))),
                        Optional.empty());
            case Up up -> bye(up, reason, now);
            case Gone _ -> {
                // it is over already
            }
        }
    }

    /** CANCELs, now or as soon as something provisional comes (clause 9.1). */
    private void giveUp(Calling c, Optional<Reason> reason, Instant now) {
        boolean may = c.invite().isProceeding() && !c.cancelled();
        if (may) {
            Request invite = c.invite().request;
            List<Header> headers = new ArrayList<>(8);
            headers.add(new Header("Via", invite.via().toString()));
            for (Header header : invite.headers().list()) {
                switch (header.name()) {
                    case "Max-Forwards", "From", "To", "Call-ID", "Route" -> headers.add(header);
                    default -> {
                        // a CANCEL needs no more
                    }
                }
            }
            headers.add(new Header("CSeq", invite.cseq().number() + " CANCEL"));
            reason.ifPresent(r -> headers.add(new Header("Reason", r.toString())));
            Request cancel = Request.of(Request.CANCEL, invite.uri(), new Headers(headers), NOTHING);
            note("said CANCEL");
            // Where its final response never comes, the INVITE counts as cancelled after 64 * T1.
            c.invite().expireAt(now.plus(agent.timings().patience()));
            agent.send(this, cancel, c.invite().hop, Optional.empty(), 0, now);
        }
        state = new Calling(c.invite(), Instant.MAX, true, c.cancelled() || may, c.early());
    }

    private void bye(Up up, Optional<Reason> reason, Instant now) {
        switch (up.exchange()) {
            case Asked asked ->
                agent.respond(asked.invite(), 487, "", up.dialog().localTag(), List.of(), NOTHING, now);
            case Offering offering ->
                offering.invite().expireAt(now.plus(agent.timings().patience()));
            case Quiet _, Unacknowledged _ -> {
                // nothing to settle
            }
        }
        note("said BYE");
        sendBye(up.dialog(), reason, now);
        gone(up.dialog());
    }

    private void sendBye(Dialog dialog, Optional<Reason> reason, Instant now) {
        Hop hop = agent.hopOf(dialog);
        List<Header> headers = new ArrayList<>(2);
        headers.add(new Header("User-Agent", agent.settings().product()));
        reason.ifPresent(r -> headers.add(new Header("Reason", r.toString())));
        Request request = dialog.request(Request.BYE, dialog.nextSeq(), agent.via(hop.transport()), headers, NOTHING);
        agent.send(this, loggedIn(request), hop, Optional.of(dialog), 0, now);
    }

    /** A request with what the far end would ask for anyway, as it did before. */
    private Request loggedIn(Request request) {
        Headers headers = request.headers();
        for (Header header :
                authenticator.unasked(request.method(), request.uri().toString())) {
            headers = headers.and(header.name(), header.value());
        }
        return Request.of(request.method(), request.uri(), headers, request.body());
    }

    private void gone(Dialog dialog) {
        agent.leave(dialog);
        gone();
    }

    private void gone() {
        state = new Gone();
        agent.forget(id);
    }

    // ---- requests of the far end

    /** The INVITE that begins a call of theirs. */
    void invited(TheirRequest invite, Instant now) {
        callIdHeader = invite.request.callId();
        Request request = invite.request;
        invite.call = Optional.of(this);
        user = request.uri().number();
        Optional<Sdp> offer;
        try {
            if (!Bodies.readable(request)) {
                agent.respond(invite, 415, "Unsupported Media Type", UserAgent.capabilities(), now);
                gone();
                return;
            }
            offer = Bodies.sdp(request);
        } catch (MalformedSdpException e) {
            agent.emit(new Output.Remark(invite.from, "INVITE with " + e.reason()));
            agent.respond(invite, 400, "Bad Session Description", now);
            gone();
            return;
        }
        Dialog dialog = Dialog.called(request, agent.token(10), invite.from);
        agent.enter(dialog, this);
        agent.respond(invite, 100, "Trying", now);
        state = new Alerting(invite, dialog, offer);
        note("heard INVITE " + request.uri() + " from " + invite.from
                + offer.map(Call::media).orElse(", no offer"));
        tell(new Output.Incoming(
                id, request.from(), request.to(), request.uri(), offer, invite.from, request.headers()));
    }

    /** A request within the dialog. */
    void requested(TheirRequest their, Instant now) {
        Request request = their.request;
        their.call = Optional.of(this);
        Dialog dialog = switch (state) {
            case Alerting a -> a.dialog();
            case Up up -> up.dialog();
            case Calling _, Gone _ -> null;
        };
        if (dialog == null) {
            agent.respond(their, 481, "", now);
            return;
        }
        if (!dialog.inOrder(request)) {
            agent.respond(their, 500, "CSeq Out Of Order", now); // clause 12.2.2
            return;
        }
        switch (request.method()) {
            case Request.INVITE -> reInvited(their, now);
            case Request.BYE -> byeHeard(their, dialog, now);
            case Request.OPTIONS -> agent.respond(their, 200, "OK", UserAgent.capabilities(), now);
            case "INFO" -> {
                // Legacy INFO (keys, keep-alive) is taken note of; packages we have none (RFC 6086 clause 4.2.2).
                boolean packaged = request.headers().get("Info-Package").isPresent();
                note("heard INFO");
                agent.respond(
                        their,
                        packaged ? 469 : 200,
                        packaged ? "Bad Info Package" : "OK",
                        packaged ? List.of(new Header("Recv-Info", "")) : List.of(),
                        now);
            }
            case "UPDATE" -> updated(their, dialog, now);
            case "PRACK", "NOTIFY" -> agent.respond(their, 481, "", now);
            default -> agent.notServed(their, now);
        }
    }

    /** A session refresh is answered (RFC 4028 by RFC 3311); new media by UPDATE are not taken. */
    private void updated(TheirRequest their, Dialog dialog, Instant now) {
        note("heard UPDATE");
        List<Header> headers = new ArrayList<>(3);
        try {
            Optional<Sdp> offer = Bodies.sdp(their.request);
            Optional<Sdp> again = agreement.again(offer);
            boolean settled = state instanceof Up(Dialog _, Quiet _, Optional<Waiting> _);
            if (offer.isPresent() && !settled) {
                agent.respond(their, 491, "", now);
            } else if (offer.isPresent() && again.isEmpty()) {
                agent.respond(their, 488, "", now);
            } else {
                dialog.refreshTarget(their.request);
                agent.describe(headers, user, their.from.transport());
                byte[] body = NOTHING;
                if (offer.isPresent()) {
                    headers.add(new Header("Content-Type", Sdp.CONTENT_TYPE));
                    body = body(again.orElseThrow());
                }
                agent.respond(their, 200, "OK", dialog.localTag(), headers, body, now);
            }
        } catch (MalformedSdpException e) {
            note("its SDP was " + e.reason());
            agent.respond(their, 400, "Bad Session Description", now);
        }
    }

    private void byeHeard(TheirRequest their, Dialog dialog, Instant now) {
        List<Reason> reasons = Reason.of(their.request.headers());
        note("heard BYE" + spoken(reasons));
        agent.respond(their, 200, "OK", now);
        switch (state) {
            case Alerting a -> {
                agent.respond(a.invite(), 487, "", dialog.localTag(), List.of(), NOTHING, now);
                end(Ending.CALLER_GAVE_UP, reasons);
            }
            case Up(Dialog _, Asked asked, Optional<Waiting> _) -> {
                agent.respond(asked.invite(), 487, "", dialog.localTag(), List.of(), NOTHING, now);
                end(Ending.FAR_END_HUNG_UP, reasons);
            }
            case Up(Dialog _, Offering offering, Optional<Waiting> _) -> {
                offering.invite().expireAt(now.plus(agent.timings().patience()));
                end(Ending.FAR_END_HUNG_UP, reasons);
            }
            case Up _, Calling _, Gone _ -> end(Ending.FAR_END_HUNG_UP, reasons);
        }
        gone(dialog);
    }

    private void reInvited(TheirRequest their, Instant now) {
        if (state instanceof Up(Dialog _, Unacknowledged u, Optional<Waiting> _) && !u.offered()) {
            // Who sends the next INVITE has our 2xx; only its ACK got lost, or is late.
            confirm(u, Optional.empty(), now);
        }
        switch (state) {
            case Up(Dialog dialog, Quiet _, Optional<Waiting> waiting) -> ask(their, dialog, waiting, now);
            case Up(Dialog _, Offering _, Optional<Waiting> _), Up(Dialog _, Unacknowledged _, Optional<Waiting> _) -> {
                note("heard re-INVITE while ours is under way, said 491");
                agent.respond(their, 491, "", now); // clause 14.2
            }
            case Up(Dialog _, Asked _, Optional<Waiting> _), Alerting _ -> {
                // A second INVITE before the first is answered (clause 14.2): 500 with a wait of 0 to 10 s.
                long seconds =
                        agent.randomWait(Duration.ZERO, Duration.ofSeconds(10)).toSeconds();
                agent.respond(their, 500, "", List.of(new Header("Retry-After", Long.toString(seconds))), now);
            }
            case Calling _, Gone _ -> agent.respond(their, 481, "", now);
        }
    }

    private void ask(TheirRequest their, Dialog dialog, Optional<Waiting> waiting, Instant now) {
        Optional<Sdp> offer;
        try {
            if (!Bodies.readable(their.request)) {
                agent.respond(their, 415, "Unsupported Media Type", UserAgent.capabilities(), now);
                return;
            }
            offer = Bodies.sdp(their.request);
        } catch (MalformedSdpException e) {
            note("heard re-INVITE with " + e.reason() + ", said 488");
            agent.respond(their, 488, "", now);
            return;
        }
        agent.respond(their, 100, "Trying", now);
        Optional<Sdp> again = agreement.again(offer);
        if (again.isPresent()) {
            note("heard re-INVITE that changes nothing");
            state = new Up(dialog, accept(their, dialog, offer, again.get(), false, true, now), waiting);
            return;
        }
        note("heard re-INVITE" + offer.map(Call::media).orElse(", no offer"));
        state = new Up(dialog, new Asked(their, offer), waiting);
        tell(new Output.ReInvited(id, offer));
    }

    /** A CANCEL for an INVITE of theirs that is not decided. */
    void cancelled(TheirRequest invite, Request cancel, Instant now) {
        List<Reason> reasons = Reason.of(cancel.headers());
        switch (state) {
            case Alerting a
            when a.invite() == invite -> {
                note("heard CANCEL" + spoken(reasons));
                agent.respond(invite, 487, "", a.dialog().localTag(), List.of(), NOTHING, now);
                end(Ending.CALLER_GAVE_UP, reasons);
                gone(a.dialog());
            }
            case Up(Dialog dialog, Asked asked, Optional<Waiting> waiting)
            when asked.invite() == invite -> {
                note("heard CANCEL of the re-INVITE");
                agent.respond(invite, 487, "", dialog.localTag(), List.of(), NOTHING, now);
                tell(new Output.ReInviteWithdrawn(id));
                quiet(new Up(dialog, new Quiet(), waiting), now);
            }
            default -> {
                // it was decided in the meantime: a CANCEL has no effect (clause 9.2)
            }
        }
    }

    /** The ACK for a 2xx of ours. */
    void acknowledged(Request ack, Instant now) {
        if (!(state instanceof Up(Dialog _, Unacknowledged u, Optional<Waiting> _))
                || u.invite().request.cseq().number() != ack.cseq().number()) {
            return; // one that came before, again
        }
        Optional<Sdp> answer = Optional.empty();
        try {
            answer = u.offered() ? Bodies.sdp(ack) : answer;
        } catch (MalformedSdpException e) {
            note("heard ACK with " + e.reason());
        }
        if (u.offered() && answer.isEmpty() && u.hangUp().isEmpty()) {
            note("heard ACK without the answer that it owes");
            end(Ending.NONSENSE, List.of());
            bye((Up) state, Optional.empty(), now);
            return;
        }
        note("heard ACK" + answer.map(Call::media).orElse(""));
        confirm(u, answer, now);
    }

    private void confirm(Unacknowledged u, Optional<Sdp> answer, Instant now) {
        Up up = ((Up) state).now(new Quiet());
        answer.ifPresent(agreement::theyAreHeard);
        if (u.hangUp().isPresent()) {
            bye(up, u.hangUp().get().reason(), now);
            return;
        }
        if (!u.refresh()) {
            tell(new Output.Confirmed(id, answer));
        }
        quiet(up, now);
    }

    // ---- responses of the far end

    @Override
    void responded(OurRequest our, Response response, Hop from, Instant now) {
        if (our.isInvite() && response.isSuccess()) {
            String tag = response.to().tag().orElse("");
            byte[] ack = our.acks.get(tag);
            if (ack != null) {
                Hop hop = agent.hopOf(our.dialog.orElseGet(() -> Dialog.calling(our.request, response, from)));
                agent.sendAck(hop, ack); // the 2xx came again: so did not our ACK
                return;
            }
        }
        if ((response.status() == 401 || response.status() == 407) && logIn(our, response, now)) {
            return;
        }
        switch (state) {
            case Calling c when c.invite() == our -> invitePart(c, response, from, now);
            case Up(Dialog dialog, Offering o, Optional<Waiting> waiting)
            when o.invite() == our -> reInvitePart(new Up(dialog, o, waiting), o, response, from, now);
            case Calling _, Alerting _, Up _, Gone _ -> {
                if (our.isInvite() && response.isSuccess()) {
                    stray(our, response, from, now);
                }
            }
        }
    }

    /** A 2xx that nobody waits for: another branch of a fork, or one that crossed our BYE or came after we gave up. */
    private void stray(OurRequest our, Response response, Hop from, Instant now) {
        Dialog dialog = our.dialog.orElseGet(() -> Dialog.calling(our.request, response, from));
        acknowledge(our, response, dialog);
        if (our.dialog.isEmpty()) {
            note("heard 200 of a branch that we do not want, said ACK and BYE");
            sendBye(dialog, Optional.empty(), now);
        }
    }

    private void acknowledge(OurRequest our, Response response, Dialog dialog) {
        Hop hop = agent.hopOf(dialog);
        List<Header> headers = new ArrayList<>(2);
        for (Header header : our.request.headers().list()) {
            // An ACK shows the same credentials as its INVITE (clause 22.1).
            if (header.name().equals("Authorization") || header.name().equals("Proxy-Authorization")) {
                headers.add(header);
            }
        }
        byte[] ack = dialog.request(
                        Request.ACK, our.request.cseq().number(), agent.via(hop.transport()), headers, NOTHING)
                .toBytes();
        our.acks.put(response.to().tag().orElse(""), ack);
        agent.sendAck(hop, ack);
    }

    private void invitePart(Calling c, Response response, Hop from, Instant now) {
        if (response.isProvisional()) {
            provisional(c, response, from, now);
        } else if (response.isSuccess()) {
            taken(c, response, from, now);
        } else {
            note("heard " + response + spoken(Reason.of(response.headers())));
            if (response.status() != 503 || !goesElsewhere(c, now)) {
                refusedBy(response);
                gone();
            }
        }
    }

    /** Sends an INVITE that failed to the next hop, if there is one (RFC 3263 clause 4.3). */
    private boolean goesElsewhere(Calling c, Instant now) {
        if (otherHops.isEmpty() || c.giveUp()) {
            return false;
        }
        Hop hop = otherHops.getFirst();
        otherHops = otherHops.subList(1, otherHops.size());
        Request failed = c.invite().request;
        // A number of its own, for both hops may lead to one server, which would take it for a loop (clause 8.2.2.2).
        Headers headers = failed.headers()
                .with("Via", agent.via(hop.transport()))
                .with("CSeq", failed.cseq().number() + 1 + " " + Request.INVITE);
        note("said INVITE to " + hop + " instead");
        Request request = Request.of(Request.INVITE, failed.uri(), headers, failed.body());
        OurRequest again = agent.send(this, request, hop, Optional.empty(), 0, now);
        state = new Calling(again, c.until(), false, false, Optional.empty());
        return true;
    }

    private void provisional(Calling c, Response response, Hop from, Instant now) {
        Optional<Sdp> early = c.early();
        if (response.status() > 100) {
            try {
                Optional<Sdp> sdp = Bodies.sdp(response);
                early = sdp.isPresent() ? sdp : early;
                note("heard " + response + sdp.map(Call::media).orElse(""));
                tell(new Output.Ringing(id, response.status(), sdp));
            } catch (MalformedSdpException e) {
                note("heard " + response + " with " + e.reason());
                tell(new Output.Ringing(id, response.status(), Optional.empty()));
            }
            acknowledgeReliably(c, response, from, now);
        }
        Calling next = new Calling(c.invite(), c.until(), c.giveUp(), c.cancelled(), early);
        state = next;
        if (c.giveUp() && !c.cancelled()) {
            giveUp(next, Optional.empty(), now);
        }
    }

    /** PRACK for a provisional response that demands one (RFC 3262 clause 4), though we never asked for it. */
    private void acknowledgeReliably(Calling c, Response response, Hop from, Instant now) {
        Optional<String> rseq = response.headers().get("RSeq");
        if (rseq.isEmpty()
                || !rseq.get().matches("[0-9]{1,10}")
                || !response.headers().hasToken("Require", "100rel")) {
            return;
        }
        long number = Long.parseLong(rseq.get());
        if (number <= c.invite().lastRseq) {
            return; // repeated, because our PRACK is still under way
        }
        c.invite().lastRseq = number;
        Dialog dialog = Dialog.calling(c.invite().request, response, from);
        Hop hop = agent.hopOf(dialog);
        long seq = c.invite().request.cseq().number() + ++c.invite().pracks;
        Header rack = new Header("RAck", number + " " + c.invite().request.cseq());
        Request prack = dialog.request("PRACK", seq, agent.via(hop.transport()), List.of(rack), NOTHING);
        note("said PRACK");
        agent.send(this, prack, hop, Optional.of(dialog), Authenticator.MOST_TRIES, now);
    }

    /** The first 2xx to our INVITE. */
    private void taken(Calling c, Response response, Hop from, Instant now) {
        Dialog dialog = Dialog.calling(c.invite().request, response, from);
        dialog.continueAfter(c.invite().request.cseq().number() + c.invite().pracks);
        acknowledge(c.invite(), response, dialog);
        if (c.giveUp()) {
            note("heard 200 that crossed our CANCEL, said ACK and BYE");
            sendBye(dialog, Optional.empty(), now);
            gone();
            return;
        }
        agent.enter(dialog, this);
        Up up = new Up(dialog, new Quiet(), Optional.empty());
        state = up;
        Optional<Sdp> answer = answerIn(response);
        if (answer.isEmpty()) {
            answer = c.early(); // in a 183, and not repeated
        }
        note("heard " + response + answer.map(Call::media).orElse(", no answer") + ", said ACK");
        if (answer.isEmpty()) {
            end(Ending.NONSENSE, List.of());
            bye(up, Optional.empty(), now);
        } else {
            agreement.weAreHeard();
            agreement.theyAreHeard(answer.get());
            tell(new Output.Answered(id, answer.get()));
        }
    }

    private Optional<Sdp> answerIn(Response response) {
        try {
            return Bodies.sdp(response);
        } catch (MalformedSdpException e) {
            note("its SDP was " + e.reason());
            return Optional.empty();
        }
    }

    private void refusedBy(Response response) {
        List<NameAddr> contacts = new ArrayList<>();
        for (String value : response.headers().list("Contact")) {
            try {
                contacts.add(NameAddr.parse(value));
            } catch (MalformedException e) {
                note("a Contact of it was " + e.reason());
            }
        }
        refused(response.status(), response.phrase(), Reason.of(response.headers()), retryAfter(response), contacts);
    }

    private void refused(
            int status, String phrase, List<Reason> reasons, Optional<Duration> retryAfter, List<NameAddr> contacts) {
        tell(new Output.Refused(id, status, phrase, reasons, retryAfter, contacts));
        told = true;
    }

    /** Retry-After: seconds, then perhaps a comment and parameters (clause 20.33). */
    static Optional<Duration> retryAfter(SipMessage message) {
        return message.headers()
                .get("Retry-After")
                .map(value -> value.trim().split("[^0-9]", 2)[0])
                .filter(digits -> !digits.isEmpty() && digits.length() <= 9)
                .map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
    }

    private void reInvitePart(Up up, Offering o, Response response, Hop from, Instant now) {
        if (response.isProvisional()) {
            return;
        }
        Up quiet = up.now(new Quiet());
        if (response.isSuccess()) {
            up.dialog().refreshTarget(response);
            acknowledge(o.invite(), response, up.dialog());
            Optional<Sdp> answer = answerIn(response);
            note("heard " + response + answer.map(Call::media).orElse(", no answer") + ", said ACK");
            if (answer.isEmpty()) {
                end(Ending.NONSENSE, List.of());
                bye(quiet, Optional.empty(), now);
                return;
            }
            agreement.weAreHeard();
            agreement.theyAreHeard(answer.get());
            state = quiet;
            tell(new Output.ReInviteAnswered(id, answer.get()));
            quiet(quiet, now);
            return;
        }
        note("heard " + response + spoken(Reason.of(response.headers())));
        if (response.status() == 491 && o.tries() < MOST_GLARES && up.waiting().isEmpty()) {
            // Who made the Call-ID waits longer, so that the two do not meet again (clause 14.1).
            Duration wait = up.dialog().isCaller()
                    ? agent.randomWait(Duration.ofMillis(2100), Duration.ofSeconds(4))
                    : agent.randomWait(Duration.ZERO, Duration.ofSeconds(2));
            state = new Up(
                    up.dialog(), new Quiet(), Optional.of(new Waiting(o.offer(), now.plus(wait), o.tries() + 1)));
            return;
        }
        switch (response.status()) {
            case 408, 481 -> {
                // Such a dialog is dead (clause 12.2.1.2).
                end(response.status() == 481 ? Ending.FORGOTTEN : Ending.NO_RESPONSE, Reason.of(response.headers()));
                bye(quiet, Optional.empty(), now);
            }
            default -> {
                state = quiet;
                tell(new Output.ReInviteRefused(id, response.status(), response.phrase()));
                quiet(quiet, now);
            }
        }
    }

    /** Answers a challenge. */
    private boolean logIn(OurRequest our, Response response, Instant now) {
        String method = our.request.method();
        boolean wanted = (state instanceof Calling c && c.invite() == our && !c.giveUp())
                || (state instanceof Up(Dialog _, Offering o, Optional<Waiting> _) && o.invite() == our)
                || method.equals(Request.BYE);
        Optional<Headers> credentials =
                wanted ? authenticator.answer(response, our.request, our.tries) : Optional.empty();
        if (credentials.isEmpty()) {
            return false;
        }
        long seq = our.dialog.map(Dialog::nextSeq).orElse(our.request.cseq().number() + 1);
        Headers headers =
                credentials.get().with("Via", agent.via(our.hop.transport())).with("CSeq", seq + " " + method);
        note("heard " + response.status() + ", said " + method + " with credentials");
        Request request = Request.of(method, our.request.uri(), headers, our.request.body());
        OurRequest again = agent.send(this, request, our.hop, our.dialog, our.tries + 1, now);
        if (state instanceof Calling c && c.invite() == our) {
            state = new Calling(again, c.until(), false, false, Optional.empty());
        } else if (state instanceof Up(Dialog dialog, Offering o, Optional<Waiting> waiting) && o.invite() == our) {
            state = new Up(dialog, new Offering(again, o.offer(), o.until(), o.tries()), waiting);
        }
        return true;
    }

    @Override
    void unanswered(OurRequest our, String why, boolean unreachable, Instant now) {
        switch (state) {
            case Calling c
            when c.invite() == our -> {
                note("the INVITE failed: " + why);
                if (goesElsewhere(c, now)) {
                    return;
                }
                refused(
                        unreachable ? 503 : 408,
                        unreachable ? "Unreachable: " + why : "Request Timeout",
                        List.of(),
                        Optional.empty(),
                        List.of());
                gone();
            }
            case Up(Dialog dialog, Offering o, Optional<Waiting> _)
            when o.invite() == our -> {
                note("the re-INVITE failed: " + why);
                end(unreachable ? Ending.UNREACHABLE : Ending.NO_RESPONSE, List.of());
                bye(new Up(dialog, new Quiet(), Optional.empty()), Optional.empty(), now);
            }
            case Calling _, Alerting _, Up _, Gone _ -> note(our.request.method() + " had no response: " + why);
        }
    }

    @Override
    void settled(OurRequest our) {
        if (state instanceof Calling c && c.invite() == our && c.giveUp()) {
            gone(); // 64 * T1 after the CANCEL and still no final response (clause 9.1)
        }
    }

    // ---- time

    @Override
    Instant deadline() {
        return state.until();
    }

    @Override
    void timeUp(Instant now) {
        switch (state) {
            case Calling c
            when !c.giveUp() -> {
                note("nobody answered in time");
                end(Ending.RANG_OUT, List.of());
                giveUp(c, Optional.empty(), now);
            }
            case Up(Dialog dialog, Unacknowledged u, Optional<Waiting> waiting)
            when !now.isBefore(u.giveUp()) -> {
                note("no ACK came for our 200");
                end(Ending.NO_RESPONSE, List.of());
                bye(new Up(dialog, new Quiet(), waiting), Optional.empty(), now); // clause 13.3.1.4
            }
            case Up(Dialog dialog, Unacknowledged u, Optional<Waiting> waiting) -> {
                Duration pause = agent.timings().after(u.pause());
                agent.respondAgain(u.invite(), u.ok(), now);
                state = new Up(
                        dialog,
                        new Unacknowledged(
                                u.invite(),
                                u.ok(),
                                now.plus(pause),
                                pause,
                                u.giveUp(),
                                u.offered(),
                                u.initial(),
                                u.refresh(),
                                u.hangUp()),
                        waiting);
            }
            case Up(Dialog dialog, Offering _, Optional<Waiting> _) -> {
                note("our re-INVITE was never decided");
                end(Ending.NO_RESPONSE, List.of());
                bye((Up) state, Optional.empty(), now);
            }
            case Up(Dialog _, Quiet _, Optional<Waiting> _) -> quiet((Up) state, now);
            case Up(Dialog _, Asked _, Optional<Waiting> _), Calling _, Alerting _, Gone _ -> {
                // these have no deadline
            }
        }
    }

    // ---- what is said of it

    void note(String line) {
        agent.emit(new Output.Noted(id, line));
    }

    private void tell(Output.CallEvent event) {
        if (!told) {
            agent.emit(event);
        }
    }

    private void end(Ending how, List<Reason> reasons) {
        tell(new Output.Ended(id, how, reasons));
        told = true;
    }

    private static byte[] body(Sdp sdp) {
        return sdp.text().getBytes(StandardCharsets.UTF_8);
    }

    private static String media(Sdp sdp) {
        StringBuilder text = new StringBuilder();
        for (Media media : sdp.media()) {
            text.append(", ").append(media.line());
        }
        return text.toString();
    }

    private static String spoken(List<Reason> reasons) {
        return reasons.isEmpty() ? "" : ", because " + reasons;
    }
}
