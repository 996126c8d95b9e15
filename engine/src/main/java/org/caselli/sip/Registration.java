package org.caselli.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.MalformedException;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.caselli.sip.message.Via;

/**
 * One account, registered and kept so (RFC 3261 clause 10.2). It goes from {@code Asking} to {@code Held} or
 * {@code Resting}, and from both to {@code Asking} again when their time is up; {@code Leaving} takes the binding back.
 *
 * <p>Only our own binding is looked at: that other machines have registered the same account is no concern of ours.
 */
final class Registration extends Asker {
    private static final String REGISTER = "REGISTER";

    /** 423 may ask for more, but not for ever: ours, the longest that an administrator may choose, seven times. */
    private static final Duration LONGEST = Duration.ofDays(7);
    /** Redirections that one attempt follows. Ours; the standard is silent. */
    private static final int MOST_REDIRECTIONS = 3;

    /** The address that the registrar sees us at is learned so often in a row; a path that changes each time is none. */
    private static final int MOST_LESSONS = 3;

    /**
     * The pauses between attempts (RFC 5626 clause 4.5, W = min(max-time, base-time * 2^failures), of which 50 to 100 %
     * are waited). Its base-time is 30 s and its max-time 1800 s; ours is shorter for a registrar that is away, for a trunk
     * that is down a minute loses calls, and nobody is helped by a quick repeat of what was refused.
     */
    private enum Pauses {
        AWAY(Duration.ofSeconds(5), Duration.ofMinutes(5)),
        REFUSED(Duration.ofMinutes(1), Duration.ofMinutes(30));

        private final Duration base;
        private final Duration most;

        Pauses(Duration base, Duration most) {
            this.base = base;
            this.most = most;
        }

        Duration after(int failures, UserAgent agent) {
            long factor = 1L << Math.min(failures, 20);
            Duration full = base.multipliedBy(factor);
            Duration longest = full.compareTo(most) > 0 ? most : full;
            return agent.randomWait(longest.dividedBy(2), longest);
        }
    }

    private sealed interface State {
        /** When it ends by itself; {@link Instant#MAX} if never. */
        Instant until();
    }

    /** Our REGISTER waits for its final response. */
    private record Asking(OurRequest request, Instant sent) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    /** The registrar knows us; refreshed then. */
    private record Held(Instant until) implements State {}

    /** It does not; tried again then. */
    private record Resting(Instant until) implements State {}

    /** Our REGISTER with Expires 0 waits for its final response. */
    private record Leaving(OurRequest request) implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private record Gone() implements State {
        @Override
        public Instant until() {
            return Instant.MAX;
        }
    }

    private final String name;
    private final UserAgent agent;
    private final String callId;
    private final String tag;
    private RegistrationPlan plan;
    private Authenticator authenticator;
    private State state = new Gone();
    private long seq;
    private int hop;
    private int failures;
    private Duration interval;
    /** When the registrar forgets us; {@link Instant#MIN} if it does not know us. */
    private Instant bound = Instant.MIN;
    /** Where the registrar saw us, if that is not where we believe to be. */
    private Optional<Hop> seen = Optional.empty();

    private int lessons;
    /** The contact that the registrar still keeps though we have another by now. */
    private Optional<SipUri> outdated = Optional.empty();

    private int redirections;
    private Optional<SipUri> redirected = Optional.empty();
    private List<Hop> redirectedHops = List.of();
    private boolean silent;

    Registration(String name, RegistrationPlan plan, UserAgent agent) {
        this.name = name;
        this.agent = agent;
        this.plan = plan;
        this.authenticator = new Authenticator(plan.login(), () -> agent.token(16));
        this.interval = plan.interval();
        this.callId = agent.token(20);
        this.tag = agent.token(10);
    }

    // ---- what its user wants

    void begin(Instant now) {
        ask(now);
    }

