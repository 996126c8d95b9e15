package org.caselli.image.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a TIFF file says of its fax, put into the file without touching its pages: the first page gets a new directory behind
 * the end of the file, with the old one's entries and ours, and everything else stays where it is. So a file of any length
 * takes little memory, and the same file with the same label is the same octets.
 *
 * @param description ImageDescription; characters beyond ASCII become '?'
 * @param time        DateTime
 * @param seconds     FaxRecvTime (34910, registered for libtiff): how long the reception took; empty for none
 */
public record TiffLabel(String description, LocalDateTime time, OptionalInt seconds) {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");
    /** How many octets stand before everything else in a TIFF file. */
    public static final int HEADER = 8;

    private static final int ENTRY = 12;

    /** Where the octets of a file are, which this room does not read itself. */
    public interface Source {
        long length();

        /** Exactly so many from there on. */
        byte[] read(int at, int count) throws IOException;
    }

    /**
     * What is different in the file with this label: between the two stands all that follows the header of the file without.
     *
     * @param header the first {@value #HEADER} octets, instead of those that were there
     * @param tail   behind the end
     */
    public record Ends(byte[] header, byte[] tail) {}

    /**
     * What makes a file one with this label.
     *
     * @param file a whole TIFF file
     * @throws TiffException if the file is none, or its first directory is broken
     * @throws IOException   of the file
     */
    public Ends on(Source file) throws TiffException, IOException {
        if (file.length() < HEADER || file.length() > Integer.MAX_VALUE) {
            throw new TiffException("It has " + file.length() + " octets, which no TIFF file of a fax has.");
        }
        byte[] header = file.read(0, HEADER);
        byte[] tail = tail(file, ByteBuffer.wrap(header), (int) file.length());
        return new Ends(header, tail);
    }

    /** What comes behind the end of the file; the header is made to point there. */
    private byte[] tail(Source file, ByteBuffer header, int length) throws IOException, TiffException {
        ByteOrder order = order(header);
        header.order(order);
        int first = header.getInt(4);
        if (first < HEADER || first > length - 2) {
            throw new TiffException("The first directory is outside the file.");
        }
        int count = ByteBuffer.wrap(file.read(first, 2)).order(order).getShort() & 0xFFFF;
        if (first + 2 + count * ENTRY > length - 4) {
            throw new TiffException("The first directory is longer than the file.");
        }
        ByteBuffer old =
                ByteBuffer.wrap(file.read(first + 2, count * ENTRY + 4)).order(order);
        var entries = new TreeMap<Integer, byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[ENTRY];
            int tag = old.getShort(old.position()) & 0xFFFF;
            old.get(entry);
            entries.put(tag, entry);
        }
        byte[] text = ascii(description);
        byte[] when = ascii(DATE_TIME.format(time));
        int begin = length + (length & 1);
        int second = begin + text.length + (text.length & 1);
        int directory = second + when.length + (when.length & 1);
        entries.put(Tag.IMAGE_DESCRIPTION, entry(order, Tag.IMAGE_DESCRIPTION, Tag.ASCII, text.length, begin));
        entries.put(Tag.DATE_TIME, entry(order, Tag.DATE_TIME, Tag.ASCII, when.length, second));
        seconds.ifPresent(
                lasted -> entries.put(Tag.FAX_RECV_TIME, entry(order, Tag.FAX_RECV_TIME, Tag.LONG, 1, lasted)));
        byte[] octets = new byte[directory - length + 2 + entries.size() * ENTRY + 4];
        var tail = ByteBuffer.wrap(octets).order(order);
        tail.put(begin - length, text);
        tail.put(second - length, when);
        tail.position(directory - length);
        tail.putShort((short) entries.size());
        entries.values().forEach(tail::put);
        tail.putInt(old.getInt());
        header.putInt(4, directory);
        return octets;
    }

    private static ByteOrder order(ByteBuffer header) throws TiffException {
        byte mark = header.get(0);
        ByteOrder order = mark == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        if ((mark != 'I' && mark != 'M')
                || header.get(1) != mark
                || header.duplicate().order(order).getShort(2) != 42) {
            throw new TiffException("It is no TIFF file.");
        }
        return order;
    }

    /** With the octet that ends it, and never so short that it would have to stand in the entry itself. */
    private static byte[] ascii(String text) {
        String padded = text.length() < 4 ? (text + "    ").substring(0, 4) : text;
        return (padded.replace('\0', ' ') + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] entry(ByteOrder order, int tag, int type, int count, int value) {
        return ByteBuffer.allocate(ENTRY)
                .order(order)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putInt(value)
                .array();
    }
}
