package org.caselli.objectmodel.faxcom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The fields of the first page of a TIFF file, as texts (TIFF 6.0, section 2). No length, count or offset in the file is
 * believed: a field of which the file has not all is left out, and of a long one only the beginning is read.
 */
final class TiffFields {
    /** Ours: TIFF 6.0 and its supplements know about a hundred tags. */
    private static final int MOST_FIELDS = 1000;

    /** Ours: octets that are read of one value; ImageDescription of our own files has about 1000. */
    private static final int MOST_OCTETS = 1 << 16;

    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private TiffFields() {}

    /**
     * Reads a file.
     *
     * @return texts by tag
     * @throws IOException if it cannot be read, or is no TIFF file; the message says why
     */
    static Map<Integer, String> read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            ByteBuffer header = octets(channel, 0, HEADER);
            ByteOrder order = switch (header.getShort(0)) {
                case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
                case 0x4D4D -> ByteOrder.BIG_ENDIAN;
                default -> throw new IOException("it begins with neither II nor MM");
            };
            header.order(order);
            if (header.getShort(2) != 42) {
                throw new IOException("its version is " + header.getShort(2) + " instead of 42");
            }
            long directory = header.getInt(4) & 0xFFFF_FFFFL;
            int count = octets(channel, directory, 2).order(order).getShort() & 0xFFFF;
            if (directory < HEADER || count > MOST_FIELDS) {
                throw new IOException("its first directory is broken");
            }
            ByteBuffer entries = octets(channel, directory + 2, count * ENTRY).order(order);
            var fields = new HashMap<Integer, String>();
            for (int at = 0; at < count * ENTRY; at += ENTRY) {
                Type type = Type.of(entries.getShort(at + 2));
                long values = entries.getInt(at + 4) & 0xFFFF_FFFFL;
                if (type != Type.UNKNOWN && values > 0) {
                    int length = (int) Math.min(values * type.size, MOST_OCTETS);
                    boolean near = values * type.size <= 4;
                    long begin = near ? 0 : entries.getInt(at + 8) & 0xFFFF_FFFFL;
                    if (near || begin + length <= channel.size()) {
                        ByteBuffer value = near ? entries.slice(at + 8, length) : octets(channel, begin, length);
                        fields.put(entries.getShort(at) & 0xFFFF, type.text(value.order(order)));
                    }
                }
            }
            return Map.copyOf(fields);
        }
    }

    private static ByteBuffer octets(FileChannel channel, long at, int count) throws IOException {
        var octets = ByteBuffer.allocate(count);
        while (octets.hasRemaining()) {
            if (channel.read(octets, at + octets.position()) < 0) {
                throw new IOException("it ends at octet " + channel.size() + ", before what should stand at " + at);
            }
        }
        return octets.flip();
    }

    /** The types of TIFF 6.0 and how long a value of each is. */
    private enum Type {
        UNKNOWN(1),
        BYTE(1),
        ASCII(1),
        SHORT(2),
        LONG(4),
        RATIONAL(8),
        SBYTE(1),
        UNDEFINED(1),
        SSHORT(2),
        SLONG(4),
        SRATIONAL(8),
        FLOAT(4),
        DOUBLE(8);

        private final int size;

        Type(int size) {
            this.size = size;
        }

        static Type of(int code) {
            return code > 0 && code < values().length ? values()[code] : UNKNOWN;
        }

        /** Several numbers with blanks between. */
        String text(ByteBuffer octets) {
            if (this == ASCII) {
                return ascii(octets);
            }
            var text = new StringJoiner(" ");
            while (octets.remaining() >= size) {
                text.add(number(octets));
            }
            return text.toString();
        }

        private String number(ByteBuffer octets) {
            return switch (this) {
                case BYTE, UNDEFINED -> Integer.toString(octets.get() & 0xFF);
                case SBYTE -> Byte.toString(octets.get());
                case SHORT -> Integer.toString(octets.getShort() & 0xFFFF);
                case SSHORT -> Short.toString(octets.getShort());
                case LONG -> Integer.toUnsignedString(octets.getInt());
                case SLONG -> Integer.toString(octets.getInt());
                case RATIONAL -> ratio(octets.getInt() & 0xFFFF_FFFFL, octets.getInt() & 0xFFFF_FFFFL);
                case SRATIONAL -> ratio(octets.getInt(), octets.getInt());
                case FLOAT -> Float.toString(octets.getFloat());
                case DOUBLE -> Double.toString(octets.getDouble());
                case UNKNOWN, ASCII -> throw new IllegalStateException(this + " is no number.");
            };
        }

        private static String ratio(long above, long below) {
            return below != 0 && above % below == 0 ? Long.toString(above / below) : above + "/" + below;
        }

        /** Up to the zero that ends it. TIFF has ASCII only; many programs write UTF-8 all the same, and others Latin-1. */
        private static String ascii(ByteBuffer octets) {
            byte[] text = new byte[octets.remaining()];
            octets.get(text);
            int end = 0;
            while (end < text.length && text[end] != 0) {
                end++;
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(text, 0, end))
                        .toString();
            } catch (CharacterCodingException notUtf8) {
                return new String(text, 0, end, StandardCharsets.ISO_8859_1);
            }
        }
    }
}
