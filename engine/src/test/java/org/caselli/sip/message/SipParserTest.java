package org.caselli.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SipParserTest {

    /** The messages of {@code src/test/resources/sip/valid} or {@code invalid}, by name. */
    static Map<String, byte[]> corpus(String folder) {
        try {
            var resource = SipParserTest.class.getResource("/sip/" + folder);
            assertThat(resource).as("the folder sip/" + folder).isNotNull();
            Map<String, byte[]> corpus = new TreeMap<>();
            try (var files = Files.list(Path.of(resource.toURI()))) {
                for (Path file : files.toList()) {
                    corpus.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
            return corpus;
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static SipMessage valid(String name) {
        byte[] octets = corpus("valid").get(name + ".sip");
        assertThat(octets).as(name).isNotNull();
        Parsed parsed = SipParser.datagram(octets);
        assertThat(parsed).as(name).isInstanceOf(Parsed.Message.class);
        return ((Parsed.Message) parsed).message();
    }

    private static Parsed read(String text) {
        return SipParser.datagram(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static final String PLAIN = """
            OPTIONS sip:b@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <sip:a@example.net>;tag=1
            To: <sip:b@example.com>
            Call-ID: c
            CSeq: 1 OPTIONS

            """;

    @Test
    void every_valid_message_is_read() {
        assertThat(corpus("valid"))
                .hasSizeGreaterThan(15)
                .allSatisfy((name, octets) ->
                        assertThat(SipParser.datagram(octets)).as(name).isInstanceOf(Parsed.Message.class));
    }

    @Test
    void every_invalid_message_is_refused_with_a_reason() {
        assertThat(corpus("invalid")).hasSizeGreaterThan(20).allSatisfy((name, octets) -> {
            Parsed parsed = SipParser.datagram(octets);
            assertThat(parsed).as(name).isInstanceOf(Parsed.Malformed.class);
            assertThat(((Parsed.Malformed) parsed).reason()).as(name).isNotBlank();
        });
    }

    @Test
    void what_was_read_is_read_the_same_when_written_again() {
        corpus("valid").forEach((name, octets) -> {
            SipMessage once = ((Parsed.Message) SipParser.datagram(octets)).message();
            SipMessage twice = ((Parsed.Message) SipParser.datagram(once.toBytes())).message();
            assertThat(twice.envelope()).as(name).isEqualTo(once.envelope());
            assertThat(twice.startLine()).as(name).isEqualTo(once.startLine());
            assertThat(twice.body()).as(name).isEqualTo(once.body());
            assertThat(twice.toBytes()).as(name).isEqualTo(once.toBytes());
        });
    }

    @Test
    void the_tortuous_invite_is_understood() {
        SipMessage invite = valid("short-tortuous-invite");
        assertThat(invite.cseq()).isEqualTo(new CSeq(9, "INVITE"));
        assertThat(invite.to().tag()).contains("1918181833n");
        assertThat(invite.from().tag()).contains("98asjd8");
        assertThat(invite.from().uri()).hasToString("sip:jdrosen@example.com");
        assertThat(invite.via().host()).isEqualTo("192.0.2.2");
        assertThat(invite.via().modernBranch()).isEmpty();
        assertThat(invite.headers().list("Via")).hasSize(3);
        assertThat(invite.headers().get("NewFangledHeader")).contains("newfangled value continued newfangled value");
        assertThat(invite.headers().get("Subject")).contains("");
        assertThat(new String(invite.body(), StandardCharsets.ISO_8859_1)).startsWith("v=0");
    }

    @Test
    void escapes_are_undone_in_users_and_done_again_when_writing() {
        Request request = (Request) valid("escapes-in-the-user");
        assertThat(request.uri().number()).isEqualTo("sips:user@example.com");
        assertThat(request.uri()).hasToString("sip:sips%3Auser%40example.com@example.net");
        assertThat(request.to().uri().number()).isEqualTo("user");
        assertThat(request.from().uri().number()).isEqualTo("I have spaces");
    }

    @Test
    void a_question_mark_or_semicolon_in_the_user_is_part_of_it() {
        Request request = (Request) valid("semicolon-in-the-user");
        assertThat(((SipUri) request.uri()).user()).isEqualTo("user;par=u@example.net");
        assertThat(((SipUri) request.uri()).host()).isEqualTo("example.com");
        assertThat(request.uri().number()).isEqualTo("user");
    }

    @Test
    void a_tag_inside_a_display_name_is_none() {
        SipMessage message = valid("uri-with-headers-in-to");
        assertThat(message.to().tag()).isEmpty();
        assertThat(message.to().name()).isEqualTo("A,B;tag=no");
        assertThat(((SipUri) message.to().uri()).headers()).isEqualTo("Subject=hi");
    }

    @Test
    void telephone_numbers_lose_their_separators() {
        assertThat(((Request) valid("telephone-number")).uri().number()).isEqualTo("+12015550123");
        assertThat(SipUri.of("+1-201.555(0123)", "h", 0).number()).isEqualTo("+12015550123");
        assertThat(SipUri.of("john.smith-jones", "h", 0).number()).isEqualTo("john.smith-jones");
    }

    @Test
    void ipv6_addresses_are_read_and_written() {
        Request request = (Request) valid("ipv6");
        assertThat(((SipUri) request.uri()).hop()).isEqualTo(new Hop(Transport.UDP, "2001:db8::10", 5070));
        assertThat(request.via().host()).isEqualTo("2001:db8::9:1");
        assertThat(request.via().port()).isEqualTo(6050);
        assertThat(request.startLine()).isEqualTo("INVITE sip:callee@[2001:db8::10]:5070 SIP/2.0");
    }

    @Test
    void a_datagram_ends_its_body_where_content_length_says_or_itself_does() {
        assertThat(new String(valid("more-octets-than-announced").body(), StandardCharsets.ISO_8859_1))
                .doesNotContain("too:much");
        assertThat(new String(valid("no-content-length").body(), StandardCharsets.ISO_8859_1))
                .contains("m=audio");
    }

    @Test
    void a_malformed_request_gets_an_answer_if_its_sender_can_be_told() {
        var malformed = (Parsed.Malformed) SipParser.datagram(corpus("invalid").get("bad-content-length.sip"));
        Response answer = malformed.answer().orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.callId()).isEqualTo("base@192.0.2.1");
        assertThat(answer.phrase()).contains("Content-Length");
        assertThat(((Parsed.Malformed) read(PLAIN.replace("SIP/2.0\n", "SIP/7.0\n")))
                        .answer()
                        .orElseThrow()
                        .status())
                .isEqualTo(505);
        assertThat(((Parsed.Malformed) read("SIP/2.0 200\nnonsense\n\n")).answer())
                .isEmpty();
        assertThat(((Parsed.Malformed) read("nonsense")).answer()).isEmpty();
    }

    @Test
    void empty_datagrams_keep_the_path_open() {
        assertThat(read("\r\n\r\n")).isEqualTo(new Parsed.KeepAlive(true));
        assertThat(read("\0")).isEqualTo(new Parsed.KeepAlive(false));
        assertThat(read("")).isEqualTo(new Parsed.KeepAlive(false));
    }

    @Test
    void compact_forms_become_long_ones() {
        SipMessage message = ((Parsed.Message) read(PLAIN.replace("Via", "v")
                        .replace("From", "f")
                        .replace("To", "t")
                        .replace("Call-ID", "i")))
                .message();
        assertThat(message.headers().list()).extracting(Header::name).contains("Via", "From", "To", "Call-ID");
    }

    @Test
    void display_names_survive_whatever_letters_they_have() throws MalformedException {
        NameAddr name = new NameAddr("Zürich \"Fax\" \\ 東京", SipUri.of("a", "b", 0), Params.NONE);
        assertThat(NameAddr.parse(name.toString())).isEqualTo(name);
        assertThat(new NameAddr("a\r\nVia: x", SipUri.of("a", "b", 0), Params.NONE).toString())
                .isEqualTo("\"a  Via: x\" <sip:a@b>");
    }

    @Test
    void no_header_can_be_smuggled_into_a_message_of_ours() {
        assertThatThrownBy(() -> new Header("Subject", "a\r\nVia: b")).hasMessageContaining("line break");
        assertThatThrownBy(() -> new Header("Sub ject", "a")).hasMessageContaining("no token");
        assertThatThrownBy(() -> SipUri.of("a\r\nb", "c", 0)).hasMessageContaining("line break");
    }

    @Test
    void people_may_leave_out_the_scheme() {
        assertThat(SipUri.read("fax@127.0.0.1:5070").orElseThrow().hop())
                .isEqualTo(new Hop(Transport.UDP, "127.0.0.1", 5070));
        assertThat(SipUri.read("SIP:fax@h;transport=TCP").orElseThrow().hop().transport())
                .isEqualTo(Transport.TCP);
        assertThat(SipUri.read("fax@h:port")).isEmpty();
        assertThat(SipUri.read("")).isEmpty();
        assertThat(SipUri.read("fax@")).isEmpty();
    }

    @Test
    void reasons_are_read_with_commas_and_quotes() {
        Headers headers =
                Headers.of("Reason", "SIP ;cause=600 ;text=\"Busy, every;where\", Q.850;cause=17", "Reason", ";;");
        assertThat(Reason.of(headers))
                .containsExactly(new Reason("SIP", 600, "Busy, every;where"), new Reason("Q.850", 17, ""));
        assertThat(new Reason("Q.850", 16, "Normal \"clearing\""))
                .hasToString("Q.850;cause=16;text=\"Normal \\\"clearing\\\"\"");
    }

    // ---- hostile octets

    /** Changes a message a little: octets flipped, cut, repeated, inserted, or spliced with another message. */
    static byte[] mutated(byte[] octets, byte[] other, SplittableRandom random) {
        byte[] changed = octets.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            int length = Math.min(changed.length - at, 1 + random.nextInt(20));
            switch (random.nextInt(20) % 11 / 2) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) "\r\n:;,<>\"\\ @=?%[]0-".charAt(random.nextInt(18));
                case 2 -> changed = spliced(changed, at, at + length, new byte[0]);
                case 3 -> changed = spliced(changed, at, at, Arrays.copyOfRange(changed, at, at + length));
                case 4 -> {
                    int from = random.nextInt(other.length);
                    int to = Math.min(other.length, from + random.nextInt(60));
                    changed = spliced(changed, at, at, Arrays.copyOfRange(other, from, to));
                }
                default -> changed = Arrays.copyOf(changed, at);
            }
        }
        return changed;
    }

    private static byte[] spliced(byte[] octets, int from, int to, byte[] between) {
        byte[] result = new byte[from + between.length + octets.length - to];
        System.arraycopy(octets, 0, result, 0, from);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(octets, to, result, from + between.length, octets.length - to);
        return result;
    }

    @Test
    void a_hundred_thousand_damaged_messages_are_read_or_refused_and_never_throw() {
        List<byte[]> seeds = new ArrayList<>(corpus("valid").values());
        seeds.addAll(corpus("valid").values());
        seeds.addAll(corpus("invalid").values());
        SplittableRandom random = new SplittableRandom(4475);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] octets =
                    mutated(seeds.get(random.nextInt(seeds.size())), seeds.get(random.nextInt(seeds.size())), random);
            try {
                Parsed parsed = SipParser.datagram(octets);
                if (parsed instanceof Parsed.Message(SipMessage message)) {
                    read++;
                    if (!(SipParser.datagram(message.toBytes()) instanceof Parsed.Message)) {
                        throw new AssertionError("read once, but not again");
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + ":\n" + new String(octets, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(read).isBetween(10_000, 90_000);
    }

    @Test
    void a_head_of_nothing_but_folds_or_colons_or_quotes_takes_no_time() {
        for (String filler : List.of("\r\n x", ":", "\"", ";", ",", "<", "\\", "\r\n", "\n\n", "a;b=", " ")) {
            String text = PLAIN.replace("\n\n", "\nX: " + filler.repeat(60_000 / filler.length()) + "\n\n");
            assertThat(read(text)).as(filler).isNotNull();
            assertThat(read(PLAIN.replace("<sip:b@example.com>", filler.repeat(60_000 / filler.length()))))
                    .as(filler)
                    .isNotNull();
        }
    }
}
