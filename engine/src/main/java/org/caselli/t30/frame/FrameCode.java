package org.caselli.t30.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** How frames lie in octets (T.30 clause 5.3.3 to 5.3.6, Annex A.4). */
final class FrameCode {
    private static final int ADDRESS = 0xFF;
    private static final int CONTROL_LAST = 0xC8;
    private static final int CONTROL_MORE = 0xC0;
    private static final int X = 0x80;
    private static final int ID_LENGTH = 20;

    /** Readers of the information field, by control field without X (or with the fixed first bit of 1). */
    private static final Map<Integer, Function<Octets, Frame>> READERS = readers();

    private FrameCode() {}

    static Frame parse(byte[] octets) {
        if (octets.length < 3 || (octets[0] & 0xFF) != ADDRESS) {
            return new Frame.Unreadable(Octets.of(octets, 0, Math.min(octets.length, 300)));
        }
        int control = octets[2] & 0xFF;
        Octets body = Octets.of(octets, 3, octets.length);
        // Frames before DCS have a fixed first bit (DIS 0000 0001, DTC 1000 0001); in all others it is X.
        Function<Octets, Frame> reader = READERS.get((control & 0x70) == 0 ? control : control & ~X);
        return reader == null ? new Frame.Unknown(control, body) : reader.apply(body);
    }

    static byte[] write(Frame frame, boolean answersDis, boolean last) {
        if (frame instanceof Frame.Unreadable(Octets all)) {
            return all.toArray();
        }
        Octets body = body(frame);
        byte[] octets = new byte[3 + body.size()];
        octets[0] = (byte) ADDRESS;
        octets[1] = (byte) (last ? CONTROL_LAST : CONTROL_MORE);
        octets[2] = (byte) (frame.control() | (hasX(frame) && answersDis ? X : 0));
        body.copyTo(octets, 3);
        return octets;
    }

    private static boolean hasX(Frame frame) {
        return !(frame instanceof Frame.Fcd || frame instanceof Frame.Rcp || frame instanceof Frame.Unknown)
                && (frame.control() & 0x70) != 0;
    }

    private static Octets body(Frame frame) {
        return switch (frame) {
            case Frame.Dis f -> f.can().write();
            case Frame.Dtc f -> f.can().write();
            case Frame.Dcs f -> f.chosen().write();
            // CTC has two octets: bits 1 to 16 of DCS (A.4.2).
            case Frame.Ctc f -> Octets.of(Arrays.copyOf(f.chosen().write().toArray(), 2));
            case Frame.Identity f -> writeId(f.id());
            case Frame.NonStandard f -> f.body();
            case Frame.Pps f ->
                Octets.of(
                        (byte) second(f.ending(), f.interrupt()),
                        (byte) Octets.reversed(f.page()),
                        (byte) Octets.reversed(f.block()),
                        (byte) Octets.reversed(f.frames() - 1));
            case Frame.Eor f -> Octets.of((byte) second(f.ending(), f.interrupt()));
            case Frame.Ppr f -> f.map();
            case Frame.Fcd f -> {
                byte[] body = new byte[1 + f.code().size()];
                body[0] = (byte) Octets.reversed(f.number());
                f.code().copyTo(body, 1);
                yield Octets.of(body);
            }
            case Frame.Named f -> f.body();
            case Frame.Unknown f -> f.body();
            default -> Octets.NONE;
        };
    }

    /** The second control field of PPS and EOR: X is 1, as whoever sends them has received a DIS (A.4.3). */
    private static int second(Ending ending, boolean interrupt) {
        return ending == Ending.NULL ? 0 : ending.control(interrupt) | X;
    }

    /** The last character goes first, least significant bit first; spaces fill the field (clause 5.3.6.2.4). */
    private static Octets writeId(String id) {
        byte[] characters = id.getBytes(StandardCharsets.US_ASCII);
        byte[] field = new byte[ID_LENGTH];
        for (int i = 0; i < ID_LENGTH; i++) {
            int at = characters.length - 1 - i;
            field[i] = (byte) Octets.reversed(at < 0 ? ' ' : characters[at]);
        }
        return Octets.of(field);
    }

