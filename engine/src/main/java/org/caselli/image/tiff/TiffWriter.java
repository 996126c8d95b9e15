package org.caselli.image.tiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;

/**
 * Writes pages as a TIFF class F file (RFC 2306), one after the other to a stream that need not be able to go back. Each
 * page is its directory, the values of it and one strip; a page is held back, coded, until the next one or the end is
 * there, because its directory must say which.
 */
public final class TiffWriter implements AutoCloseable {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");

    /** MR and MH of a file: EOLs on octets (T4Options bit 2), no RTC (RFC 2306 clause 3.3). */
    private static final EncodeOptions T4 = new EncodeOptions(4, true, false, true, false, 0);

    private final OutputStream out;
    private final TiffOptions options;
    private long written;
    private int pages;
    private byte[] held = {};
    private int heldLink;

    /**
     * @param out is neither closed nor flushed here
     */
    public TiffWriter(OutputStream out, TiffOptions options) {
        this.out = out;
        this.options = options;
    }

    /** A whole file in memory. */
    public static byte[] write(List<Page> pages, TiffOptions options) {
        var file = new ByteArrayOutputStream();
        try (var writer = new TiffWriter(file, options)) {
            for (Page page : pages) {
                writer.append(page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An array took no more octets.", e);
        }
        return file.toByteArray();
    }

    /** Adds a page in which no row is known to be damaged. */
    public void append(Page page) throws IOException {
        append(page, 0, 0);
    }

    /**
     * Adds a page as it was received.
     *
     * @param badRows  rows that were damaged, for BadFaxLines; they show the last good row, so CleanFaxData becomes 1
     * @param longestBad the longest sequence of them, for ConsecutiveBadFaxLines
     * @throws IOException of the stream
     */
    public void append(Page page, int badRows, int longestBad) throws IOException {
        Bitmap bitmap = page.bitmap();
        Coding coding = options.coding();
        byte[] code = PageCodec.encode(bitmap, coding, coding == Coding.MMR ? EncodeOptions.PLAIN : T4);
        append(code, coding, true, bitmap.width(), bitmap.height(), page.resolution(), badRows, longestBad);
    }

    /**
     * Adds a page that is already coded, as it is.
     *
     * @param code most significant bit first; MH and MR with EOLs but without RTC
     */
    public void appendCoded(byte[] code, Coding coding, int width, int height, Resolution resolution)
            throws IOException {
        append(code.clone(), coding, false, width, height, resolution, 0, 0);
    }

    private void append(
            byte[] code,
            Coding coding,
            boolean alignedEols,
            int width,
            int height,
            Resolution resolution,
            int badRows,
            int longestBad)
            throws IOException {
        if (height < 1) {
            throw new IllegalArgumentException("Page " + (pages + 1) + " has no rows; TIFF has no such page.");
        }
        release(true);
        if (options.leastSignificantFirst()) {
            FillOrder.reverse(code);
        }
        int begin = (int) written;
        var tags = new Directory();
        tags.add(Tag.NEW_SUBFILE_TYPE, Tag.LONG, 2);
        tags.add(Tag.IMAGE_WIDTH, Tag.LONG, width);
        tags.add(Tag.IMAGE_LENGTH, Tag.LONG, height);
        tags.add(Tag.BITS_PER_SAMPLE, Tag.SHORT, 1);
        tags.add(Tag.COMPRESSION, Tag.SHORT, coding == Coding.MMR ? 4 : 3);
        tags.add(Tag.PHOTOMETRIC, Tag.SHORT, 0);
        tags.add(Tag.FILL_ORDER, Tag.SHORT, options.leastSignificantFirst() ? 2 : 1);
        if (!options.description().isEmpty()) {
            tags.add(Tag.IMAGE_DESCRIPTION, options.description());
        }
        int stripEntry = tags.add(Tag.STRIP_OFFSETS, Tag.LONG, 0);
        tags.add(Tag.SAMPLES_PER_PIXEL, Tag.SHORT, 1);
        tags.add(Tag.ROWS_PER_STRIP, Tag.LONG, height);
        tags.add(Tag.STRIP_BYTE_COUNTS, Tag.LONG, code.length);
        tags.addRational(Tag.X_RESOLUTION, resolution.xDpi());
        tags.addRational(Tag.Y_RESOLUTION, resolution.yDpi());
        switch (coding) {
            case MH -> tags.add(Tag.T4_OPTIONS, Tag.LONG, alignedEols ? 4 : 0);
            case MR -> tags.add(Tag.T4_OPTIONS, Tag.LONG, alignedEols ? 5 : 1);
            case MMR -> tags.add(Tag.T6_OPTIONS, Tag.LONG, 0);
        }
        tags.add(Tag.RESOLUTION_UNIT, Tag.SHORT, 2);
        tags.addPair(Tag.PAGE_NUMBER, Math.min(pages, 0xFFFF), options.totalPages());
        tags.add(Tag.SOFTWARE, "Caselli");
        if (options.written().isPresent()) {
            tags.add(Tag.DATE_TIME, DATE_TIME.format(options.written().get()));
        }
        tags.add(Tag.BAD_FAX_LINES, Tag.LONG, badRows);
        tags.add(Tag.CLEAN_FAX_DATA, Tag.SHORT, badRows == 0 ? 0 : 1);
        tags.add(Tag.CONSECUTIVE_BAD_FAX_LINES, Tag.LONG, longestBad);
        held = tags.finish(begin, stripEntry, code);
        heldLink = tags.link();
        pages++;
    }

    /** Writes what is still held. A file without a page is not written at all. */
    @Override
    public void close() throws IOException {
        if (held.length > 0) {
            release(false);
            held = new byte[0];
        }
    }

    /** Lets the page go that is held, now that it is known whether another follows; the header before the first. */
    private void release(boolean another) throws IOException {
        if (pages == 0) {
            byte[] header = {'I', 'I', 42, 0, 8, 0, 0, 0};
            out.write(header);
            written = header.length;
            return;
        }
        if (held.length == 0) {
            throw new IOException("The TIFF file is closed; nothing can be added.");
        }
        long next = written + held.length;
        if (next > Integer.MAX_VALUE) {
            throw new IOException("A TIFF file cannot be longer than 2 GiB here; begin another one.");
        }
        ByteBuffer.wrap(held).order(ByteOrder.LITTLE_ENDIAN).putInt(heldLink, another ? (int) next : 0);
        out.write(held);
        written = next;
    }

    /** A directory in the making; tags are added in ascending order, as TIFF wants them. */
    private static final class Directory {
        private final ByteBuffer entries = ByteBuffer.allocate(12 * 32).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        /** Positions of entries that point into {@link #values}, which follow the directory. */
        private final List<Integer> pointers = new ArrayList<>();

        int add(int tag, int type, int value) {
            int at = begin(tag, type, 1);
            if (type == Tag.SHORT) {
                entries.putShort((short) value).putShort((short) 0);
            } else {
                entries.putInt(value);
            }
            return at;
        }

        void addPair(int tag, int first, int second) {
            begin(tag, Tag.SHORT, 2);
            entries.putShort((short) first).putShort((short) second);
        }

        void addRational(int tag, int value) {
            var rational = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .putInt(1);
            addFar(tag, Tag.RATIONAL, 1, rational.array());
        }

        void add(int tag, String text) {
            byte[] ascii = (text.replace('\0', ' ') + "\0").getBytes(StandardCharsets.US_ASCII);
            if (ascii.length <= 4) {
                begin(tag, Tag.ASCII, ascii.length);
                entries.put(Arrays.copyOf(ascii, 4));
            } else {
                addFar(tag, Tag.ASCII, ascii.length, ascii);
            }
        }

        private void addFar(int tag, int type, int count, byte[] value) {
            pointers.add(begin(tag, type, count) + 8);
            entries.putInt(values.size());
            values.writeBytes(value);
            if (values.size() % 2 != 0) {
                values.write(0);
            }
        }

        private int begin(int tag, int type, int count) {
            int at = entries.position();
            entries.putShort((short) tag).putShort((short) type).putInt(count);
            return at;
        }

        /** Where in the finished page the pointer to the next directory stands. */
        int link() {
            return 2 + entries.position();
        }

        byte[] finish(int begin, int stripEntry, byte[] code) {
            int valuesBegin = link() + 4;
            int stripBegin = valuesBegin + values.size();
            for (int pointer : pointers) {
                entries.putInt(pointer, entries.getInt(pointer) + begin + valuesBegin);
            }
            entries.putInt(stripEntry + 8, begin + stripBegin);
            int length = stripBegin + code.length;
            // Directories begin on an even octet.
            var page = ByteBuffer.allocate(length + (length & 1)).order(ByteOrder.LITTLE_ENDIAN);
            page.putShort((short) (entries.position() / 12));
            page.put(entries.array(), 0, entries.position());
            page.putInt(0);
            page.put(values.toByteArray());
            page.put(code);
            return page.array();
        }
    }
}
