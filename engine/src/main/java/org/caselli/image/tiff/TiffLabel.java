package org.caselli.image.tiff;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    /**
     * Writes a file with this label.
     *
     * @param file a whole TIFF file
     * @throws TiffException if the file is none, or its first directory is broken
     * @throws IOException   of the file, or of the stream
     */
    public void write(Path file, OutputStream out) throws TiffException, IOException {
        try (var channel = FileChannel.open(file)) {
            long length = channel.size();
            if (length > Integer.MAX_VALUE) {
                throw new TiffException("It is longer than 2 GiB, which no TIFF file of a fax is.");
            }
            byte[] header = read(channel, 0, HEADER);
            byte[] tail = tail(channel, ByteBuffer.wrap(header), (int) length);
            out.write(header);
            channel.position(HEADER);
            Channels.newInputStream(channel).transferTo(out);
            out.write(tail);
        }
    }

    private static byte[] read(SeekableByteChannel channel, int at, int count) throws IOException, TiffException {
        byte[] octets = new byte[count];
        var left = ByteBuffer.wrap(octets);
        channel.position(at);
        while (left.hasRemaining()) {
            if (channel.read(left) < 0) {
                throw new TiffException("It ends within what stands at octet " + at + ".");
            }
        }
        return octets;
    }

    /** What comes behind the end of the file; the header is made to point there. */
    private byte[] tail(SeekableByteChannel channel, ByteBuffer header, int length) throws IOException, TiffException {
        ByteOrder order = order(header);
        header.order(order);
        int first = header.getInt(4);
        if (first < HEADER || first > length - 2) {
            throw new TiffException("The first directory is outside the file.");
        }
        int count = ByteBuffer.wrap(read(channel, first, 2)).order(order).getShort() & 0xFFFF;
        if (first + 2 + count * ENTRY > length - 4) {
            throw new TiffException("The first directory is longer than the file.");
        }
        ByteBuffer old =
                ByteBuffer.wrap(read(channel, first + 2, count * ENTRY + 4)).order(order);
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
