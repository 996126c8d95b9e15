package org.caselli.t30.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static byte[] hex(String octets) {
        return HexFormat.ofDelimiter(" ").parseHex(octets);
    }

    private static String hex(byte[] octets) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(octets);
    }

    /** One of each, with fields that are not empty. */
    private static List<Frame> all() {
        List<Frame> all = new ArrayList<>(List.of(
                new Frame.Dis(Fif.with(Fif.RECEIVER, Fif.ECM, Fif.SUPERFINE)),
                new Frame.Dtc(Fif.with(Fif.HAS_DOCUMENT)),
                new Frame.Dcs(Fif.with(Fif.RECEIVER, Fif.T6, Fif.ECM)),
                new Frame.Cfr(),
                new Frame.Ftt(),
                new Frame.Ctr(),
                new Frame.Err(),
                new Frame.Rr(),
                new Frame.Rnr(),
                new Frame.Mcf(),
                new Frame.Rtp(),
                new Frame.Rtn(),
                new Frame.Pip(),
                new Frame.Pin(),
                new Frame.Crp(),
                new Frame.Dcn(),
                new Frame.Rcp(),
                new Frame.Ctc(Fif.with(Fif.RATE)),
                new Frame.Ppr(Octets.of(new byte[32])),
                new Frame.Fcd(200, Octets.of(new byte[] {1, 2, 3})),
                new Frame.Unknown(0xEE, Octets.of(new byte[] {5}))));
        for (Ending ending : Ending.values()) {
            for (boolean interrupt : new boolean[] {false, true}) {
                boolean asked = interrupt && ending != Ending.NULL;
                all.add(new Frame.Pps(ending, asked, 255, 3, 256));
                all.add(new Frame.Eor(ending, asked));
                if (ending != Ending.NULL) {
                    all.add(new Frame.EndOfPage(ending, asked));
                }
            }
        }
        for (Frame.Whose whose : Frame.Whose.values()) {
            all.add(new Frame.Identity(whose, "+49 (30) 12-34 x"));
        }
        for (Frame.Which which : Frame.Which.values()) {
            all.add(new Frame.NonStandard(which, Octets.of(new byte[] {9, 8})));
        }
        for (Frame.Name name : Frame.Name.values()) {
            all.add(new Frame.Named(name, Octets.of(new byte[] {7})));
        }
        return all;
    }

    @Test
    void every_frame_that_is_written_is_read_as_it_was() {
        for (Frame frame : all()) {
            for (boolean answersDis : new boolean[] {false, true}) {
                assertThat(Frame.parse(frame.octets(answersDis, true))).isEqualTo(frame);
            }
            assertThat(frame.spoken()).isNotBlank();
        }
    }

    @Test
    void the_codes_are_those_of_the_recommendation() {
        // T.30 clause 5.3.6.1, X = 1 from the caller, X = 0 from the answerer.
        assertThat(hex(new Frame.Dis(Fif.with(Fif.RECEIVER)).octets(false, true)))
                .isEqualTo("FF C8 01 00 40 00");
        assertThat(hex(new Frame.Cfr().octets(false, true))).isEqualTo("FF C8 21");
        assertThat(hex(new Frame.Dcs(Fif.with(Fif.RECEIVER)).octets(true, true)))
                .isEqualTo("FF C8 C1 00 40 00");
        assertThat(hex(new Frame.Dcn().octets(true, true))).isEqualTo("FF C8 DF");
        assertThat(hex(new Frame.EndOfPage(Ending.EOP, false).octets(true, true)))
                .isEqualTo("FF C8 F4");
        assertThat(hex(new Frame.EndOfPage(Ending.MPS, true).octets(true, true)))
                .isEqualTo("FF C8 FA");
        assertThat(hex(new Frame.Mcf().octets(false, true))).isEqualTo("FF C8 31");
        // Counters go least significant bit first: page 2, block 1, 16 frames.
        assertThat(hex(new Frame.Pps(Ending.MPS, false, 1, 0, 16).octets(true, true)))
                .isEqualTo("FF C8 FD F2 80 00 F0");
        assertThat(hex(new Frame.Fcd(1, Octets.of(new byte[] {0x55})).octets(true, false)))
                .isEqualTo("FF C0 60 80 55");
        assertThat(hex(new Frame.Rcp().octets(true, false))).isEqualTo("FF C0 61");
    }

    @Test
    void a_request_names_the_frames_in_the_order_of_the_line() {
        var frames = new BitSet();
        frames.set(4, 8);
        frames.set(255);
        var ppr = Frame.Ppr.of(frames);
        assertThat(ppr.octets(false, true))
                .hasSize(3 + 32)
                .startsWith(hex("FF C8 3D 0F 00"))
                .endsWith(0x01);
        assertThat(ppr.frames(256)).isEqualTo(frames);
        assertThat(ppr.frames(6).cardinality()).isEqualTo(2);
    }

    @Test
    void an_identity_goes_backwards_with_its_bits_reversed() {
        byte[] octets = new Frame.Identity(Frame.Whose.TSI, "+49 30 1234").octets(true, false);
        assertThat(octets).hasSize(3 + 20);
        // '4' is 0x34, reversed 0x2C, and the last digit goes first; spaces (0x20, reversed 0x04) fill.
        assertThat(hex(octets)).startsWith("FF C0 C2 2C CC 4C 8C 04").endsWith("04 04");
        assertThat(Frame.parse(octets)).isEqualTo(new Frame.Identity(Frame.Whose.TSI, "+49 30 1234"));
    }

    @Test
    void octets_that_no_extension_bit_announces_are_not_heeded() {
        var short3 = (Frame.Dis) Frame.parse(hex("FF C8 01 00 40 00 FF"));
        assertThat(short3.can()).isEqualTo(Fif.with(Fif.RECEIVER));
        var long4 = (Frame.Dis) Frame.parse(hex("FF C8 01 00 40 01 20"));
        assertThat(long4.can()).isEqualTo(Fif.with(Fif.RECEIVER, Fif.ECM));
    }

    @Test
    void any_octets_can_be_read() {
        var random = new SplittableRandom(30);
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = new byte[random.nextInt(random.nextInt(1, 300))];
            random.nextBytes(octets);
            if (octets.length > 2 && random.nextInt(4) > 0) {
                octets[0] = (byte) 0xFF;
            }
            Frame frame = Frame.parse(octets);
            assertThat(frame.spoken()).isNotNull();
            // CTC alone loses what follows its two octets.
            if (!(frame instanceof Frame.Ctc)
                    && !Frame.parse(frame.octets(random.nextBoolean(), true)).equals(frame)) {
                throw new AssertionError(frame + " is read otherwise after it was written; round " + i);
            }
        }
    }
}
