package org.caselli.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.caselli.sip.sdp.T38Media.ErrorCorrection;
import org.caselli.sip.sdp.T38Media.RateManagement;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final List<String> CORPUS = List.of(
            "cisco-cube",
            "audiocodes-audio-and-image",
            "didww-audio-and-image",
            "dialogic-brooktrout",
            "two-corrections",
            "freeswitch-upper-case",
            "audio-refused",
            "t38-annex-d",
            "vocal",
            "flags-with-values");

    private static String text(String name) {
        try (InputStream in = SdpTest.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Sdp sdp(String name) {
        try {
            return Sdp.parse(text(name));
        } catch (MalformedSdpException e) {
            throw new AssertionError(name + ": " + e.reason(), e);
        }
    }

    @Test
    void what_machines_write_is_read_and_written_so_that_it_reads_the_same() throws MalformedSdpException {
        for (String name : CORPUS) {
            Sdp once = sdp(name);
            Sdp twice = Sdp.parse(once.text());
            assertThat(twice.origin()).as(name).isEqualTo(once.origin());
            assertThat(twice.media()).as(name).hasSameSizeAs(once.media());
            for (int i = 0; i < once.media().size(); i++) {
                // A refused line without an address reads as having the session's.
                Media media = once.media().get(i);
                assertThat(
                                media.address().isEmpty()
                                        ? twice.media().get(i).line()
                                        : twice.media().get(i))
                        .as(name)
                        .isEqualTo(media.address().isEmpty() ? media.line() : media);
            }
            assertThat(once.text().lines().map(line -> line.substring(0, 2)).limit(5))
                    .as(name)
                    .containsExactly("v=", "o=", "s=", "c=", "t=");
            assertThat(once.text()).endsWith("\r\n");
        }
    }

    @Test
    void flags_that_are_written_with_0_are_off() {
        T38Media t38 = sdp("cisco-cube").t38().orElseThrow();
        assertThat(t38)
                .isEqualTo(new T38Media(
                        17682,
                        "192.0.2.2",
                        0,
                        OptionalInt.of(7200),
                        false,
                        false,
                        false,
                        RateManagement.TRANSFERRED_TCF,
                        OptionalInt.of(200),
                        OptionalInt.of(180),
                        ErrorCorrection.REDUNDANCY,
                        "",
                        List.of()));
    }

    @Test
    void flags_that_are_bare_are_on() {
        T38Media t38 = sdp("two-corrections").t38().orElseThrow();
        assertThat(t38.transcodingMmr()).isTrue();
        assertThat(t38.transcodingJbig()).isTrue();
        assertThat(t38.fillBitRemoval()).isFalse();
        assertThat(t38.version()).isEqualTo(1);
        assertThat(t38.attributes()).containsExactly("sendrecv", "ptime:20");
    }

    @Test
    void of_two_corrections_redundancy_is_taken() {
        assertThat(sdp("two-corrections").t38().orElseThrow().errorCorrection()).isEqualTo(ErrorCorrection.REDUNDANCY);
    }

    @Test
    void flags_with_1_odd_case_and_spaces_are_understood() {
        Sdp sdp = sdp("flags-with-values");
        T38Media t38 = sdp.t38().orElseThrow();
        assertThat(t38.fillBitRemoval()).isTrue();
        assertThat(t38.transcodingMmr()).isTrue();
        assertThat(t38.transcodingJbig()).isFalse();
        assertThat(t38.rateManagement()).isEqualTo(RateManagement.LOCAL_TCF);
        assertThat(t38.maxDatagram()).hasValue(72);
        assertThat(t38.maxBuffer()).isEmpty();
        assertThat(t38.maxBitRate()).hasValue(14400);
        assertThat(t38.address()).isEqualTo("192.0.2.12");
        assertThat(sdp.origin()).isEqualTo(new Origin("-", "7", "8", "192.0.2.12"));
    }

    @Test
    void each_line_has_its_own_address_or_the_sessions() {
        Sdp sdp = sdp("didww-audio-and-image");
        assertThat(sdp.media()).extracting(Media::address).containsExactly("192.0.2.78", "192.0.2.79");
        assertThat(sdp("audiocodes-audio-and-image").media())
                .extracting(Media::address)
                .containsExactly("192.0.2.55", "192.0.2.55");
        assertThat(sdp("audio-refused").media()).extracting(Media::address).containsExactly("", "192.0.2.41");
    }

    @Test
    void a_line_at_port_0_is_there_but_not_in_use() {
        Sdp refusedImage = sdp("freeswitch-upper-case");
        assertThat(refusedImage.media()).hasSize(2);
        assertThat(refusedImage.t38()).isEmpty();
        assertThat(refusedImage.audio()).isPresent();
        Sdp refusedAudio = sdp("audio-refused");
        assertThat(refusedAudio.audio()).isEmpty();
        T38Media t38 = refusedAudio.t38().orElseThrow();
        assertThat(t38.errorCorrection()).isEqualTo(ErrorCorrection.FEC);
        assertThat(t38.vendorInfo()).isEqualTo("0 0 37");
        assertThat(t38.fillBitRemoval()).isTrue();
    }

    @Test
    void audio_has_its_codecs_in_order_with_names_of_static_types() {
        AudioMedia audio = sdp("didww-audio-and-image").audio().orElseThrow();
        assertThat(audio.codecs()).extracting(Codec::payloadType).containsExactly(0, 8, 18, 4, 101);
        assertThat(audio.codec("g729").orElseThrow().fmtp()).isEqualTo("annexb=no");
        assertThat(audio.ptimeMs()).isEqualTo(20);
        assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(audio.attributes()).containsExactly("direction:both");
    }

    @Test
    void a_direction_of_the_session_holds_for_lines_without_one() throws MalformedSdpException {
        Sdp sdp = Sdp.parse(
                "v=0\na=sendonly\nc=IN IP4 1.2.3.4\nm=audio 4000 RTP/AVP 0\nm=audio 4002 RTP/AVP 8\na=inactive\n");
        assertThat(sdp.media())
                .extracting(media -> ((AudioMedia) media).direction())
                .containsExactly(Direction.SENDONLY, Direction.INACTIVE);
        assertThat(Direction.SENDONLY.mirrored()).isEqualTo(Direction.RECVONLY);
    }

    @Test
    void an_answer_has_one_line_for_each_that_was_offered() {
        Sdp offer = sdp("audiocodes-audio-and-image");
        Sdp answer = offer.answer(
                media -> media instanceof T38Media t38 ? Optional.of(t38.at("10.1.1.1", 6000)) : Optional.empty());
        assertThat(answer.media()).extracting(Media::port).containsExactly(0, 6000);
        assertThat(answer.text())
                .contains("m=audio 0 RTP/AVP 18 97\r\n", "m=image 6000 udptl t38\r\n", "c=IN IP4 192.0.2.55")
                .containsSubsequence("m=image", "c=IN IP4 10.1.1.1");
        assertThat(answer.t38()).isPresent();
    }

    @Test
    void an_answer_cannot_revive_or_replace_what_was_offered() {
        Sdp offer = sdp("audio-refused");
        Sdp answer = offer.answer(media -> Optional.of(T38Media.of("10.1.1.1", 6000, 14400, 300)));
        assertThat(answer.media()).extracting(Media::port).containsExactly(0, 6000);
        assertThatThrownBy(() -> offer.answer(_ -> Optional.of(AudioMedia.of("10.1.1.1", 1, Codec.PCMA))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 3264");
    }

    @Test
    void media_that_we_do_not_know_keep_their_place() throws MalformedSdpException {
        Sdp offer = Sdp.parse(
                "v=0\no=- 1 1 IN IP4 1.2.3.4\ns=-\nc=IN IP4 1.2.3.4\nt=0 0\n"
                        + "m=video 1000 RTP/AVP 31\nm=image 1002 tcp t38\nm=image 1004 UDP/TLS/UDPTL t38\nm=image 1006 udptl t38\n");
        Sdp answer = offer.answer(media -> media instanceof T38Media t38 ? Optional.of(t38) : Optional.empty());
        assertThat(answer.media())
                .extracting(Media::line)
                .containsExactly(
                        "video 0 RTP/AVP 31", "image 0 tcp t38", "image 0 UDP/TLS/UDPTL t38", "image 1006 udptl t38");
    }

    @Test
    void an_offer_of_ours_is_what_gateways_expect() {
        assertThat(Sdp.of(T38Media.of("192.0.2.1", 4000, 14400, 400))
                        .withOrigin(new Origin("-", "5", "6", "192.0.2.1"))
                        .text())
                .isEqualTo("""
                        v=0
                        o=- 5 6 IN IP4 192.0.2.1
                        s=-
                        c=IN IP4 192.0.2.1
                        t=0 0
                        m=image 4000 udptl t38
                        a=T38FaxVersion:0
                        a=T38MaxBitRate:14400
                        a=T38FaxRateManagement:transferredTCF
                        a=T38FaxMaxDatagram:400
                        a=T38FaxUdpEC:t38UDPRedundancy
                        """.replace("\n", "\r\n"));
        assertThat(Sdp.of(AudioMedia.of("2001:db8::1", 4000, Codec.PCMU, Codec.PCMA))
                        .text())
                .contains(
                        "c=IN IP6 2001:db8::1\r\n",
                        "m=audio 4000 RTP/AVP 0 8\r\n",
                        "a=rtpmap:8 PCMA/8000\r\n",
                        "a=ptime:20");
    }

    @Test
    void nonsense_is_refused_with_a_reason() {
        for (String text : List.of(
                "",
                "hello",
                "v=1\n",
                "v=0\nm=audio\n",
                "v=0\nm=audio x RTP/AVP 0\n",
                "v=0\nm=audio 70000 RTP/AVP 0\n",
                "v=0\nc=IN IP4\nm=audio 4 RTP/AVP 0\n",
                "v=0\n" + "m=audio 4 RTP/AVP 0\n".repeat(100),
                "v=0\n" + "a=x\n".repeat(30_000))) {
            assertThatThrownBy(() -> Sdp.parse(text))
                    .as(text.substring(0, Math.min(30, text.length())))
                    .isInstanceOf(MalformedSdpException.class)
                    .hasMessageMatching(".+");
        }
    }

    @Test
    void damaged_descriptions_are_read_or_refused_and_what_is_read_can_be_written_and_read() {
        SplittableRandom random = new SplittableRandom(8866);
        int read = 0;
        List<String> corpus = CORPUS.stream().map(SdpTest::text).toList();
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                    case 1 -> text.setCharAt(at, "\r\n=: /0-".charAt(random.nextInt(8)));
                    case 2 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(30)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                }
            }
            try {
                Sdp sdp = Sdp.parse(text.toString());
                read++;
                if (Sdp.parse(sdp.text()).media().size() != sdp.media().size()) {
                    throw new AssertionError("read again, it has other lines");
                }
            } catch (MalformedSdpException e) {
                if (e.reason().isEmpty()) {
                    throw new AssertionError("refused without a reason");
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + ":\n" + text, e);
            }
        }
        assertThat(read).isGreaterThan(30_000);
    }
}
