package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.caselli.outcome.Outcome;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a server's name leads, asked of a name server on this machine. */
@Timeout(180)
class NextHopsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int NO_SUCH_NAME = 3; // RFC 1035 clause 4.1.1, RCODE

    private NameServer dns;

    @BeforeEach
    void open() throws IOException {
        dns = new NameServer();
    }

    @AfterEach
    void close() {
        dns.close();
    }

    /** A name server that knows SRV records, and says of all else that there is no such name (RFC 1035, RFC 2782). */
    private static final class NameServer implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, HERE);
        final Map<String, List<Resolver.Service>> services = new ConcurrentHashMap<>();
        final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

        NameServer() throws IOException {
            Thread.startVirtualThread(this::serve);
        }

        String url() {
            return "dns://127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[1500], 1500);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(1500);
                    socket.receive(packet);
                    byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException _) {
                    return; // closed
                }
            }
        }

        private byte[] answer(ByteBuffer question) throws IOException {
            int id = question.getShort();
            question.position(12);
            var labels = new ArrayList<String>();
            for (int length = question.get(); length > 0; length = question.get()) {
                byte[] label = new byte[length];
                question.get(label);
                labels.add(new String(label, StandardCharsets.US_ASCII));
            }
            int end = question.position() + 4; // QTYPE and QCLASS
            String name = String.join(".", labels).toLowerCase(Locale.ROOT);
            asked.add(name);
            List<Resolver.Service> found = services.getOrDefault(name, List.of());
            var octets = new ByteArrayOutputStream();
            var out = new DataOutputStream(octets);
            out.writeShort(id);
            out.writeShort(0x8580 | (found.isEmpty() ? NO_SUCH_NAME : 0)); // an answer with authority
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(question.array(), 12, end - 12);
            for (Resolver.Service service : found) {
                byte[] target = encoded(service.host());
                out.writeShort(0xC00C); // the name in the question
                out.writeShort(33); // SRV
                out.writeShort(1);
                out.writeInt(60);
                out.writeShort(6 + target.length);
                out.writeShort(service.priority());
                out.writeShort(service.weight());
                out.writeShort(service.port());
                out.write(target);
            }
            return octets.toByteArray();
        }

        private static byte[] encoded(String host) throws IOException {
            var octets = new ByteArrayOutputStream();
            for (String label : host.isEmpty() ? new String[0] : host.split("\\.")) {
                octets.write(label.length());
                octets.write(label.getBytes(StandardCharsets.US_ASCII));
            }
            octets.write(0);
            return octets.toByteArray();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Services by the name server, addresses by a table: those are asked of the operating system otherwise. */
    private Resolver resolver() {
        var real = new DnsResolver(dns.url());
        return new Resolver() {
            @Override
            public List<Service> services(String name) throws IOException {
                return real.services(name);
            }

            @Override
            public List<InetAddress> addresses(String host) throws IOException {
                return switch (host) {
                    case "one.example.org" -> List.of(InetAddress.ofLiteral("192.0.2.1"));
                    case "two.example.org" -> List.of(InetAddress.ofLiteral("192.0.2.2"));
                    case "bare.example.org" ->
                        List.of(InetAddress.ofLiteral("192.0.2.9"), InetAddress.ofLiteral("2001:db8::9"));
                    case "here.example.org" -> List.of(HERE);
                    default ->
                        throw new IOException(
                                "no address is known for " + host + "; correct the server's name, or look after DNS");
                };
            }
        };
    }

    private List<Hop> hops(String server, Transport transport, long seed) throws IOException {
        return new NextHops(resolver(), new SplittableRandom(seed)).of(TrunkSettings.Server.of(server), transport);
    }

    private static Hop hop(Transport transport, String host, int port) {
        return new Hop(transport, host, port);
    }

    @Test
    void services_come_by_priority_and_each_transport_has_its_own() throws IOException {
        dns.services.put(
                "_sip._udp.example.org",
                List.of(
                        new Resolver.Service(20, 0, 5080, "two.example.org"),
                        new Resolver.Service(10, 0, 5070, "one.example.org"),
                        new Resolver.Service(5, 0, 5070, "gone.example.org")));
        dns.services.put("_sips._tcp.example.org", List.of(new Resolver.Service(1, 1, 5071, "one.example.org")));
        assertThat(hops("example.org", Transport.UDP, 1))
                .containsExactly(hop(Transport.UDP, "192.0.2.1", 5070), hop(Transport.UDP, "192.0.2.2", 5080));
        assertThat(hops("example.org", Transport.TLS, 1)).containsExactly(hop(Transport.TLS, "192.0.2.1", 5071));
        assertThat(dns.asked).containsOnly("_sip._udp.example.org", "_sips._tcp.example.org");
    }

    @Test
    void among_equals_each_is_first_as_often_as_its_weight_says() throws IOException {
        dns.services.put(
                "_sip._tcp.example.org",
                List.of(
                        new Resolver.Service(10, 3, 5060, "one.example.org"),
                        new Resolver.Service(10, 1, 5060, "two.example.org")));
        Map<String, Integer> first = new TreeMap<>();
        var next = new NextHops(resolver(), new SplittableRandom(20261121));
        for (int i = 0; i < 400; i++) {
            List<Hop> hops = next.of(TrunkSettings.Server.of("example.org"), Transport.TCP);
            assertThat(hops).hasSize(2);
            first.merge(hops.getFirst().host(), 1, Integer::sum);
        }
        // RFC 2782 draws a number from 0 to the sum of the weights, both included: 3 of 5 are the heavier one's.
        assertThat(first.get("192.0.2.1")).isBetween(200, 280);
        assertThat(first.get("192.0.2.2")).isBetween(120, 200);
    }

    @Test
    void without_services_the_name_itself_leads_to_the_standard_port() throws IOException {
        assertThat(hops("bare.example.org", Transport.UDP, 1))
                .containsExactly(
                        hop(Transport.UDP, "192.0.2.9", 5060), hop(Transport.UDP, "2001:db8:0:0:0:0:0:9", 5060));
        assertThat(hops("bare.example.org", Transport.TLS, 1).getFirst().port()).isEqualTo(5061);
        dns.asked.clear();
        assertThat(hops("one.example.org:5099", Transport.UDP, 1))
                .containsExactly(hop(Transport.UDP, "192.0.2.1", 5099));
        assertThat(dns.asked).as("a port is no question").isEmpty();
    }

    @Test
    void who_offers_no_service_or_has_no_address_is_told_apart() {
        dns.services.put("_sip._udp.closed.example.org", List.of(new Resolver.Service(0, 0, 0, "")));
        assertThatThrownBy(() -> hops("closed.example.org", Transport.UDP, 1))
                .hasMessageContaining("closed.example.org says that it takes no calls over UDP");
        assertThatThrownBy(() -> hops("nowhere.example.org", Transport.UDP, 1))
                .hasMessageContaining("no address is known for nowhere.example.org");
    }

    @Test
    void a_trunk_whose_first_target_is_away_sends_its_fax_by_the_second_and_one_without_address_says_so()
            throws Exception {
        var inbox = new LoopbackProviderTest.Inbox();
        try (var far = new SipEndpoint(SipSettings.at(HERE, 0));
                var near = new SipEndpoint(SipSettings.at(HERE, 0))) {
            far.open();
            near.open();
            // A port at which nobody listens refuses connections at once.
            int nobody;
            try (var socket = new java.net.ServerSocket(0, 1, HERE)) {
                nobody = socket.getLocalPort();
            }
            dns.services.put(
                    "_sip._tcp.example.org",
                    List.of(
                            new Resolver.Service(10, 0, nobody, "here.example.org"),
                            new Resolver.Service(20, 0, far.port(), "here.example.org")));
            try (var nearTrunks = new TrunkProvider(near, TlsTrunkTest.HASTY, resolver());
                    var farTrunks = new TrunkProvider(far, TlsTrunkTest.HASTY)) {
                farTrunks.open(inbox);
                farTrunks.put(TrunkSettings.peer("near", TrunkSettings.Server.of("127.0.0.1:" + near.port())));
                var news = new LinkedBlockingQueue<TrunkStatus>();
                nearTrunks.listen(news::add);
                nearTrunks.open(call -> new Reception.Refuse(Reception.Reason.NOT_ALLOWED));
                nearTrunks.put(TrunkSettings.peer("far", TrunkSettings.Server.of("example.org"))
                        .with(TrunkSettings.Transport.TCP)
                        .checkedEvery(Duration.ZERO));
                TrunkStatus up = news.poll(60, TimeUnit.SECONDS);
                assertThat(up).isNotNull();
                assertThat(up.sentence()).isEqualTo("Not checked: calls go to tcp:127.0.0.1:" + nobody + ".");
                CallReport report = TlsTrunkTest.sendPage(nearTrunks.devices().getFirst());
                assertThat(report.outcome()).as("%s", report.diary()).isEqualTo(Outcome.DELIVERED);
                assertThat(inbox.report().outcome()).isEqualTo(Outcome.RECEIVED);

                nearTrunks.put(TrunkSettings.peer("lost", TrunkSettings.Server.of("nowhere.example.org")));
                TrunkStatus lost = news.poll(60, TimeUnit.SECONDS);
                assertThat(lost).isNotNull();
                assertThat(lost.state()).isEqualTo(TrunkStatus.State.DOWN);
                assertThat(lost.sentence())
                        .isEqualTo("The trunk cannot be used: no address is known for nowhere.example.org.");
                assertThat(lost.remedy()).isEqualTo("Correct the server's name, or look after DNS.");
            }
        }
    }
}
