package org.caselli.t38.ifp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.caselli.t30.Carrier;

/**
 * An IFP packet (T.38 Annex A). It is written in the basic aligned variant of PER (X.691): a bit for whether there are
 * data fields, a bit for indicator or data, the value with its extension bit in front, and then, from the next octet
 * boundary, the number of fields and each field: a bit for whether it has content, its kind, and, from the next octet
 * boundary, two octets of length less one and the content. A field without content takes only its few bits, and the next
 * one follows at once.
 *
 * <p>{@link #parse} takes any octets and never throws. Whatever follows a packet that is whole is left alone: a packet
 * repaired from parity has zeros there.
 */
public sealed interface Ifp {

    /** The far end begins this signal, or falls silent. */
    record Indicator(Signal signal) implements Ifp {}

    /**
     * Part of what a signal carries.
     *
     * @param carrier the modulation
     * @param fields  in the order of the line
     */
    record Data(Carrier carrier, List<Field> fields) implements Ifp {
        public Data {
            fields = List.copyOf(fields);
        }

        public Data(Carrier carrier, Field... fields) {
            this(carrier, List.of(fields));
        }
    }

    /** Something of a later edition that we do not speak, such as the signals of V.8, V.33 and V.34. */
    record Unknown(String what) implements Ifp {}

    /** Not an IFP packet. */
    record Malformed(String reason, byte[] octets) implements Ifp {
        @Override
        public String toString() {
            return reason + ": " + HexFormat.of().formatHex(octets, 0, Math.min(octets.length, 16));
        }
    }

    /** Reads a packet. Takes any octets. */
    static Ifp parse(byte[] octets, Form form) {
        Bits bits = new Bits(octets);
        try {
            return read(bits, form);
        } catch (Bits.CutShort end) {
            return new Malformed("ends within its " + end.part(), octets);
        }
    }

    private static Ifp read(Bits bits, Form form) throws Bits.CutShort {
        boolean hasFields = bits.take(1, "head") == 1;
        boolean isData = bits.take(1, "head") == 1;
        boolean later = bits.take(1, "head") == 1;
        int value = later ? laterValue(bits, "head") : bits.take(4, "head");
        if (later) {
            return new Unknown((isData ? "data " : "indicator ") + (value + (isData ? 9 : 16)) + " of a later edition");
        }
        if (!isData) {
            // An indicator has no use for fields; if it brings some, it is still the indicator.
            return new Indicator(Signal.of(value).orElseThrow());
        }
        if (value >= Bits.CARRIERS.size()) {
            return new Malformed("t30-data " + value + " is none of 0 to 8", bits.octets());
        }
        if (!hasFields) {
            return new Data(Bits.CARRIERS.get(value), List.of());
        }
        int count = bits.length("number of fields");
        List<Field> fields = new ArrayList<>(Math.min(count, 8));
        for (int i = 0; i < count; i++) {
            boolean hasContent = bits.take(1, "fields") == 1;
            boolean laterKind = form == Form.OF_2002 && bits.take(1, "fields") == 1;
            int kind = laterKind ? laterValue(bits, "fields") : bits.take(3, "fields");
            byte[] content = hasContent ? bits.content("fields") : Bits.NOTHING;
            if (laterKind) {
                return new Unknown("field kind " + (kind + 8) + " of a later edition");
            }
            fields.add(new Field(Kind.ALL[kind], content));
        }
        return new Data(Bits.CARRIERS.get(value), fields);
    }

    /** An extension value: a "normally small number" (X.691 clause 11.6), which here always is below 64. */
    private static int laterValue(Bits bits, String part) throws Bits.CutShort {
        return bits.take(7, part) & 0x3F;
    }

    /**
     * Writes a packet.
     *
     * @throws IllegalArgumentException for what cannot be written: {@link Unknown} and {@link Malformed}, or more than
     *     127 fields
     */
    static byte[] write(Ifp packet, Form form) {
        return switch (packet) {
            case Indicator(Signal signal) -> new byte[] {(byte) (signal.number() << 1)};
            case Data(Carrier carrier, List<Field> fields) -> write(carrier, fields, form);
            case Unknown unknown -> throw new IllegalArgumentException("Cannot write " + unknown);
            case Malformed malformed -> throw new IllegalArgumentException("Cannot write " + malformed);
        };
    }

    private static byte[] write(Carrier carrier, List<Field> fields, Form form) {
        int value = Bits.CARRIERS.indexOf(carrier);
        if (fields.isEmpty()) {
            return new byte[] {(byte) (0x40 | value << 1)};
        }
        if (fields.size() > 127) {
            throw new IllegalArgumentException(
                    "A packet of " + fields.size() + " fields; give 127 at most, and the rest in the next packet.");
        }
        int room = 2 + fields.size();
        for (Field field : fields) {
            room += field.octets().length == 0 ? 0 : 2 + field.octets().length;
        }
        byte[] octets = new byte[room];
        octets[0] = (byte) (0xC0 | value << 1);
        octets[1] = (byte) fields.size();
        int kindBits = form == Form.OF_2002 ? 5 : 4;
        int bit = 16;
        for (Field field : fields) {
            int kind = field.kind().number();
            boolean hasContent = field.octets().length > 0;
            int head = (hasContent ? 1 << (kindBits - 1) : 0) | kind;
            for (int i = kindBits - 1; i >= 0; i--, bit++) {
                octets[bit >> 3] |= (byte) ((head >> i & 1) << (7 - (bit & 7)));
            }
            if (hasContent) {
                int at = (bit + 7) >> 3;
                int less = field.octets().length - 1;
                octets[at++] = (byte) (less >> 8);
                octets[at++] = (byte) less;
                System.arraycopy(field.octets(), 0, octets, at, field.octets().length);
                bit = (at + field.octets().length) << 3;
            }
        }
        int used = (bit + 7) >> 3;
        return used == octets.length ? octets : Arrays.copyOf(octets, used);
    }
}
