package org.caselli.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;

/**
 * Asks a far end by OPTIONS whether it is there. Any final response says yes, a 404 or 405 too: somebody is awake. Only
 * 408 and 503, which proxies give for a server that is away, say no.
 */
final class Check extends Asker {
    /** A far end that is away is asked this often at least, so that it is soon known to be back. Ours. */
    private static final Duration WHILE_AWAY = Duration.ofSeconds(30);

    private final String name;
    private final UserAgent agent;
    private final CheckPlan plan;
    private final Authenticator authenticator;
    private Optional<OurRequest> asked = Optional.empty();
    private Instant sent = Instant.MIN;
    private Instant next = Instant.MAX;
    private int hop;
    private long seq;
    private boolean ended;

    Check(String name, CheckPlan plan, UserAgent agent) {
        this.name = name;
        this.agent = agent;
        this.plan = plan;
        this.authenticator = new Authenticator(plan.login(), () -> agent.token(16));
    }

    boolean follows(CheckPlan other) {
        return plan.equals(other);
    }

    void ask(Instant now) {
        next = Instant.MAX;
        Hop to = plan.hops().get(hop);
        List<Header> headers = new ArrayList<>(10);
        headers.add(new Header("Via", agent.via(to.transport())));
        headers.add(new Header("Max-Forwards", "70"));
        headers.add(new Header("From", plan.from().withTag(agent.token(10)).toString()));
        headers.add(new Header("To", NameAddr.of(plan.target()).toString()));
        headers.add(new Header("Call-ID", agent.token(20)));
        headers.add(new Header("CSeq", ++seq + " " + Request.OPTIONS));
        headers.add(new Header("Contact", agent.contact(plan.from().uri().number(), to.transport())));
        headers.add(new Header("Accept", "application/sdp"));
        headers.add(new Header("User-Agent", agent.settings().product()));
        headers.addAll(authenticator.unasked(Request.OPTIONS, plan.target().toString()));
        sent = now;
        asked = Optional.of(agent.send(
                this,
                Request.of(Request.OPTIONS, plan.target(), new Headers(headers), new byte[0]),
                to,
                Optional.empty(),
                0,
                now));
    }

    /** Asks at once, unless a question is under way. */
    void hurry(Instant now) {
        if (asked.isEmpty()) {
            ask(now);
        }
    }

    void end(Instant now) {
        ended = true;
        asked.ifPresent(request -> request.expireAt(now));
        asked = Optional.empty();
        next = Instant.MAX;
    }

    @Override
    void responded(OurRequest our, Response response, Hop from, Instant now) {
        if (response.isProvisional() || asked.filter(our::equals).isEmpty()) {
            return;
        }
        if (response.status() == 401 || response.status() == 407) {
            Optional<Headers> headers = authenticator.answer(response, our.request, our.tries);
            if (headers.isPresent()) {
                Request again = Request.of(
                        Request.OPTIONS,
                        our.request.uri(),
                        headers.get()
                                .with("Via", agent.via(our.hop.transport()))
                                .with("CSeq", ++seq + " " + Request.OPTIONS),
                        our.request.body());
                asked = Optional.of(agent.send(this, again, our.hop, Optional.empty(), our.tries + 1, now));
                return;
            }
        }
        if (response.status() == 408 || response.status() == 503) {
            away(our, response.status(), response.phrase(), now);
            return;
        }
        done(
                new Output.Checked(
                        name, our.hop, response.status(), response.phrase(), true, Duration.between(sent, now)),
                now);
    }

    @Override
    void unanswered(OurRequest our, String why, boolean unreachable, Instant now) {
        if (asked.filter(our::equals).isPresent()) {
            away(our, unreachable ? 503 : 408, why, now);
        }
    }

    private void away(OurRequest our, int status, String why, Instant now) {
        if (hop + 1 < plan.hops().size()) {
            hop++;
            ask(now);
            return;
        }
        hop = 0;
        done(new Output.Checked(name, our.hop, status, why, false, Duration.between(sent, now)), now);
    }

    private void done(Output.Checked result, Instant now) {
        asked = Optional.empty();
        Duration pause = result.there() || plan.every().compareTo(WHILE_AWAY) < 0 ? plan.every() : WHILE_AWAY;
        if (!ended) {
            next = now.plus(agent.randomWait(pause.multipliedBy(9).dividedBy(10), pause));
            agent.emit(result);
        }
    }

    @Override
    Instant deadline() {
        return next;
    }

    @Override
    void timeUp(Instant now) {
        ask(now);
    }
}
