package org.caselli.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Params;
import org.caselli.sip.message.Parsed;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipMessage;
import org.caselli.sip.message.SipParser;
import org.caselli.sip.message.SipStream;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.caselli.sip.message.Via;
import org.caselli.sip.transaction.Deed;
import org.caselli.sip.transaction.Happening;
import org.caselli.sip.transaction.Timings;

/**
 * One endpoint of SIP with all its calls. Tell it what happened; do what it says, in order, before the next input.
 * It belongs to one thread at a time.
 *
 * <p>Here messages find their transactions and calls; what they mean to a call is told in {@link Call}.
 */
public final class UserAgent {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PONG = {'\r', '\n'};

    /** What we act upon; UPDATE we only put up with, so that nobody offers media by it. */
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";

    /** Methods of SIP that we know and do not serve: 405. All others: 501 (RFC 3261 clauses 8.2.1 and 21.5.2). */
    private static final Set<String> KNOWN = Set.of("REGISTER", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER");

    /** Methods that make sense within a dialog only: 481 without one. */
    private static final Set<String> WITHIN = Set.of(Request.BYE, "INFO", "UPDATE", "PRACK", "NOTIFY");

    /**
     * Requests in our hands at once; beyond it only those within a call are heard, so that a flood fills no memory. Ours:
     * 1,000 calls in the same half minute need about 5,000.
     */
    private static final int MOST_REQUESTS = 20_000;

    private final Settings settings;
    private final RandomGenerator random;
    private final Map<String, OurRequest> ours = new HashMap<>();
    private final Map<String, TheirRequest> theirs = new HashMap<>();
    /** The first server transaction of each request outside of a dialog, to know a merged one (clause 8.2.2.2). */
    private final Map<String, TheirRequest> origins = new HashMap<>();

    private final Map<CallId, Call> calls = new HashMap<>();
    private final Map<String, Call> dialogs = new HashMap<>();
    private final Map<Hop, SipStream> streams = new HashMap<>();
    private final Map<String, Registration> registrations = new HashMap<>();
    private final Map<String, Check> checks = new HashMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private List<Output> outputs = new ArrayList<>();
    private long lastCall;

    private record Alarm(Instant at, Timed who) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return at.compareTo(other.at);
        }
    }

    /**
     * An endpoint without calls.
     *
     * @param random for tags, branches, Call-IDs and the waits of RFC 3261 clause 14.1; where strangers can reach this
     *     endpoint it should be one that they cannot foretell
     */
    public UserAgent(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** A name for a call that {@link Input.Invite} will begin. */
    public CallId newCall() {
        return new CallId(++lastCall);
    }

    /** Takes one input. */
    public List<Output> on(Input input, Instant now) {
        switch (input) {
            case Input.Datagram datagram -> heard(SipParser.datagram(datagram.octets()), datagram.from(), now);
            case Input.StreamOctets stream -> heardStream(stream, now);
            case Input.Unreachable gone -> unreachable(gone, now);
            case Input.Invite invite -> begin(invite, now);
            case Input.Command command -> {
                Call call = calls.get(command.call());
                if (call != null) {
                    call.command(command, now);
                    watch(call);
                }
            }
            case Input.Register(String name, RegistrationPlan plan) -> register(name, plan, now);
            case Input.Unregister(String name) ->
                Optional.ofNullable(registrations.get(name)).ifPresent(registration -> {
                    registration.leave(now);
                    watch(registration);
                });
            case Input.Check(String name, CheckPlan plan) -> check(name, plan, now);
            case Input.CheckNoMore(String name) ->
                Optional.ofNullable(checks.remove(name)).ifPresent(check -> {
                    check.end(now);
                    watch(check);
                });
            case Input.Hurry(String name) -> hurry(name, now);
            case Input.TimeUp _ -> {
                // the alarms are looked at after every input
            }
        }
        ring(now);
        List<Output> done = outputs;
        outputs = new ArrayList<>();
        return done;
    }

    /** When the driver owes us an {@link Input.TimeUp}; {@link Instant#MAX} if never. */
    public Instant deadline() {
        Alarm next = alarms.peek();
        while (next != null && !next.at.equals(next.who.alarm)) {
            alarms.remove(); // it was put off or set forward since
            next = alarms.peek();
        }
        return next == null ? Instant.MAX : next.at;
    }

    /** The Call-ID header of a call's messages, by which other machines' logs name it; empty if the call is unknown. */
    public Optional<String> callIdHeader(CallId call) {
        return Optional.ofNullable(calls.get(call)).map(Call::callIdHeader).filter(header -> !header.isEmpty());
    }

    /** How many calls are not settled yet, those included that are over for their user but not for the far end. */
    public int unsettledCalls() {
        return calls.size();
    }

    // ---- time

    /** Sets the alarm of something whose deadline may have changed. */
    void watch(Timed who) {
        Instant deadline = who.deadline();
        if (!deadline.equals(who.alarm)) {
            who.alarm = deadline;
            if (deadline.isBefore(Instant.MAX)) {
                alarms.add(new Alarm(deadline, who));
            }
        }
    }

    private void ring(Instant now) {
        while (!deadline().isAfter(now)) {
            Timed who = alarms.remove().who;
            who.alarm = Instant.MAX;
            who.timeUp(now);
            watch(who);
        }
    }

    // ---- octets

    private void heardStream(Input.StreamOctets octets, Instant now) {
        SipStream stream = streams.computeIfAbsent(octets.from(), _ -> new SipStream());
        for (Parsed parsed : stream.feed(octets.octets(), 0, octets.octets().length)) {
            heard(parsed, octets.from(), now);
        }
        if (stream.lost()) {
            streams.remove(octets.from());
            outputs.add(new Output.Close(octets.from()));
        }
    }

    private void heard(Parsed parsed, Hop from, Instant now) {
        switch (parsed) {
            case Parsed.Message(Request request) -> request(request, from, now);
            case Parsed.Message(Response response) -> response(response, from, now);
            case Parsed.KeepAlive(boolean ping) -> {
                if (ping && from.transport().reliable()) {
                    outputs.add(new Output.Send(from, PONG)); // RFC 5626 clause 3.5.1
                }
            }
            case Parsed.Malformed(String reason, Optional<Response> answer) -> {
                outputs.add(new Output.Remark(from, "malformed: " + reason));
                // The answer goes back where the octets came from: a Via of such a message is not believed.
                answer.ifPresent(response -> outputs.add(new Output.Send(
                        from,
                        response.to().tag().isPresent()
                                ? response.toBytes()
                                : tagged(response).toBytes())));
            }
        }
    }

    private Response tagged(Response response) {
        Headers headers = response.headers();
        String to = headers.get("To").orElseThrow();
        return Response.of(
                response.status(), response.phrase(), headers.with("To", to + ";tag=" + token(8)), response.body());
    }

    private void unreachable(Input.Unreachable gone, Instant now) {
        streams.remove(gone.hop());
        if (gone.hop().transport().reliable()) {
            for (Registration registration : registrations.values()) {
                registration.connectionGone(gone.hop(), now);
                watch(registration);
            }
        }
        for (OurRequest request : List.copyOf(ours.values())) {
            if (request.hop.equals(gone.hop())) {
                follow(request, request.on(new Happening.Failed(gone.why()), now), request.hop, now);
            }
        }
    }

    // ---- requests of the far end

    private void request(Request heard, Hop from, Instant now) {
        Request request = stamped(heard, from);
        String key = serverKey(request);
        TheirRequest known = theirs.get(key);
        if (known != null) {
            follow(known, known.on(new Happening.Received(request), now), now);
        } else if (request.method().equals(Request.ACK)) {
            acknowledged(request, now);
        } else if (theirs.size() < MOST_REQUESTS || dialogs.containsKey(dialogKey(request))) {
            TheirRequest theirRequest =
                    new TheirRequest(this, key, request, from, wayBack(request, from), settings.timings());
            theirs.put(key, theirRequest);
            arrived(theirRequest, now);
        }
    }

    private void acknowledged(Request ack, Instant now) {
        Call call = dialogs.get(dialogKey(ack));
        if (call != null) {
            call.acknowledged(ack, now);
            watch(call);
        }
    }

    private void arrived(TheirRequest their, Instant now) {
        Request request = their.request;
        Optional<String> toTag = request.to().tag();
        if (request.method().equals(Request.CANCEL)) {
            cancelled(their, now);
            return;
        }
        List<String> unknown = new ArrayList<>();
        for (String option : request.headers().list("Require")) {
            // 100rel we can always grant: we send no provisional response then (RFC 3262 clause 3).
            if (!option.equalsIgnoreCase("100rel")) {
                unknown.add(option);
            }
        }
        if (!(request.uri() instanceof SipUri uri && uri.scheme().equals("sip"))
                && !request.uri().scheme().equals("tel")) {
            respond(their, 416, "Unsupported URI Scheme", now);
        } else if (!unknown.isEmpty()) {
            respond(their, 420, "Bad Extension", List.of(new Header("Unsupported", String.join(", ", unknown))), now);
        } else if (toTag.isPresent()) {
            Call call = dialogs.get(dialogKey(request));
            if (call == null) {
                respond(their, 481, "Call/Transaction Does Not Exist", now);
            } else {
                call.requested(their, now);
                watch(call);
            }
        } else if (merged(their)) {
            respond(their, 482, "Loop Detected", now);
        } else {
            outside(their, now);
        }
    }

    private boolean merged(TheirRequest their) {
        return origins.putIfAbsent(originKey(their.request), their) != null;
    }

    private static String originKey(Request request) {
        return request.callId() + "\n" + request.from().tag().orElse("") + "\n" + request.cseq();
    }

    private void outside(TheirRequest their, Instant now) {
        Request request = their.request;
        String method = request.method();
        if (method.equals(Request.INVITE)) {
            CallId id = newCall();
            Call call = new Call(id, this);
            calls.put(id, call);
            call.invited(their, now);
            watch(call);
        } else if (method.equals(Request.OPTIONS)) {
            respond(their, 200, "OK", capabilities(), now);
        } else if (WITHIN.contains(method)) {
            respond(their, 481, "Call/Transaction Does Not Exist", now);
        } else {
            notServed(their, now);
        }
    }

    /** 405 or 501, with what we do serve. */
    void notServed(TheirRequest their, Instant now) {
        boolean known = KNOWN.contains(their.request.method()) || WITHIN.contains(their.request.method());
        respond(
                their,
                known ? 405 : 501,
                known ? "Method Not Allowed" : "Not Implemented",
                List.of(new Header("Allow", ALLOW)),
                now);
    }

    /** What a 200 to OPTIONS says (RFC 3261 clause 11.2). */
    static List<Header> capabilities() {
        return List.of(
                new Header("Allow", ALLOW),
                new Header("Accept", "application/sdp"),
                new Header("Accept-Encoding", "identity"),
                new Header("Accept-Language", "en"));
    }

    private void cancelled(TheirRequest cancel, Instant now) {
        TheirRequest invite = theirs.get(serverKey(cancel.request, Request.INVITE));
        if (invite == null) {
            respond(cancel, 481, "Call/Transaction Does Not Exist", now);
            return;
        }
        // The same tag as the INVITE's own responses have (clause 9.2).
        String tag = invite.call.flatMap(Call::tag).orElseGet(() -> token(8));
        respond(cancel, 200, "OK", tag, List.of(), NOTHING, now);
        if (invite.isUndecided()) {
            invite.call.ifPresent(call -> {
                call.cancelled(invite, cancel.request, now);
                watch(call);
            });
        }
    }

    /** Does what a server transaction wants. */
    void follow(TheirRequest their, List<Deed> deeds, Instant now) {
        for (Deed deed : deeds) {
            switch (deed) {
                case Deed.Send(SipMessage message, boolean _) ->
                    outputs.add(new Output.Send(their.back, message.toBytes()));
                case Deed.Pass(SipMessage message) -> {
                    if (message instanceof Request ack) {
                        acknowledged(ack, now);
                    }
                }
                case Deed.TimedOut _ ->
                    their.call.ifPresent(call -> call.note("no ACK came for our refusal")); // timer H
                case Deed.Unreachable _ -> {
                    // server transactions learn nothing of the network
                }
            }
        }
        if (their.over()) {
            theirs.remove(their.key(), their);
            origins.remove(originKey(their.request), their);
        }
        watch(their);
    }

    void respond(TheirRequest their, int status, String phrase, Instant now) {
        respond(their, status, phrase, List.of(), now);
    }

    /** A response without a body and, where it needs a tag, with one of its own. */
    void respond(TheirRequest their, int status, String phrase, List<Header> more, Instant now) {
        respond(their, status, phrase, status == 100 ? "" : token(8), more, NOTHING, now);
    }

    Response respond(
            TheirRequest their, int status, String phrase, String tag, List<Header> more, byte[] body, Instant now) {
        List<Header> headers = new ArrayList<>(more.size() + 2);
        headers.addAll(more);
        headers.add(new Header("Server", settings.product()));
        Response response =
                Response.to(their.request, status, phrase.isEmpty() ? phrase(status) : phrase, tag, headers, body);
        follow(their, their.on(new Happening.Respond(response), now), now);
        return response;
    }

    /** Repeats a 2xx that is not acknowledged yet. */
    void respondAgain(TheirRequest their, Response response, Instant now) {
        follow(their, their.on(new Happening.Respond(response), now), now);
    }

    /** Adds what the network knows better than the sender to its Via (RFC 3261 clause 18.2.1, RFC 3581 clause 4). */
    private static Request stamped(Request request, Hop from) {
        Via via = request.via();
        boolean rport = via.params().has("rport");
        if (!rport && via.host().equalsIgnoreCase(from.host())) {
            return request;
        }
        Via stamped =
                new Via(via.transport(), via.host(), via.port(), via.params().with("received", from.host()));
        if (rport) {
            stamped = new Via(
                    via.transport(),
                    via.host(),
                    via.port(),
                    stamped.params().with("rport", Integer.toString(from.port())));
        }
        List<String> all = request.headers().list("Via");
        all.set(0, stamped.toString());
        return Request.of(
                request.method(), request.uri(), request.headers().with("Via", String.join(", ", all)), request.body());
    }

    private static Hop wayBack(Request request, Hop from) {
        if (from.transport().reliable()) {
            return from; // the connection that it came over
        }
        Via via = request.via();
        int port = via.port() == 0 ? from.transport().standardPort() : via.port();
        return new Hop(from.transport(), from.host(), via.params().has("rport") ? from.port() : port);
    }

    private static String serverKey(Request request) {
        return serverKey(request, request.method().equals(Request.ACK) ? Request.INVITE : request.method());
    }

    /** What names a server transaction (RFC 3261 clause 17.2.3), also for stations of RFC 2543. */
    private static String serverKey(Request request, String method) {
        Via via = request.via();
        Optional<String> branch = via.modernBranch();
        if (branch.isPresent()) {
            return branch.get().toLowerCase(Locale.ROOT) + "\n" + via.host().toLowerCase(Locale.ROOT) + ":" + via.port()
                    + "\n" + method;
        }
        return "2543\n" + request.uri() + "\n" + request.from().tag().orElse("") + "\n" + request.callId() + "\n"
                + request.cseq().number() + "\n" + via + "\n" + method;
    }

    private static String dialogKey(Request request) {
        return Dialog.key(
                request.callId(),
                request.to().tag().orElse(""),
                request.from().tag().orElse(""));
    }

    // ---- requests of ours

    private void begin(Input.Invite invite, Instant now) {
        if (calls.containsKey(invite.call())) {
            throw new IllegalArgumentException(
                    invite.call() + " exists already; take a new name from newCall() for each call.");
        }
        Call call = new Call(invite.call(), this);
        calls.put(invite.call(), call);
        call.invite(invite, now);
        watch(call);
    }

    /** Sends a request in a transaction of its own. {@code tries}: how often it was challenged. */
    OurRequest send(Asker asker, Request request, Hop hop, Optional<Dialog> dialog, int tries, Instant now) {
        OurRequest our = new OurRequest(this, asker, request, hop, dialog, tries, settings.timings());
        ours.put(our.key(), our);
        follow(our, our.on(new Happening.Begin(), now), hop, now);
        return our;
    }

    // ---- what outlasts calls

    private void register(String name, RegistrationPlan plan, Instant now) {
        Registration known = registrations.get(name);
        if (known == null || !known.follow(plan, now)) {
            Registration registration = new Registration(name, plan, this);
            registrations.put(name, registration);
            if (known != null) {
                known.leaveSilently(now);
                watch(known);
            }
            registration.begin(now);
            watch(registration);
        } else {
            watch(known);
        }
    }

    private void check(String name, CheckPlan plan, Instant now) {
        Check known = checks.get(name);
        if (known != null && known.follows(plan)) {
            return;
        }
        if (known != null) {
            known.end(now);
            watch(known);
        }
        Check check = new Check(name, plan, this);
        checks.put(name, check);
        check.ask(now);
        watch(check);
    }

    private void hurry(String name, Instant now) {
        Registration registration = registrations.get(name);
        if (registration != null) {
            registration.hurry(now);
            watch(registration);
        }
        Check check = checks.get(name);
        if (check != null) {
            check.hurry(now);
            watch(check);
        }
    }

    /** A registration is over; its name may have another by now. */
    void forget(String name, Registration over) {
        registrations.remove(name, over);
    }

    private void response(Response response, Hop from, Instant now) {
        OurRequest our = ours.get(OurRequest.key(
                response.via().branch().orElse(""), response.cseq().method()));
        if (our == null) {
            outputs.add(new Output.Remark(from, "a response to nothing of ours: " + response));
            return;
        }
        follow(our, our.on(new Happening.Received(response), now), from, now);
    }

    /** Does what a client transaction wants. {@code from}: where the response came from that it may pass up. */
    void follow(OurRequest our, List<Deed> deeds, Hop from, Instant now) {
        for (Deed deed : deeds) {
            switch (deed) {
                case Deed.Send(SipMessage message, boolean _) ->
                    outputs.add(new Output.Send(our.hop, message.toBytes()));
                case Deed.Pass(SipMessage message) -> {
                    if (message instanceof Response response) {
                        our.asker.responded(our, response, from, now);
                    }
                }
                case Deed.TimedOut _ -> our.asker.unanswered(our, "nothing came back", false, now);
                case Deed.Unreachable(String why) -> our.asker.unanswered(our, why, true, now);
            }
        }
        if (our.over(now)) {
            ours.remove(our.key(), our);
            our.drop();
            our.asker.settled(our);
        }
        watch(our.asker);
        watch(our);
    }

    /** Sends an ACK for a 2xx, which has no transaction. */
    void sendAck(Hop hop, byte[] octets) {
        outputs.add(new Output.Send(hop, octets));
    }

    // ---- what calls need of us

    void emit(Output output) {
        outputs.add(output);
    }

    void enter(Dialog dialog, Call call) {
        dialogs.put(dialog.key(), call);
    }

    void leave(Dialog dialog) {
        dialogs.remove(dialog.key());
    }

    void forget(CallId id) {
        calls.remove(id);
    }

    Settings settings() {
        return settings;
    }

    Timings timings() {
        return settings.timings();
    }

    /** A Via of ours with a branch of its own. */
    String via(Transport transport) {
        int port = transport == Transport.TLS ? settings.tlsPort() : settings.port();
        return new Via(transport.name(), settings.host(), port, Params.NONE) + ";branch=" + Via.MAGIC_COOKIE + token(12)
                + ";rport";
    }

    /** Our Contact. */
    String contact(String user, Transport transport) {
        return "<" + contactUri(user, transport) + ">";
    }

    /** Our address for calls by this transport. */
    SipUri contactUri(String user, Transport transport) {
        boolean tls = transport == Transport.TLS && settings.tlsPort() > 0;
        return contactUri(
                user, transport, new Hop(transport, settings.host(), tls ? settings.tlsPort() : settings.port()));
    }

    /** Our address as others see it. */
    SipUri contactUri(String user, Transport transport, Hop seen) {
        SipUri uri = SipUri.of(user, seen.host(), seen.port());
        return transport == Transport.UDP ? uri : uri.with("transport", transport.parameter());
    }

    /**
     * Where requests of a dialog go. The connection that its messages came over is taken again while it is open, for who
     * sits behind an address translator, or only ever connects, is reached no other way (RFC 5923 clause 3).
     */
    Hop hopOf(Dialog dialog) {
        Hop by = dialog.hop();
        return dialog.connection()
                .filter(open -> open.transport() == by.transport() && streams.containsKey(open))
                .orElse(by);
    }

    /** Headers that an INVITE and its 2xx have besides those of every message. */
    void describe(List<Header> headers, String user, Transport transport) {
        headers.add(new Header("Contact", contact(user, transport)));
        headers.add(new Header("Allow", ALLOW));
    }

    /** {@code length} letters and digits that nobody can guess, 5 bits each. */
    String token(int length) {
        StringBuilder token = new StringBuilder(length);
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % 12 == 0) {
                bits = random.nextLong();
            }
            token.append("abcdefghijkmnpqrstuvwxyz23456789".charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return token.toString();
    }

    /** 0 to {@code most}, in steps of 10 ms (RFC 3261 clause 14.1). */
    Duration randomWait(Duration least, Duration most) {
        long steps = most.minus(least).toMillis() / 10;
        return least.plusMillis(10 * random.nextLong(steps + 1));
    }

    long randomId() {
        return 1 + random.nextLong(Integer.MAX_VALUE);
    }

    /** The usual phrase for a status that we give. */
    static String phrase(int status) {
        return switch (status) {
            case 100 -> "Trying";
            case 180 -> "Ringing";
            case 200 -> "OK";
            case 302 -> "Moved Temporarily";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 415 -> "Unsupported Media Type";
            case 480 -> "Temporarily Unavailable";
            case 481 -> "Call/Transaction Does Not Exist";
            case 486 -> "Busy Here";
            case 487 -> "Request Terminated";
            case 488 -> "Not Acceptable Here";
            case 491 -> "Request Pending";
            case 500 -> "Server Internal Error";
            case 503 -> "Service Unavailable";
            case 600 -> "Busy Everywhere";
            case 603 -> "Decline";
            case 606 -> "Not Acceptable";
            default -> "Refused";
        };
    }
}
