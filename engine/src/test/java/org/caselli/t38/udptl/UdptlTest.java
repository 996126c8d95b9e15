package org.caselli.t38.udptl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.caselli.t38.udptl.UdptlPacket.Recovery;
import org.caselli.t38.udptl.UdptlReceiver.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdptlTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Instant START = Instant.EPOCH;

    private final UdptlSender sender = new UdptlSender(1400);
    private final UdptlReceiver receiver = new UdptlReceiver(Duration.ofMillis(200), packet -> true);
    private Instant now = START;

    @Test
    void a_datagram_carries_the_packets_before_it_the_latest_first() {
        assertThat(HEX.formatHex(sender.pack(HEX.parseHex("aa"), 3))).isEqualTo("000001aa0000");
        assertThat(HEX.formatHex(sender.pack(HEX.parseHex("bbbb"), 3))).isEqualTo("000102bbbb000101aa");
        assertThat(HEX.formatHex(sender.pack(HEX.parseHex("cc"), 3))).isEqualTo("000201cc000202bbbb01aa");
        assertThat(HEX.formatHex(sender.pack(HEX.parseHex("dd"), 1))).isEqualTo("000301dd000101cc");
        assertThat(HEX.formatHex(sender.pack(HEX.parseHex("ee"), 0))).isEqualTo("000401ee0000");
    }

    @Test
    void a_length_from_128_on_takes_two_octets() {
        byte[] datagram = sender.pack(new byte[200], 0);
        assertThat(HEX.formatHex(datagram, 0, 4)).isEqualTo("000080c8");
        assertThat(datagram).hasSize(2 + 2 + 200 + 2);
        assertThat(UdptlPacket.parse(datagram).orElseThrow().primary()).hasSize(200);
    }

    @Test
    void more_than_127_copies_are_read() {
        List<byte[]> copies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            copies.add(new byte[] {(byte) i});
        }
        byte[] datagram = new UdptlPacket(7, new byte[1], new Recovery.Secondaries(copies)).write();
        var recovery =
                (Recovery.Secondaries) UdptlPacket.parse(datagram).orElseThrow().recovery();
        assertThat(recovery.packets()).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 72, 131, 132, 133, 134, 135, 176, 400, 1400})
    void no_datagram_is_larger_than_the_far_end_takes(int limit) {
        var small = new UdptlSender(limit);
        var random = new SplittableRandom(limit);
        for (int i = 0; i < 2000; i++) {
            byte[] packet = new byte[1 + random.nextInt(small.largestPacket())];
            byte[] datagram = small.pack(packet, random.nextInt(16));
            assertThat(datagram.length).isLessThanOrEqualTo(limit);
            assertThat(UdptlPacket.parse(datagram).orElseThrow().primary()).hasSize(packet.length);
        }
        assertThat(small.pack(new byte[small.largestPacket()], 3).length).isBetween(limit - 1, limit);
        assertThatThrownBy(() -> small.pack(new byte[small.largestPacket() + 1], 0))
                .hasMessageContaining("Split");
    }

    @Test
    void copies_repair_a_burst_at_once() {
        List<byte[]> datagrams = packed(10, 3);
        assertThat(take(datagrams.get(0))).containsExactly("00");
        assertThat(take(datagrams.get(4))).containsExactly("01", "02", "03", "04");
        assertThat(receiver.counters().repaired()).isEqualTo(3);
        assertThat(receiver.counters().lost()).isZero();
    }

    @Test
    void the_first_packets_are_repaired_too() {
        assertThat(take(packed(3, 3).get(2))).containsExactly("00", "01", "02");
    }

    @Test
    void what_comes_out_of_order_is_put_in_order_and_doubles_are_dropped() {
        List<byte[]> datagrams = packed(4, 0);
        assertThat(take(datagrams.get(0))).containsExactly("00");
        assertThat(take(datagrams.get(2))).isEmpty();
        assertThat(take(datagrams.get(2))).isEmpty();
        assertThat(take(datagrams.get(3))).isEmpty();
        assertThat(take(datagrams.get(1))).containsExactly("01", "02", "03");
        assertThat(take(datagrams.get(1))).isEmpty();
        assertThat(receiver.counters()).isEqualTo(new UdptlReceiver.Counters(6, 0, 0, 0, 2, 0));
    }

    @Test
    void a_gap_that_does_not_fill_is_given_up_in_time_and_told() {
        List<byte[]> datagrams = packed(5, 0);
        take(datagrams.get(0));
        assertThat(receiver.deadline()).isEqualTo(Instant.MAX);
        assertThat(take(datagrams.get(3))).isEmpty();
        assertThat(receiver.deadline()).isEqualTo(now.plusMillis(200));
        now = now.plusMillis(200);
        assertThat(told(receiver.timeUp(now))).containsExactly("lost 2", "03");
        assertThat(take(datagrams.get(1))).isEmpty();
        assertThat(receiver.counters().late()).isEqualTo(1);
        assertThat(receiver.counters().lost()).isEqualTo(2);
        assertThat(take(datagrams.get(4))).containsExactly("04");
    }

    @Test
    void the_count_goes_round_at_65536() {
        var random = new SplittableRandom(1);
        long out = 0;
        int burst = 0;
        for (int i = 0; i < 140_000; i++) {
            byte[] datagram = sender.pack(new byte[] {(byte) i}, 3);
            burst = burst < 3 && random.nextInt(10) == 0 ? burst + 1 : 0;
            if (burst == 0) {
                for (Received one : receiver.take(datagram, now)) {
                    assertThat(((Received.Packet) one).octets()[0]).isEqualTo((byte) out++);
                }
            }
            now = now.plusMillis(40);
        }
        assertThat(out).isGreaterThan(139_990);
    }

    @Test
    void one_stray_datagram_does_not_throw_us_off_the_track() {
        List<byte[]> datagrams = packed(3, 0);
        take(datagrams.get(0));
        assertThat(take(HEX.parseHex("9000" + "01ee" + "0000"))).isEmpty();
        assertThat(take(datagrams.get(1))).containsExactly("01");
        assertThat(take(HEX.parseHex("9001" + "01ee" + "0000"))).isEmpty();
        assertThat(take(datagrams.get(2))).containsExactly("02");
    }

    @Test
    void a_far_end_that_begins_its_count_again_is_followed() {
        packed(50, 3).forEach(this::take);
        now = now.plusSeconds(3);
        var again = new UdptlSender(400);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            out.addAll(take(again.pack(new byte[] {(byte) (0x80 + i)}, 3)));
        }
        assertThat(out).containsExactly("80", "81", "82", "83", "84", "85");
    }

    @Test
    void a_count_that_jumps_ahead_is_followed_and_the_rest_is_told_as_lost() {
        List<byte[]> datagrams = packed(300, 0);
        take(datagrams.get(0));
        assertThat(take(datagrams.get(200))).isEmpty();
        assertThat(take(datagrams.get(201))).containsExactly("lost 200", "c9");
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 3", "4, 2"})
    void parity_brings_back_what_is_lost(int span, int count) {
        List<byte[]> sent = new ArrayList<>();
        var random = new SplittableRandom(5);
        List<String> out = new ArrayList<>();
        int burst = 0;
        for (int sequence = 0; sequence < 400; sequence++) {
            byte[] packet = new byte[1 + random.nextInt(5)];
            random.nextBytes(packet);
            packet[packet.length - 1] = 1;
            sent.add(packet);
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] parity = new byte[5];
                for (int k = 1; k <= span; k++) {
                    int covered = sequence - k * count + i;
                    for (int j = 0; covered >= 0 && j < sent.get(covered).length; j++) {
                        parity[j] ^= sent.get(covered)[j];
                    }
                }
                messages.add(parity);
            }
            // Annex C: with n messages, a burst of n is repaired.
            burst = burst > 0 ? burst - 1 : sequence % 40 == 17 ? count : 0;
            if (burst == 0) {
                out.addAll(take(new UdptlPacket(sequence, packet, new Recovery.Parity(span, messages)).write()));
            }
        }
        assertThat(receiver.counters().lost()).isZero();
        assertThat(out).hasSize(400);
        for (int i = 0; i < 400; i++) {
            assertThat(out.get(i)).matches(HEX.formatHex(sent.get(i)) + "(00)*");
        }
        assertThat(receiver.counters().repaired()).isEqualTo(10L * count);
    }

    @Test
    void any_octets_are_survived() {
        for (long seed = 0; seed < 150_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] datagram = new byte[random.nextInt(40)];
            random.nextBytes(datagram);
            if (random.nextBoolean() && datagram.length > 8) {
                datagram[0] = 0;
                datagram[2] = 1;
                datagram[4] = (byte) (random.nextBoolean() ? 0x80 : 0);
                datagram[5] = (byte) random.nextInt(3);
                datagram[6] = (byte) random.nextInt(6);
            }
            UdptlPacket.parse(datagram)
                    .ifPresent(packet ->
                            assertThat(UdptlPacket.parse(packet.write())).isPresent());
            receiver.take(datagram, now);
            now = now.plusMillis(random.nextInt(100));
            receiver.timeUp(now);
        }
        assertThat(receiver.counters().malformed()).isPositive();
        assertThat(receiver.counters().received()).isPositive();
    }

    private List<byte[]> packed(int packets, int copies) {
        List<byte[]> datagrams = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            datagrams.add(sender.pack(new byte[] {(byte) i}, copies));
        }
        return datagrams;
    }

    private List<String> take(byte[] datagram) {
        return told(receiver.take(datagram, now));
    }

    private static List<String> told(List<Received> received) {
        return received.stream()
                .map(one -> switch (one) {
                    case Received.Packet(byte[] octets) -> HEX.formatHex(octets);
                    case Received.Lost(int count) -> "lost " + count;
                })
                .toList();
    }
}
