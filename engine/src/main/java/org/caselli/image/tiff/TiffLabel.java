package org.caselli.image.tiff;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;

/**
 * Writes a description into a TIFF file without touching its pages: the first page gets a new directory behind the end of
 * the file, with the old one's entries and ours, and everything else stays where it is.
 */
public final class TiffLabel {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private TiffLabel() {}

    /**
     * Writes the file with this label.
     *
     * @param file        a whole TIFF file
     * @param description ImageDescription of the first page; characters beyond ASCII become '?'
     * @param time        DateTime of the first page
     * @throws TiffException if the file is none, or its first directory is broken
     * @throws IOException   of the stream
     */
    public static void write(byte[] file, String description, LocalDateTime time, OutputStream out)
            throws TiffException, IOException {
        ByteBuffer tiff = open(file);
        int first = tiff.getInt(4);
        if (first < HEADER || first > file.length - 2) {
            throw new TiffException("The first directory is outside the file.");
        }
        int count = tiff.getShort(first) & 0xFFFF;
        int end = first + 2 + count * ENTRY;
        if (end > file.length - 4) {
            throw new TiffException("The first directory is longer than the file.");
        }
        var entries = new TreeMap<Integer, byte[]>();
        for (int at = first + 2; at < end; at += ENTRY) {
            byte[] entry = new byte[ENTRY];
            tiff.get(at, entry);
            entries.put(tiff.getShort(at) & 0xFFFF, entry);
        }
        byte[] text = ascii(description);
        byte[] when = ascii(DATE_TIME.format(time));
        int begin = file.length + (file.length & 1);
        int directory = begin + text.length + (text.length & 1) + when.length + (when.length & 1);
        entries.put(Tag.IMAGE_DESCRIPTION, entry(tiff.order(), Tag.IMAGE_DESCRIPTION, text, begin));
        entries.put(Tag.DATE_TIME, entry(tiff.order(), Tag.DATE_TIME, when, begin + text.length + (text.length & 1)));
        var tail = ByteBuffer.allocate(directory - file.length + 2 + entries.size() * ENTRY + 4)
                .order(tiff.order());
        tail.put(begin - file.length, text);
        tail.put(begin - file.length + text.length + (text.length & 1), when);
        tail.position(directory - file.length);
        tail.putShort((short) entries.size());
        entries.values().forEach(tail::put);
        tail.putInt(tiff.getInt(end));

        var header = ByteBuffer.wrap(file.clone(), 0, HEADER).order(tiff.order());
        header.putInt(4, directory);
        out.write(header.array(), 0, HEADER);
        out.write(file, HEADER, file.length - HEADER);
        out.write(tail.array());
    }

    private static ByteBuffer open(byte[] file) throws TiffException {
        if (file.length < HEADER + 6 || file[0] != file[1] || (file[0] != 'I' && file[0] != 'M')) {
            throw new TiffException("It is no TIFF file.");
        }
        var tiff = ByteBuffer.wrap(file)
                .asReadOnlyBuffer()
                .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (tiff.getShort(2) != 42) {
            throw new TiffException("It is no TIFF file.");
        }
        return tiff;
    }

    /** With the octet that ends it, and never so short that it would have to stand in the entry itself. */
    private static byte[] ascii(String text) {
        String padded = text.length() < 4 ? (text + "    ").substring(0, 4) : text;
        return (padded.replace('\0', ' ') + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] entry(ByteOrder order, int tag, byte[] text, int at) {
        return ByteBuffer.allocate(ENTRY)
                .order(order)
                .putShort((short) tag)
                .putShort((short) Tag.ASCII)
                .putInt(text.length)
                .putInt(at)
                .array();
    }
}
