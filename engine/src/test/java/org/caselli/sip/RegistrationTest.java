package org.caselli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.caselli.sip.RegistrationState.Ended;
import org.caselli.sip.RegistrationState.Failed;
import org.caselli.sip.RegistrationState.Registered;
import org.caselli.sip.RegistrationState.Registering;
import org.caselli.sip.VirtualNetwork.Node;
import org.caselli.sip.VirtualNetwork.Weather;
import org.caselli.sip.message.AuthParams;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Parsed;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipParser;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Transport;
import org.junit.jupiter.api.Test;

/** Registrations and checks in virtual time, with registrars that a test speaks for. */
class RegistrationTest {
    private static final Input.Login LOGIN = new Input.Login("fax", "secret");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final VirtualNetwork network = new VirtualNetwork(1, Weather.FINE);
    private final Node alice = network.node("10.0.0.1");

    /** A registrar that says what its rule says to each request. */
    private final class Registrar {
        final Hop hop;
        final List<Request> asked = new ArrayList<>();
        Function<Request, Response> rule;

        Registrar(String host, Function<Request, Response> rule) {
            this.hop = VirtualNetwork.udp(host);
            this.rule = rule;
            network.listen(hop, (from, octets) -> {
                if (SipParser.datagram(octets) instanceof Parsed.Message(Request request)) {
                    asked.add(request);
                    network.send(hop, from, this.rule.apply(request).toBytes());
                }
            });
        }

        Request last() {
            return asked.getLast();
        }
    }

