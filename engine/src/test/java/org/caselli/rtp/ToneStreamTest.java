package org.caselli.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToneStreamTest {
    /** The ends and the middle of G.711 tables 1 and 2. */
    @Test
    void g711_codes_are_those_of_the_tables() {
        assertThat(Law.MU.encode(0)).isEqualTo((byte) 0xFF);
        assertThat(Law.MU.encode(32767)).isEqualTo((byte) 0x80);
        assertThat(Law.MU.encode(-32768)).isEqualTo((byte) 0x00);
        assertThat(Law.A.encode(0)).isEqualTo((byte) 0xD5);
        assertThat(Law.A.encode(-1)).isEqualTo((byte) 0x55);
        assertThat(Law.A.encode(32767)).isEqualTo((byte) 0xAA);
        assertThat(Law.A.encode(-32768)).isEqualTo((byte) 0x2A);
    }

    /** Expands a code by the rule of G.711, written apart from the encoder. */
    private static int linear(Law law, byte code) {
        if (law == Law.MU) {
            int bits = ~code & 0xFF;
            int magnitude = (((bits & 0x0F) << 1 | 0x21) << (bits >> 4 & 7)) - 33;
            return ((bits & 0x80) != 0 ? -magnitude : magnitude) * 4;
        }
        int bits = (code & 0xFF) ^ 0x55;
        int segment = bits >> 4 & 7;
        int magnitude = segment == 0 ? (bits & 0x0F) * 2 + 1 : ((bits & 0x0F) * 2 + 33) << (segment - 1);
        return ((bits & 0x80) != 0 ? magnitude : -magnitude) * 8;
    }

    @ParameterizedTest
    @EnumSource(Law.class)
    void a_sample_comes_back_within_the_step_of_its_segment(Law law) {
        for (int pcm = -32000; pcm <= 32000; pcm++) {
            int back = linear(law, law.encode(pcm));
            assertThat(Math.abs(back - pcm)).as("%s %d", law, pcm).isLessThanOrEqualTo(16 + Math.abs(pcm) / 16);
        }
    }

    private static double[] sound(ToneStream stream, Law law, int packets) {
        double[] samples = new double[packets * 160];
        for (int p = 0; p < packets; p++) {
            byte[] payload = RtpPacket.read(stream.next()).orElseThrow().payload();
            for (int i = 0; i < 160; i++) {
                samples[p * 160 + i] = linear(law, payload[i]);
            }
        }
        return samples;
    }

    /** Amplitude at this frequency, by correlation. */
    private static double amplitude(double[] samples, int from, int to, double hertz) {
        double re = 0;
        double im = 0;
        for (int i = from; i < to; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
            im += samples[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
        }
        return 2 * Math.hypot(re, im) / (to - from);
    }

    @ParameterizedTest
    @EnumSource(Law.class)
    void a_caller_sends_half_a_second_of_1100_hz_and_three_of_silence(Law law) {
        double[] samples = sound(new ToneStream(law, true, 1, 1), law, 350);
        assertThat(amplitude(samples, 0, 4000, 1100)).isBetween(6000.0, 6800.0);
        assertThat(Arrays.stream(samples, 4000, 28_000).map(Math::abs).max().orElseThrow())
                .isLessThan(20);
        assertThat(amplitude(samples, 28_000, 32_000, 1100)).isBetween(6000.0, 6800.0);
    }

    @ParameterizedTest
    @EnumSource(Law.class)
    void a_called_side_sends_2100_hz_once_for_2_6_to_4_seconds(Law law) {
        double[] samples = sound(new ToneStream(law, false, 1, 1), law, 400);
        assertThat(amplitude(samples, 1600, 25_600, 2100)).isBetween(6000.0, 6800.0);
        assertThat(Arrays.stream(samples, 0, 1600).map(Math::abs).max().orElseThrow())
                .isLessThan(20);
        assertThat(Arrays.stream(samples, 25_600, 64_000).map(Math::abs).max().orElseThrow())
                .isLessThan(20);
    }

    @Test
    void sequence_and_timestamp_go_on_across_their_ends() {
        var stream = new ToneStream(Law.MU, true, 42, 0xFFFF);
        RtpPacket first = RtpPacket.read(stream.next()).orElseThrow();
        RtpPacket second = RtpPacket.read(stream.next()).orElseThrow();
        assertThat(first.sequence()).isEqualTo(0xFFFF);
        assertThat(second.sequence()).isZero();
        assertThat(second.timestamp() - first.timestamp()).isEqualTo(160);
        assertThat(first.marker()).isTrue();
        assertThat(second.marker()).isFalse();
        assertThat(second.ssrc()).isEqualTo(42);
    }

    @Test
    void a_reader_of_packets_survives_any_octets() {
        long seed = 4711;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            if (octets.length > 0 && random.nextBoolean()) {
                octets[0] = (byte) (0x80 | octets[0] & 0x3F);
            }
            RtpPacket.read(octets)
                    .ifPresent(packet -> assertThat(packet.payload().length)
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(octets.length - 12));
        }
    }

    @Test
    void extensions_sources_and_padding_are_read_over() {
        byte[] octets = {
            (byte) 0xB1,
            8,
            0,
            5,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            2, // padding, extension, one contributing source
            9,
            9,
            9,
            9,
            0,
            0,
            0,
            1,
            7,
            7,
            7,
            7,
            'a',
            'b',
            0,
            2
        };
        assertThat(RtpPacket.read(octets).orElseThrow().payload()).containsExactly('a', 'b');
    }
}