    /** Goes on by another plan for the same binding; false if it is another binding. */
    boolean follow(RegistrationPlan next, Instant now) {
        if (!plan.isSameBinding(next)) {
            return false;
        }
        boolean sameAnswers =
                plan.login().equals(next.login()) && plan.interval().equals(next.interval());
        boolean stays = plan.hops().equals(next.hops());
        if (sameAnswers && stays) {
            return true;
        }
        if (!sameAnswers) {
            authenticator = new Authenticator(next.login(), () -> agent.token(16));
            interval = next.interval();
        }
        // Where the hop in use is among the new ones nothing has to be said to anybody.
        int kept = next.hops().indexOf(currentHop());
        plan = next;
        hop = Math.max(kept, 0);
        if (!sameAnswers || kept < 0 || state instanceof Resting) {
            failures = 0;
            hurry(now);
        }
        return true;
    }

    /** Asks at once, whatever it waits for. */
    void hurry(Instant now) {
        if (state instanceof Held || state instanceof Resting) {
            ask(now);
        } else if (state instanceof Asking asking) {
            asking.request().expireAt(now.plus(agent.timings().patience()));
            ask(now);
        }
    }

    /** Takes the binding back. */
    void leave(Instant now) {
        if (state instanceof Asking asking) {
            asking.request().expireAt(now.plus(agent.timings().patience()));
        }
        boolean known = state instanceof Asking || now.isBefore(bound);
        if (state instanceof Gone || state instanceof Leaving) {
            return;
        }
        if (known) {
            state = new Leaving(send(register(true), 0, now));
        } else {
            ended();
        }
    }

    /** Takes it back without a word to anybody: another registration goes by its name now. */
    void leaveSilently(Instant now) {
        silent = true;
        leave(now);
    }

    /** A connection is gone, and with it the way by which calls came to us (RFC 5626 clause 4.5). */
    void connectionGone(Hop connection, Instant now) {
        if (state instanceof Held && connection.equals(currentHop())) {
            state = new Held(now.plus(agent.randomWait(Duration.ofMillis(200), Duration.ofSeconds(2))));
        }
    }

    // ---- REGISTER

    private List<Hop> hops() {
        return redirectedHops.isEmpty() ? plan.hops() : redirectedHops;
    }

    private Hop currentHop() {
        return hops().get(Math.min(hop, hops().size() - 1));
    }

    private void ask(Instant now) {
        if (!now.isBefore(bound)) {
            tell(new RegistrationState.Registering(currentHop()));
        }
        state = new Asking(send(register(false), 0, now), now);
    }

    private SipUri contact() {
        Transport transport = currentHop().transport();
        SipUri uri = seen.map(at -> agent.contactUri(plan.contactUser(), transport, at))
                .orElseGet(() -> agent.contactUri(plan.contactUser(), transport));
        return uri.with(RegistrationPlan.MARK, plan.mark());
    }

    private Request register(boolean leaving) {
        SipUri registrar = redirected.orElse(plan.registrar());
        List<Header> headers = new ArrayList<>(12);
        headers.add(new Header("Via", agent.via(currentHop().transport())));
        headers.add(new Header("Max-Forwards", "70"));
        headers.add(new Header("From", plan.account().withTag(tag).toString()));
        headers.add(new Header("To", NameAddr.of(plan.account().uri()).toString()));
        headers.add(new Header("Call-ID", callId));
        headers.add(new Header("CSeq", ++seq + " " + REGISTER));
        long seconds = leaving ? 0 : interval.toSeconds();
        headers.add(new Header("Contact", "<" + contact() + ">;expires=" + seconds));
        outdated.ifPresent(old -> headers.add(new Header("Contact", "<" + old + ">;expires=0")));
        headers.add(new Header("Expires", Long.toString(seconds)));
        headers.add(new Header("User-Agent", agent.settings().product()));
        headers.addAll(authenticator.unasked(REGISTER, registrar.toString()));
        return Request.of(REGISTER, registrar, new Headers(headers), new byte[0]);
    }

    private OurRequest send(Request request, int tries, Instant now) {
        return agent.send(this, request, currentHop(), Optional.empty(), tries, now);
    }

    // ---- what comes back