    private static String readId(Octets field) {
        StringBuilder id = new StringBuilder();
        for (int i = Math.min(field.size(), ID_LENGTH) - 1; i >= 0; i--) {
            int character = Octets.reversed(field.at(i));
            id.append(character >= ' ' && character <= '~' ? (char) character : ' ');
        }
        return id.toString().trim();
    }

    private static Map<Integer, Function<Octets, Frame>> readers() {
        Map<Integer, Function<Octets, Frame>> readers = new HashMap<>();
        readers.put(0x01, field -> new Frame.Dis(Fif.read(field)));
        readers.put(0x81, field -> new Frame.Dtc(Fif.read(field)));
        readers.put(0x41, field -> new Frame.Dcs(Fif.read(field)));
        readers.put(0x48, field -> new Frame.Ctc(Fif.read(field)));
        readers.put(0x3D, field -> new Frame.Ppr(field));
        readers.put(0x7D, FrameCode::readPps);
        readers.put(0x73, FrameCode::readEor);
        readers.put(0x60, FrameCode::readFcd);
        for (Frame plain : new Frame[] {
            new Frame.Cfr(), new Frame.Ftt(), new Frame.Ctr(), new Frame.Err(), new Frame.Rr(), new Frame.Rnr(),
            new Frame.Mcf(), new Frame.Rtp(), new Frame.Rtn(), new Frame.Pip(), new Frame.Pin(), new Frame.Crp(),
            new Frame.Dcn(), new Frame.Rcp()
        }) {
            readers.put(plain.control(), _ -> plain);
        }
        for (Ending ending : new Ending[] {Ending.MPS, Ending.EOM, Ending.EOP}) {
            for (boolean interrupt : new boolean[] {false, true}) {
                readers.put(ending.control(interrupt), _ -> new Frame.EndOfPage(ending, interrupt));
            }
        }
        for (Frame.Whose whose : Frame.Whose.values()) {
            readers.put(new Frame.Identity(whose, "").control(), field -> new Frame.Identity(whose, readId(field)));
        }
        for (Frame.Which which : Frame.Which.values()) {
            readers.put(
                    new Frame.NonStandard(which, Octets.NONE).control(), field -> new Frame.NonStandard(which, field));
        }
        for (Frame.Name name : Frame.Name.values()) {
            readers.put(new Frame.Named(name, Octets.NONE).control(), field -> new Frame.Named(name, field));
        }
        return Map.copyOf(readers);
    }

    private static Frame readPps(Octets field) {
        int second = field.at(0) & ~X;
        for (Ending ending : Ending.values()) {
            for (boolean interrupt : new boolean[] {false, true}) {
                if (field.size() >= 4 && second == ending.control(interrupt)) {
                    return new Frame.Pps(
                            ending,
                            interrupt && ending != Ending.NULL,
                            Octets.reversed(field.at(1)),
                            Octets.reversed(field.at(2)),
                            Octets.reversed(field.at(3)) + 1);
                }
            }
        }
        return new Frame.Unknown(0x7D, field);
    }

    private static Frame readEor(Octets field) {
        int second = field.at(0) & ~X;
        for (Ending ending : Ending.values()) {
            for (boolean interrupt : new boolean[] {false, true}) {
                if (field.size() >= 1 && second == ending.control(interrupt)) {
                    return new Frame.Eor(ending, interrupt && ending != Ending.NULL);
                }
            }
        }
        return new Frame.Unknown(0x73, field);
    }

    private static Frame readFcd(Octets field) {
        if (field.size() < 1) {
            return new Frame.Unknown(0x60, field);
        }
        byte[] all = field.toArray();
        return new Frame.Fcd(Octets.reversed(field.at(0)), Octets.of(all, 1, all.length));
    }
}