    private static Response say(Request request, int status, String... headers) {
        List<Header> more = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            more.add(new Header(headers[i], headers[i + 1]));
        }
        return Response.to(request, status, UserAgent.phrase(status), "t", more, new byte[0]);
    }

    /** Takes every registration for as long as it asks. */
    private static Response willing(Request request) {
        return say(request, 200, "Contact", request.headers().list("Contact").getFirst());
    }

    private static RegistrationPlan plan(Hop... hops) {
        return new RegistrationPlan(
                SipUri.of("", "example.org", 0),
                NameAddr.of(SipUri.of("fax", "example.org", 0)),
                "fax",
                "mark7",
                List.of(hops),
                Optional.of(LOGIN),
                TEN_MINUTES);
    }

    private void register(RegistrationPlan plan) {
        alice.tell(new Input.Register("trunk", plan));
    }

    private List<RegistrationState> states() {
        return alice.standing.stream()
                .filter(Output.RegistrationIs.class::isInstance)
                .map(news -> ((Output.RegistrationIs) news).state())
                .toList();
    }

    private <S extends RegistrationState> S last(Class<S> type) {
        assertThat(states().getLast()).as("%s", states()).isInstanceOf(type);
        return type.cast(states().getLast());
    }

    @Test
    void it_registers_refreshes_in_time_and_takes_its_binding_back() {
        var registrar = new Registrar("10.0.0.9", RegistrationTest::willing);
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(1));
        assertThat(states()).hasSize(2).first().isInstanceOf(Registering.class);
        Registered registered = last(Registered.class);
        assertThat(registered.until())
                .isEqualTo(VirtualNetwork.START.plusMillis(20).plus(TEN_MINUTES));
        assertThat(registered.roundTrip()).isEqualTo(Duration.ofMillis(20));
        Request first = registrar.last();
        assertThat(first.startLine()).isEqualTo("REGISTER sip:example.org SIP/2.0");
        assertThat(first.headers().get("Contact").orElseThrow())
                .isEqualTo("<sip:fax@10.0.0.1:5060;line=mark7>;expires=600");
        assertThat(first.headers().get("Expires")).contains("600");

        network.run(Duration.ofMinutes(60));
        assertThat(registrar.asked.size()).isBetween(7, 9); // every 8 to 9 minutes
        assertThat(registrar.asked).extracting(Request::callId).containsOnly(first.callId());
        assertThat(registrar.last().cseq().number()).isEqualTo(registrar.asked.size());
        assertThat(states()).filteredOn(Registering.class::isInstance).hasSize(1);

        alice.tell(new Input.Unregister("trunk"));
        network.runToTheEnd();
        assertThat(registrar.last().headers().get("Expires")).contains("0");
        assertThat(registrar.last().headers().get("Contact").orElseThrow()).endsWith(";expires=0");
        last(Ended.class);
        assertThat(alice.agent.deadline()).isEqualTo(java.time.Instant.MAX);
    }

    @Test
    void a_challenge_is_answered_and_the_next_refresh_shows_its_credentials_unasked() {
        var challenger = new Challenger("example.org", new byte[32], Duration.ofHours(2), new SplittableRandom(1));
        var registrar = new Registrar("10.0.0.9", request -> switch (challenger
                .judge("REGISTER", request.uri(), request.headers(), user -> Optional.of("secret"), network.now)
                .verdict()) {
            case WELCOME -> willing(request);
            default -> Response.to(request, 401, "", "t", challenger.challenge(false, network.now), new byte[0]);
        });
        register(plan(registrar.hop));
        network.run(Duration.ofMinutes(25));
        last(Registered.class);
        List<String> counts = registrar.asked.stream()
                .flatMap(request -> request.headers().all("Authorization").stream())
                .map(value -> AuthParams.read(value).orElseThrow().get("nc"))
                .toList();
        assertThat(counts).containsExactly("00000001", "00000002", "00000003");
        assertThat(registrar.asked).hasSize(4);
    }

    @Test
    void a_nonce_that_grew_old_is_renewed_without_failing() {
        var challenger = new Challenger("example.org", new byte[32], Duration.ofMinutes(1), new SplittableRandom(1));
        var registrar = new Registrar("10.0.0.9", request -> switch (challenger
                .judge("REGISTER", request.uri(), request.headers(), user -> Optional.of("secret"), network.now)
                .verdict()) {
            case WELCOME -> willing(request);
            case STALE -> Response.to(request, 401, "", "t", challenger.challenge(true, network.now), new byte[0]);
            default -> Response.to(request, 401, "", "t", challenger.challenge(false, network.now), new byte[0]);
        });
        register(plan(registrar.hop));
        network.run(Duration.ofMinutes(30));
        assertThat(states()).noneMatch(Failed.class::isInstance);
        last(Registered.class);
    }

    @Test
    void a_wrong_password_is_tried_once_and_then_seldom() {
        var registrar = new Registrar(
                "10.0.0.9",
                request -> say(request, 401, "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""));
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(10));
        assertThat(last(Failed.class).status()).isEqualTo(401);
        assertThat(registrar.asked).hasSize(2);
        network.run(Duration.ofHours(4));
        long failures = states().stream().filter(Failed.class::isInstance).count();
        assertThat(failures).isBetween(10L, 25L); // 1, 2, 4, 8, 16 minutes, then every 15 to 30
    }

    @Test
    void pauses_grow_while_nobody_answers_and_it_is_registered_soon_when_somebody_does() {
        Hop dead = VirtualNetwork.udp("10.0.0.9");
        register(plan(dead));
        network.run(Duration.ofMinutes(30));
        List<Failed> failed = states().stream()
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .toList();
        assertThat(failed).allMatch(f -> f.status() == 408);
        assertThat(failed.size()).isBetween(7, 13);
        new Registrar("10.0.0.9", RegistrationTest::willing);
        network.run(Duration.ofMinutes(6));
        last(Registered.class);
    }

    @Test
    void too_brief_an_interval_is_made_longer() {
        var registrar = new Registrar(
                "10.0.0.9",
                request -> request.headers().get("Expires").orElseThrow().equals("1800")
                        ? willing(request)
                        : say(request, 423, "Min-Expires", "1800"));
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(1));
        assertThat(last(Registered.class).until())
                .isEqualTo(VirtualNetwork.START.plusMillis(40).plusSeconds(1800));
        assertThat(registrar.asked).hasSize(2);
    }

    @Test
    void a_423_without_sense_is_a_failure() {
        for (String least : List.of("10", "999999999", "soon", "")) {
            var registrar = new Registrar("10.0.0.9", request -> say(request, 423, "Min-Expires", least));
            register(plan(registrar.hop));
            network.run(Duration.ofSeconds(1));
            assertThat(last(Failed.class).status()).as(least).isEqualTo(423);
            alice.tell(new Input.Unregister("trunk"));
            network.run(Duration.ofSeconds(1));
        }
    }

    @Test
    void the_registrar_may_grant_less_and_other_contacts_do_not_matter() {
        var registrar = new Registrar(
                "10.0.0.9",
                request -> say(
                        request,
                        200,
                        "Contact",
                        "<sip:fax@10.7.7.7:5062>;expires=5000, <sip:fax@10.0.0.1:5060;line=mark7>;expires=120",
                        "Expires",
                        "7000"));
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(1));
        assertThat(last(Registered.class).until())
                .isEqualTo(VirtualNetwork.START.plusMillis(20).plusSeconds(120));
    }

    @Test
    void it_follows_a_redirection_and_not_a_circle() {
        var there = new Registrar("10.0.0.8", RegistrationTest::willing);
        var here = new Registrar("10.0.0.9", request -> say(request, 302, "Contact", "<sip:10.0.0.8>"));
        register(plan(here.hop));
        network.run(Duration.ofSeconds(1));
        assertThat(last(Registered.class).at()).isEqualTo(there.hop);
        assertThat(there.last().startLine()).isEqualTo("REGISTER sip:10.0.0.8 SIP/2.0");
        there.rule = request -> say(request, 302, "Contact", "<sip:10.0.0.9>");
        alice.tell(new Input.Hurry("trunk"));
        network.run(Duration.ofSeconds(1));
        assertThat(last(Failed.class).status()).isEqualTo(302);
        assertThat(here.asked.size() + there.asked.size()).isLessThan(9);
    }

    @Test
    void the_next_hop_is_asked_where_one_is_away_or_out_of_service() {
        var busy = new Registrar("10.0.0.8", request -> say(request, 503));
        var good = new Registrar("10.0.0.9", RegistrationTest::willing);
        register(plan(VirtualNetwork.udp("10.0.0.7"), busy.hop, good.hop));
        network.run(Duration.ofSeconds(40));
        assertThat(last(Registered.class).at()).isEqualTo(good.hop);
        assertThat(busy.asked).hasSize(1);
    }

    @Test
    void retry_after_is_heeded() {
        var registrar = new Registrar("10.0.0.9", request -> say(request, 503, "Retry-After", "900"));
        register(plan(registrar.hop));
        network.run(Duration.ofMinutes(14));
        assertThat(registrar.asked).hasSize(1);
        network.run(Duration.ofMinutes(2));
        assertThat(registrar.asked).hasSize(2);
    }

    @Test
    void behind_a_translator_it_registers_the_address_that_the_registrar_sees() {
        var registrar = new Registrar("10.0.0.9", request -> {
            Response ok = willing(request);
            String via = ok.headers().get("Via").orElseThrow().replace(";rport", ";received=203.0.113.5;rport=40123");
            return Response.of(200, "OK", ok.headers().with("Via", via), new byte[0]);
        });
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(2));
        assertThat(last(Registered.class).contact().toString()).isEqualTo("sip:fax@203.0.113.5:40123;line=mark7");
        assertThat(registrar.asked).hasSize(2);
        assertThat(registrar.last().headers().all("Contact"))
                .containsExactly(
                        "<sip:fax@203.0.113.5:40123;line=mark7>;expires=600",
                        "<sip:fax@10.0.0.1:5060;line=mark7>;expires=0");
        network.run(Duration.ofMinutes(9));
        assertThat(registrar.last().headers().all("Contact")).hasSize(1);
    }

    @Test
    void a_translator_that_gives_another_port_each_time_is_not_followed_for_ever() {
        var port = new int[] {40_000};
        var registrar = new Registrar("10.0.0.9", request -> {
            Response ok = willing(request);
            String via =
                    ok.headers().get("Via").orElseThrow().replace(";rport", ";received=203.0.113.5;rport=" + port[0]++);
            return Response.of(200, "OK", ok.headers().with("Via", via), new byte[0]);
        });
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(20));
        last(Registered.class);
        assertThat(registrar.asked.size()).isLessThan(6);
    }

    @Test
    void a_lost_connection_is_made_anew_at_once() {
        Hop tcp = new Hop(Transport.TCP, "10.0.0.9", 5060);
        register(plan(tcp));
        List<Request> sent = new ArrayList<>();
        network.listen(tcp, (from, octets) -> {
            if (SipParser.datagram(octets) instanceof Parsed.Message(Request request)) {
                sent.add(request);
                alice.tell(new Input.StreamOctets(tcp, willing(request).toBytes()));
            }
        });
        network.run(Duration.ofSeconds(60));
        last(Registered.class);
        int before = sent.size();
        alice.tell(new Input.Unreachable(tcp, "reset"));
        network.run(Duration.ofSeconds(3));
        assertThat(sent).hasSize(before + 1);
        last(Registered.class);
    }

    @Test
    void another_plan_takes_the_old_binding_back_and_the_same_plan_says_nothing() {
        var registrar = new Registrar("10.0.0.9", RegistrationTest::willing);
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(1));
        register(plan(registrar.hop));
        network.run(Duration.ofSeconds(1));
        assertThat(registrar.asked).hasSize(1);
        RegistrationPlan before = plan(registrar.hop);
        register(new RegistrationPlan(
                before.registrar(),
                NameAddr.of(SipUri.of("other", "example.org", 0)),
                "other",
                "mark7",
                before.hops(),
                before.login(),
                before.interval()));
        network.run(Duration.ofSeconds(1));
        assertThat(registrar.asked).hasSize(3);
        assertThat(registrar.asked)
                .extracting(request -> request.from().uri().toString() + " "
                        + request.headers().get("Expires").orElseThrow())
                .containsExactlyInAnyOrder(
                        "sip:fax@example.org 600", "sip:fax@example.org 0", "sip:other@example.org 600");
        last(Registered.class);
    }

    @Test
    void whatever_a_registrar_answers_the_registration_goes_on() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var network = new VirtualNetwork(seed, random.nextBoolean() ? Weather.FINE : Weather.FOUL);
            Node node = network.node("10.0.0.1");
            Hop hop = VirtualNetwork.udp("10.0.0.9");
            network.listen(hop, (from, octets) -> {
                if (SipParser.datagram(octets) instanceof Parsed.Message(Request request)) {
                    network.send(hop, from, anything(request, random).toBytes());
                }
            });
            node.tell(new Input.Register("trunk", plan(hop)));
            node.tell(new Input.Check(
                    "trunk",
                    new CheckPlan(
                            SipUri.of("", "example.org", 0),
                            NameAddr.of(SipUri.of("fax", "example.org", 0)),
                            List.of(hop),
                            Optional.of(LOGIN),
                            Duration.ofSeconds(60))));
            network.run(Duration.ofHours(1));
            assertThat(node.agent.deadline())
                    .as("seed %d: it still means to do something", seed)
                    .isBefore(network.now.plus(Duration.ofDays(8)));
            node.tell(new Input.Unregister("trunk"));
            node.tell(new Input.CheckNoMore("trunk"));
            network.run(Duration.ofMinutes(10));
            assertThat(node.standing)
                    .as("seed %d: the end is told", seed)
                    .contains(new Output.RegistrationIs("trunk", new Ended()));
            network.runToTheEnd();
            assertThat(node.agent.deadline()).as("seed %d", seed).isEqualTo(java.time.Instant.MAX);
        }
    }

    private static Response anything(Request request, SplittableRandom random) {
        String[] values = {
            "Digest realm=\"r\", nonce=\"" + random.nextInt(3) + "\", qop=\"auth\", stale=true",
            "Digest realm=\"r\", nonce=\"x\", algorithm=SHA-256, qop=\"auth",
            "Digest ,,,=\"\"\"",
            "Digest",
            "\u0001\u00ff=\"",
            "",
            "0",
            "-1",
            "99999999999",
            "600",
            "<sip:fax@10.0.0.1:5060;line=mark7>;expires=" + random.nextInt(-5, 1000),
            "<sip:10.0.0.9:99999>",
            "<sip:10.0.0.9>",
            "*",
            "<<>>;expires=3;;;"
        };
        int[] statuses = {
            100, 183, 200, 200, 200, 202, 301, 302, 305, 400, 401, 403, 407, 408, 423, 481, 500, 503, 600, 699
        };
        String[] names = {"Contact", "Expires", "Min-Expires", "WWW-Authenticate", "Proxy-Authenticate", "Retry-After"};
        var headers = new ArrayList<String>();
        for (int i = random.nextInt(5); i > 0; i--) {
            headers.add(names[random.nextInt(names.length)]);
            headers.add(values[random.nextInt(values.length)]);
        }
        return say(request, statuses[random.nextInt(statuses.length)], headers.toArray(String[]::new));
    }

    // ---- checks

    private void check(Duration every, Hop... hops) {
        alice.tell(new Input.Check(
                "trunk",
                new CheckPlan(
                        SipUri.of("", "example.org", 0),
                        NameAddr.of(SipUri.of("fax", "example.org", 0)),
                        List.of(hops),
                        Optional.of(LOGIN),
                        every)));
    }

    private List<Output.Checked> checked() {
        return alice.standing.stream()
                .filter(Output.Checked.class::isInstance)
                .map(Output.Checked.class::cast)
                .toList();
    }

    @Test
    void options_tell_whether_a_far_end_is_there() {
        var far = new Registrar("10.0.0.9", request -> say(request, 404));
        check(Duration.ofMinutes(1), far.hop);
        network.run(Duration.ofMinutes(10));
        assertThat(checked().size()).isBetween(10, 12);
        assertThat(checked()).allMatch(Output.Checked::there);
        assertThat(checked().getFirst().roundTrip()).isEqualTo(Duration.ofMillis(20));
        far.rule = request -> say(request, 503);
        network.run(Duration.ofMinutes(2));
        assertThat(checked().getLast().there()).isFalse();
        far.rule = request -> say(request, 200);
        network.run(Duration.ofSeconds(31));
        assertThat(checked().getLast().there())
                .as("a far end that is back is known within half a minute")
                .isTrue();
        alice.tell(new Input.CheckNoMore("trunk"));
        network.runToTheEnd();
        assertThat(alice.agent.deadline()).isEqualTo(java.time.Instant.MAX);
    }

    @Test
    void a_check_asks_the_next_hop_before_it_says_no() {
        var far = new Registrar("10.0.0.9", request -> say(request, 200));
        check(Duration.ofMinutes(1), VirtualNetwork.udp("10.0.0.8"), far.hop);
        network.run(Duration.ofSeconds(40));
        assertThat(checked()).singleElement().satisfies(one -> {
            assertThat(one.there()).isTrue();
            assertThat(one.at()).isEqualTo(far.hop);
        });
    }
}