    @Override
    void responded(OurRequest our, Response response, Hop from, Instant now) {
        if (response.isProvisional()) {
            return;
        }
        switch (state) {
            case Asking asking when asking.request() == our -> answered(asking, response, now);
            case Leaving leaving
            when leaving.request() == our -> {
                Optional<OurRequest> again = logIn(our, response, now);
                if (again.isPresent()) {
                    state = new Leaving(again.get());
                } else {
                    ended();
                }
            }
            case Asking _, Leaving _, Held _, Resting _, Gone _ -> {
                // an answer to something that we no longer wait for
            }
        }
    }

    private void answered(Asking asking, Response response, Instant now) {
        if (response.isSuccess()) {
            accepted(asking, response, now);
            return;
        }
        switch (response.status()) {
            case 401, 407 -> {
                Optional<OurRequest> again = logIn(asking.request(), response, now);
                if (again.isPresent()) {
                    state = new Asking(again.get(), asking.sent());
                } else {
                    failed(Pauses.REFUSED, response.status(), response.phrase(), Duration.ZERO, now);
                }
            }
            case 423 -> tooBrief(response, now);
            case 301, 302, 305 -> redirect(response, now);
            case 408, 480, 500, 502, 503, 504 ->
                nextHop(
                        response.status(),
                        response.phrase(),
                        Call.retryAfter(response).orElse(Duration.ZERO),
                        now);
            default ->
                failed(
                        Pauses.REFUSED,
                        response.status(),
                        response.phrase(),
                        Call.retryAfter(response).orElse(Duration.ZERO),
                        now);
        }
    }

    private Optional<OurRequest> logIn(OurRequest our, Response response, Instant now) {
        if (response.status() != 401 && response.status() != 407) {
            return Optional.empty();
        }
        return authenticator
                .answer(response, our.request, our.tries)
                .map(headers -> Request.of(
                        REGISTER,
                        our.request.uri(),
                        headers.with("Via", agent.via(our.hop.transport())).with("CSeq", ++seq + " " + REGISTER),
                        our.request.body()))
                .map(request -> agent.send(this, request, our.hop, Optional.empty(), our.tries + 1, now));
    }

    /** 423 Interval Too Brief (clause 10.2.8). */
    private void tooBrief(Response response, Instant now) {
        Duration least = response.headers()
                .get("Min-Expires")
                .map(String::trim)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        if (least.compareTo(interval) > 0 && least.compareTo(LONGEST) <= 0) {
            interval = least;
            ask(now);
        } else {
            failed(Pauses.REFUSED, 423, "Interval Too Brief, and no interval that we could take", Duration.ZERO, now);
        }
    }

    private void redirect(Response response, Instant now) {
        Optional<SipUri> target =
                Dialog.contact(response).filter(uri -> uri.scheme().equals("sip"));
        // Who began within TLS does not follow a pointer out of it.
        Optional<Hop> next = target.map(uri -> uri.hop(currentHop().transport()))
                .filter(to -> currentHop().transport() != Transport.TLS || to.transport() == Transport.TLS);
        if (next.isEmpty() || ++redirections > MOST_REDIRECTIONS) {
            failed(
                    Pauses.REFUSED,
                    response.status(),
                    response.phrase() + ", without a way that we could go",
                    Duration.ZERO,
                    now);
            return;
        }
        redirected = target.map(uri -> new SipUri("sip", "", uri.host(), uri.port(), uri.params(), ""));
        redirectedHops = List.of(next.get());
        hop = 0;
        ask(now);
    }

    private void accepted(Asking asking, Response response, Instant now) {
        Optional<Duration> granted = granted(response);
        if (granted.isEmpty()) {
            failed(Pauses.REFUSED, response.status(), "the registrar keeps no binding for us", Duration.ZERO, now);
            return;
        }
        SipUri contact = contact();
        bound = now.plus(granted.get());
        outdated = Optional.empty();
        failures = 0;
        redirections = 0;
        if (learn(response)) {
            // The same call of ours to the registrar, from where it sees us; the binding that nobody reaches goes.
            outdated = Optional.of(contact);
            ask(now);
            return;
        }
        lessons = 0;
        tell(new RegistrationState.Registered(
                bound, contact, asking.request().hop, Duration.between(asking.sent(), now)));
        // 80 to 90 %: of ten minutes that leaves a minute, in which a lost refresh is noticed and repeated. Ours.
        Duration tenth = granted.get().dividedBy(10);
        state = new Held(now.plus(agent.randomWait(tenth.multipliedBy(8), tenth.multipliedBy(9))));
    }

