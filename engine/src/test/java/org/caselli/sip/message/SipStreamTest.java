package org.caselli.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SipStreamTest {
    private static byte[] message(int number, int bodyLength) {
        String text = "OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK" + number
                + "\r\nFrom: <sip:a@example.net>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: c\r\nCSeq: " + number
                + " OPTIONS\r\nl: " + bodyLength + "\r\n\r\n"
                + "x\r\n\r\n".repeat(bodyLength).substring(0, bodyLength);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void messages_are_found_however_the_stream_is_cut() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int count = 1 + random.nextInt(20);
            for (int i = 1; i <= count; i++) {
                all.writeBytes(message(i, random.nextInt(3) == 0 ? 0 : random.nextInt(3000)));
                if (random.nextInt(3) == 0) {
                    all.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            byte[] octets = all.toByteArray();
            SipStream stream = new SipStream();
            List<Long> numbers = new ArrayList<>();
            for (int at = 0; at < octets.length; ) {
                int length = Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 5000));
                for (Parsed parsed : stream.feed(octets, at, length)) {
                    if (parsed instanceof Parsed.Message(SipMessage message)) {
                        numbers.add(message.cseq().number());
                    } else {
                        assertThat(parsed).as("seed " + seed).isInstanceOf(Parsed.KeepAlive.class);
                    }
                }
                at += length;
            }
            assertThat(numbers).as("seed " + seed).hasSize(count).isSorted();
            assertThat(stream.lost()).isFalse();
        }
    }

    @Test
    void two_empty_lines_are_a_ping() {
        SipStream stream = new SipStream();
        assertThat(stream.feed("\r\n".getBytes(StandardCharsets.US_ASCII), 0, 2))
                .isEmpty();
        assertThat(stream.feed("\r\n".getBytes(StandardCharsets.US_ASCII), 0, 2))
                .containsExactly(new Parsed.KeepAlive(true));
    }

    @Test
    void a_malformed_message_does_not_lose_the_next() {
        String broken = new String(message(1, 10), StandardCharsets.ISO_8859_1).replace("CSeq: 1 OPTIONS", "CSeq: x");
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(broken.getBytes(StandardCharsets.ISO_8859_1));
        both.writeBytes(message(2, 10));
        List<Parsed> parsed = new SipStream().feed(both.toByteArray(), 0, both.size());
        assertThat(parsed).hasSize(2);
        assertThat(parsed.getFirst()).isInstanceOf(Parsed.Malformed.class);
        assertThat(parsed.getLast()).isInstanceOf(Parsed.Message.class);
    }

    @Test
    void a_stream_whose_next_message_cannot_be_found_is_lost() {
        for (String text : List.of(
                new String(message(1, 10), StandardCharsets.ISO_8859_1).replace("l: 10", "l: ten"),
                new String(message(1, 10), StandardCharsets.ISO_8859_1).replace("l: 10", "l: 999999999"),
                new String(message(1, 10), StandardCharsets.ISO_8859_1).replace("l: 10\r\n", ""),
                "x".repeat(100_000))) {
            SipStream stream = new SipStream();
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            List<Parsed> parsed = stream.feed(octets, 0, octets.length);
            assertThat(stream.lost()).as(text.substring(0, 100)).isTrue();
            assertThat(parsed.getLast()).isInstanceOf(Parsed.Malformed.class);
            assertThat(stream.feed(message(2, 0), 0, 10)).isEmpty();
        }
    }

    @Test
    void damaged_streams_never_throw() {
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = SipParserTest.mutated(message(i, random.nextInt(50)), message(1, 20), random);
            SipStream stream = new SipStream();
            int cut = octets.length == 0 ? 0 : random.nextInt(octets.length);
            try {
                stream.feed(octets, 0, cut);
                stream.feed(octets, cut, octets.length - cut);
                stream.feed(message(1, 5), 0, message(1, 5).length);
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + ":\n" + new String(octets, StandardCharsets.ISO_8859_1), e);
            }
        }
    }
}
