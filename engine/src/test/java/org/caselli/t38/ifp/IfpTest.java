package org.caselli.t38.ifp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.caselli.t30.Carrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IfpTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "00, NO_SIGNAL",
        "02, CNG",
        "04, CED",
        "06, V21_PREAMBLE",
        "0e, V29_9600_TRAINING",
        "10, V17_7200_SHORT_TRAINING",
        "1e, V17_14400_LONG_TRAINING"
    })
    void an_indicator_is_one_octet(String hex, Signal signal) {
        byte[] octets = HEX.parseHex(hex);
        assertThat(Ifp.parse(octets, Form.OF_1998)).isEqualTo(new Ifp.Indicator(signal));
        assertThat(Ifp.write(new Ifp.Indicator(signal), Form.OF_1998)).isEqualTo(octets);
    }

    @Test
    void every_signal_kind_and_carrier_has_the_number_of_the_asn1() {
        for (int i = 0; i < 16; i++) {
            assertThat(Signal.of(i).orElseThrow().number()).isEqualTo(i);
            assertThat(Ifp.write(new Ifp.Indicator(Signal.of(i).orElseThrow()), Form.OF_2002))
                    .containsExactly(2 * i);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(Kind.ALL[i].number()).isEqualTo(i);
        }
        assertThat(Bits.CARRIERS).containsExactlyInAnyOrder(Carrier.values());
        assertThat(Ifp.write(new Ifp.Data(Carrier.V17_14400), Form.OF_1998)).containsExactly(0x50);
    }

    /** By hand after Annex A: data V.21, one field with content, hdlc-data, 3 octets, FF C8 01. */
    @Test
    void a_data_packet_of_the_first_edition() {
        var packet = new Ifp.Data(Carrier.V21, new Field(Kind.HDLC_DATA, HEX.parseHex("ffc801")));
        assertSame("c001800002ffc801", packet, Form.OF_1998);
    }

    @Test
    void a_field_without_content_takes_half_an_octet() {
        var packet = new Ifp.Data(Carrier.V21, Field.of(Kind.HDLC_FCS_OK), Field.of(Kind.HDLC_SIG_END));
        assertSame("c00221", packet, Form.OF_1998);
    }

    @Test
    void content_after_a_field_without_content_begins_at_the_next_octet() {
        var packet = new Ifp.Data(
                Carrier.V17_14400, Field.of(Kind.HDLC_FCS_OK), new Field(Kind.HDLC_DATA, HEX.parseHex("ff")));
        assertSame("d002280000ff", packet, Form.OF_1998);
    }

    @Test
    void the_edition_of_2002_has_one_more_bit_in_every_field() {
        var packet = new Ifp.Data(
                Carrier.V17_14400, new Field(Kind.HDLC_DATA, HEX.parseHex("ff")), Field.of(Kind.HDLC_FCS_OK));
        assertSame("d002800000ff10", packet, Form.OF_2002);
        var ends = new Ifp.Data(Carrier.V21, Field.of(Kind.HDLC_FCS_OK), Field.of(Kind.HDLC_SIG_END));
        assertSame("c0021040", ends, Form.OF_2002);
    }

    @Test
    void signals_of_a_later_edition_are_known_to_be_unknown() {
        assertThat(Ifp.parse(HEX.parseHex("2000"), Form.OF_1998))
                .isEqualTo(new Ifp.Unknown("indicator 16 of a later edition"));
        assertThat(Ifp.parse(HEX.parseHex("6080"), Form.OF_2002))
                .isEqualTo(new Ifp.Unknown("data 11 of a later edition"));
        assertThat(Ifp.parse(HEX.parseHex("c001c0000000ff"), Form.OF_2002))
                .isEqualTo(new Ifp.Unknown("field kind 8 of a later edition"));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "40c0",
        "d2",
        "c0",
        "c001",
        "c00180",
        "c0018000",
        "c001800002ffc8",
        "c0ff",
        "c0bfff",
        "c002800000ff"
    })
    void what_is_cut_short_says_so_or_is_a_packet_without_fields(String hex) {
        Ifp packet = Ifp.parse(HEX.parseHex(hex), Form.OF_1998);
        if (hex.equals("40c0")) {
            assertThat(packet).isEqualTo(new Ifp.Data(Carrier.V21));
        } else {
            assertThat(packet).isInstanceOf(Ifp.Malformed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_packet_is_read_as_it_was_written(Form form) {
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            List<Field> fields = new ArrayList<>();
            for (int i = random.nextInt(random.nextBoolean() ? 4 : 128); i > 0; i--) {
                byte[] content = new byte[random.nextBoolean() ? 0 : random.nextInt(random.nextInt(50) == 0 ? 70 : 5)];
                random.nextBytes(content);
                fields.add(new Field(Kind.ALL[random.nextInt(8)], content));
            }
            var packet = new Ifp.Data(Bits.CARRIERS.get(random.nextInt(9)), fields);
            assertSame(packet, Ifp.parse(Ifp.write(packet, form), form), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_octets_are_survived(Form form) {
        for (long seed = 0; seed < 150_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] octets = new byte[random.nextInt(24)];
            random.nextBytes(octets);
            if (octets.length > 1 && random.nextBoolean()) {
                octets[0] = (byte) (0xC0 | random.nextInt(9) << 1);
                octets[1] = (byte) random.nextInt(6);
            }
            Ifp packet = Ifp.parse(octets, form);
            if (packet instanceof Ifp.Data data && data.fields().size() < 128) {
                assertSame(data, Ifp.parse(Ifp.write(data, form), form), "seed " + seed);
            }
        }
    }

    @Test
    void what_is_not_ours_cannot_be_written() {
        assertThatThrownBy(() -> Ifp.write(new Ifp.Unknown("x"), Form.OF_1998)).hasMessageContaining("Cannot write");
        assertThatThrownBy(() -> new Field(Kind.HDLC_DATA, new byte[65536])).hasMessageContaining("65535");
    }

    private static void assertSame(String hex, Ifp.Data packet, Form form) {
        assertThat(HEX.formatHex(Ifp.write(packet, form))).isEqualTo(hex);
        assertSame(packet, Ifp.parse(HEX.parseHex(hex), form), hex);
    }

    private static void assertSame(Ifp.Data expected, Ifp actual, String what) {
        assertThat(actual).as(what).isInstanceOf(Ifp.Data.class);
        var data = (Ifp.Data) actual;
        assertThat(data.carrier()).as(what).isEqualTo(expected.carrier());
        assertThat(data.fields()).as(what).hasSameSizeAs(expected.fields());
        for (int i = 0; i < data.fields().size(); i++) {
            assertThat(data.fields().get(i).kind())
                    .as(what)
                    .isEqualTo(expected.fields().get(i).kind());
            assertThat(data.fields().get(i).octets())
                    .as(what)
                    .isEqualTo(expected.fields().get(i).octets());
        }
    }
}