    /** For how long the registrar keeps our binding; empty if it keeps none (clause 10.2.4). */
    private Optional<Duration> granted(Response response) {
        List<NameAddr> contacts = new ArrayList<>();
        for (String value : response.headers().list("Contact")) {
            try {
                contacts.add(NameAddr.parse(value));
            } catch (MalformedException _) {
                // somebody else's, we hope; if it is ours the header Expires still tells
            }
        }
        Optional<NameAddr> ours = contacts.stream().filter(this::isOurs).findFirst();
        if (ours.isEmpty() && contacts.size() == 1) {
            ours = Optional.of(contacts.getFirst()); // written anew by something in between, as we have only one
        }
        long seconds = ours.flatMap(contact -> contact.params().get("expires"))
                .or(() -> response.headers().get("Expires"))
                .map(String::trim)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .orElse(interval.toSeconds());
        return seconds < 1 ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds())));
    }

    private boolean isOurs(NameAddr contact) {
        return contact.uri() instanceof SipUri uri
                && uri.params()
                        .get(RegistrationPlan.MARK)
                        .filter(plan.mark()::equals)
                        .isPresent();
    }

    /**
     * Learns from the Via of the response where the registrar sees us (RFC 3581 clause 4): whether that is news. Over UDP
     * address and port count; the port of a connection says nothing unless the address was translated too.
     */
    private boolean learn(Response response) {
        Via via = response.via();
        Transport transport = currentHop().transport();
        SipUri known = contact();
        String host = via.params().get("received").filter(h -> !h.isEmpty()).orElse(known.host());
        int port = via.params()
                .get("rport")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(Integer::parseInt)
                .filter(number -> number > 0 && number < 65536)
                .orElse(known.port());
        boolean moved = !host.equalsIgnoreCase(known.host()) || (transport == Transport.UDP && port != known.port());
        if (!moved || host.length() > 255 || !host.matches("[0-9A-Fa-f.:]+") || ++lessons > MOST_LESSONS) {
            return false;
        }
        seen = Optional.of(new Hop(transport, host, port));
        return true;
    }

    private void nextHop(int status, String why, Duration retryAfter, Instant now) {
        if (hop + 1 < hops().size()) {
            hop++;
            ask(now); // RFC 3263 clause 4.3
            return;
        }
        failed(Pauses.AWAY, status, why, retryAfter, now);
    }

    private void failed(Pauses pauses, int status, String why, Duration retryAfter, Instant now) {
        Hop at = currentHop();
        Duration pause = pauses.after(failures++, agent);
        Instant retryAt = now.plus(pause.compareTo(retryAfter) > 0 ? pause : retryAfter);
        hop = 0;
        redirections = 0;
        redirected = Optional.empty();
        redirectedHops = List.of();
        seen = now.isBefore(bound) ? seen : Optional.empty();
        state = new Resting(retryAt);
        tell(new RegistrationState.Failed(status, why, at, retryAt));
    }

    @Override
    void unanswered(OurRequest our, String why, boolean unreachable, Instant now) {
        switch (state) {
            case Asking asking
            when asking.request() == our -> nextHop(unreachable ? 503 : 408, why, Duration.ZERO, now);
            case Leaving leaving when leaving.request() == our -> ended();
            case Asking _, Leaving _, Held _, Resting _, Gone _ -> {
                // not waited for any more
            }
        }
    }

    private void ended() {
        state = new Gone();
        tell(new RegistrationState.Ended());
        agent.forget(name, this);
    }

    private void tell(RegistrationState what) {
        if (!silent) {
            agent.emit(new Output.RegistrationIs(name, what));
        }
    }

    // ---- time

    @Override
    Instant deadline() {
        return state.until();
    }

    @Override
    void timeUp(Instant now) {
        ask(now); // only Held and Resting have a deadline
    }
}
