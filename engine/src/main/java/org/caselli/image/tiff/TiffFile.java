package org.caselli.image.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.DecodeOptions;
import org.caselli.image.Decoded;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;
import org.caselli.image.Resolution;

/**
 * The black-and-white pages of a TIFF file (TIFF 6.0, RFC 2306), decoded one at a time as they are asked for: compression
 * 1, 2, 3 and 4, either byte order, either fill order, either sense of black, any division into strips, missing tags.
 * Pages that are thumbnails or masks of others are left out.
 *
 * <p>No length, count or offset in the file is believed: none leads outside the file, to more memory than what is there
 * when decoded, or round in a circle. What a page has is decoded as far as it goes, so that of a file that was cut off
 * the whole pages and the beginning of the last can be read.
 */
public final class TiffFile {
    /** Ours: far more than any fax; guards against a chain of directories that is made to last. */
    private static final int MAX_PAGES = 10_000;

    /** Ours: the largest bitmap that a page may become, 128 MiB; A3 at 15.4 lines/mm takes 2 MiB. */
    private static final int MAX_PAGE_OCTETS = 128 << 20;

    /** Ours: all strips of a page together may be so many times the file, for strips may be shared, but not without end. */
    private static final int MAX_REUSE = 4;

    /** Ours: TIFF 6.0 and its supplements know about a hundred tags. */
    private static final int MAX_TAGS = 1000;

    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;

    private final byte[] file;
    private final ByteBuffer octets;
    private final List<Directory> directories = new ArrayList<>();

    private TiffFile(byte[] file, ByteOrder order) {
        this.file = file;
        this.octets = ByteBuffer.wrap(file).order(order);
    }

    /**
     * Reads the list of pages.
     *
     * @param file the whole file; kept, not copied
     * @throws TiffException if it is no TIFF, or its list of pages is broken, or a page is not a black-and-white one
     */
    public static TiffFile read(byte[] file) throws TiffException {
        if (file.length < 8) {
            throw new TiffException(
                    "This is no TIFF file: it has " + file.length + " octets, and the shortest header has 8.");
        }
        ByteOrder order = switch (((file[0] & 0xFF) << 8) | (file[1] & 0xFF)) {
            case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
            case 0x4D4D -> ByteOrder.BIG_ENDIAN;
            default -> throw new TiffException("This is no TIFF file: it begins with neither II nor MM.");
        };
        var tiff = new TiffFile(file, order);
        int version = tiff.octets.getShort(2);
        if (version == 43) {
            throw new TiffException("This is a BigTIFF file, which no fax needs; save it as an ordinary TIFF file.");
        }
        if (version != 42) {
            throw new TiffException("This is no TIFF file: at octet 2 it has " + version + " instead of 42.");
        }
        tiff.readDirectories();
        return tiff;
    }

    /** Whether these octets begin as a TIFF file does. */
    public static boolean looksLikeTiff(byte[] file) {
        if (file.length < 8) {
            return false;
        }
        boolean little = file[0] == 'I' && file[1] == 'I' && file[2] == 42 && file[3] == 0;
        boolean big = file[0] == 'M' && file[1] == 'M' && file[2] == 0 && file[3] == 42;
        return little || big;
    }

    /** At least 1. */
    public int pages() {
        return directories.size();
    }

    /**
     * Decodes a page.
     *
     * @param index 0 for the first
     * @throws TiffException if it has no row that can be decoded
     */
    public TiffPage page(int index) throws TiffException {
        return directories.get(index).decode();
    }

    private void readDirectories() throws TiffException {
        Set<Long> seen = new HashSet<>();
        long strips = 0;
        long at = octets.getInt(4) & 0xFFFF_FFFFL;
        while (at != 0) {
            int page = directories.size() + 1;
            if (!seen.add(at)) {
                throw new TiffException("After page " + directories.size() + " the list of pages goes back to octet "
                        + at + ", where it has been before; the file is broken.");
            }
            if (seen.size() > MAX_PAGES) {
                throw new TiffException("The file has more than " + MAX_PAGES + " pages; split it.");
            }
            if (at + 2 > file.length) {
                if (!directories.isEmpty()) {
                    return; // cut off: what was read so far are whole pages
                }
                throw new TiffException("The directory of page " + page + " would lie at octet " + at
                        + ", but the file has " + file.length + "; it is cut off or broken.");
            }
            int entries = octets.getShort((int) at) & 0xFFFF;
            long end = at + 2 + 12L * entries;
            if (entries > MAX_TAGS) {
                throw new TiffException("The directory of page " + page + " at octet " + at + " would have " + entries
                        + " tags, more than there are; the file is broken.");
            }
            if (end > file.length) {
                throw new TiffException("The directory of page " + page + " at octet " + at + " would have " + entries
                        + " tags and end at octet " + end + ", but the file has " + file.length
                        + "; it is cut off or broken.");
            }
            var directory = new Directory(page, (int) at + 2, entries);
            // Bit 0: a smaller picture of another page; bit 2: a mask (TIFF 6.0, NewSubfileType).
            if ((directory.number(Tag.NEW_SUBFILE_TYPE, 0) & 5) == 0) {
                directory.check();
                directories.add(directory);
                strips += directory.strips();
                if (strips > file.length) {
                    throw new TiffException("Up to page " + page + " there would be " + strips
                            + " strips, more than the file has octets; the file is broken.");
                }
            }
            // Some writers leave out the last zero pointer.
            at = end + 4 <= file.length ? octets.getInt((int) end) & 0xFFFF_FFFFL : 0;
        }
        if (directories.isEmpty()) {
            throw new TiffException("The file has no page.");
        }
    }

    /** A page's tags. */
    private final class Directory {
        private final int page;
        private final int begin;
        private final int entries;
        private final int stripOffsets;
        private final int stripLengths;

        Directory(int page, int begin, int entries) {
            this.page = page;
            this.begin = begin;
            this.entries = entries;
            this.stripOffsets = find(Tag.STRIP_OFFSETS);
            this.stripLengths = find(Tag.STRIP_BYTE_COUNTS);
        }

        /** Refuses what is no page of fax. */
        void check() throws TiffException {
            if (find(Tag.TILE_WIDTH) >= 0) {
                throw broken("is made of tiles, which no fax is", "save it in strips");
            }
            expect(Tag.BITS_PER_SAMPLE, 1, "is not black and white", "convert it to one bit per dot");
            expect(Tag.SAMPLES_PER_PIXEL, 1, "is not black and white", "convert it to one bit per dot");
            long compression = number(Tag.COMPRESSION, 1);
            if (compression < 1 || compression > 4) {
                throw broken(
                        "has Compression " + compression + ", which is not that of a fax",
                        "save it with CCITT Group 3 or Group 4 compression");
            }
            long photometric = number(Tag.PHOTOMETRIC, WHITE_IS_ZERO);
            if (photometric != WHITE_IS_ZERO && photometric != BLACK_IS_ZERO) {
                throw broken(
                        "has PhotometricInterpretation " + photometric + ", which is not black and white",
                        "convert it to one bit per dot");
            }
            long fillOrder = number(Tag.FILL_ORDER, 1);
            if (fillOrder != 1 && fillOrder != 2) {
                throw broken("has FillOrder " + fillOrder, "save it with 1 or 2");
            }
            long width = number(Tag.IMAGE_WIDTH, 0);
            if (width < 1 || width > Bitmap.MAX_WIDTH) {
                throw broken(
                        "is " + width + " dots wide by its ImageWidth, outside 1 to " + Bitmap.MAX_WIDTH,
                        "scale it down");
            }
            long length = number(Tag.IMAGE_LENGTH, Bitmap.MAX_HEIGHT);
            if (length < 1 || length > Bitmap.MAX_HEIGHT) {
                throw broken(
                        "is " + length + " rows long by its ImageLength, outside 1 to " + Bitmap.MAX_HEIGHT,
                        "split it");
            }
            if (stripOffsets < 0) {
                throw broken("has no StripOffsets", "the file is broken; save it again");
            }
            for (int tag : new int[] {Tag.STRIP_OFFSETS, Tag.STRIP_BYTE_COUNTS}) {
                number(tag, 0);
            }
            if (number(Tag.STRIP_OFFSETS, 0) >= file.length) {
                throw broken(
                        "would lie at octet " + number(Tag.STRIP_OFFSETS, 0) + " by its StripOffsets, but the file has "
                                + file.length,
                        "it is cut off or broken; save it again");
            }
        }

        private void expect(int tag, int value, String otherwise, String remedy) throws TiffException {
            if (number(tag, value) != value) {
                throw broken(otherwise + " (" + Tag.name(tag) + " is " + number(tag, value) + ")", remedy);
            }
        }

        private void checkStrips() throws TiffException {
            long sum = 0;
            for (int i = 0; i < strips(); i++) {
                sum += stripLength(i);
            }
            if (sum > (long) MAX_REUSE * file.length) {
                throw broken(
                        "has strips that together are more than " + MAX_REUSE + " times as long as the file",
                        "the file is broken; save it again");
            }
        }

        /** Values of the entry, no more than the file could hold. */
        int strips() {
            return (int) Math.min(octets.getInt(stripOffsets + 4) & 0xFFFF_FFFFL, file.length);
        }

        /** What the file has of this strip. */
        private int stripLength(int strip) throws TiffException {
            long offset = numberAt(stripOffsets, strip);
            long length = stripLengths >= 0 && strip < (octets.getInt(stripLengths + 4) & 0xFFFF_FFFFL)
                    ? numberAt(stripLengths, strip)
                    : 0;
            // Some writers of a single strip leave its length out or 0: all there is.
            if (length == 0 && strips() == 1) {
                length = file.length;
            }
            return (int) Math.clamp(file.length - offset, 0L, length);
        }

        TiffPage decode() throws TiffException {
            checkStrips();
            int width = (int) number(Tag.IMAGE_WIDTH, 0);
            int stride = (width + 7) / 8;
            boolean lengthKnown = find(Tag.IMAGE_LENGTH) >= 0;
            int length = (int) number(Tag.IMAGE_LENGTH, Bitmap.MAX_HEIGHT);
            int limit = Math.min(length, MAX_PAGE_OCTETS / stride);
            long perStrip = number(Tag.ROWS_PER_STRIP, 0xFFFF_FFFFL);
            if (perStrip < 1 || strips() == 1) {
                perStrip = length;
            }
            int compression = (int) number(Tag.COMPRESSION, 1);
            Optional<Coding> coding = switch (compression) {
                case 2 -> Optional.of(Coding.MH);
                case 3 -> Optional.of((number(Tag.T4_OPTIONS, 0) & 1) == 0 ? Coding.MH : Coding.MR);
                case 4 -> Optional.of(Coding.MMR);
                default -> Optional.empty();
            };
            byte[] rows = new byte[0];
            int height = 0;
            int damaged = 0;
            for (int strip = 0; strip < strips() && height < limit; strip++) {
                int wanted = (int) Math.min(perStrip, limit - height);
                Bitmap part;
                if (coding.isPresent()) {
                    Decoded decoded = PageCodec.decode(
                            strip(strip), coding.get(), new DecodeOptions(width, wanted, compression == 2));
                    part = decoded.bitmap();
                    damaged += decoded.damagedRows();
                } else {
                    byte[] dots = strip(strip);
                    int has = Math.min(wanted, dots.length / stride);
                    part = new Bitmap(width, has, Arrays.copyOf(dots, has * stride));
                }
                int used = height * stride;
                if (used == 0) {
                    rows = part.rows();
                } else {
                    int needed = used + part.height() * stride;
                    if (needed > rows.length) {
                        rows = Arrays.copyOf(rows, Math.max(needed, Math.min(2 * rows.length, limit * stride)));
                    }
                    System.arraycopy(part.rows(), 0, rows, used, part.height() * stride);
                }
                height += part.height();
            }
            if (height == 0) {
                throw broken("has not one row that can be decoded", "the file is broken; save it again");
            }
            if (rows.length != height * stride) {
                rows = Arrays.copyOf(rows, height * stride);
            }
            if (number(Tag.PHOTOMETRIC, WHITE_IS_ZERO) == BLACK_IS_ZERO) {
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = (byte) ~rows[i];
                }
            }
            whitenPadding(rows, width, stride);
            double[] dpi = resolution();
            var page = new Page(new Bitmap(width, height, rows), Resolution.nearest(dpi[1]));
            return new TiffPage(page, dpi[0], dpi[1], coding, damaged, lengthKnown ? length - height : 0);
        }

        private byte[] strip(int strip) throws TiffException {
            int length = stripLength(strip);
            int offset = length == 0 ? 0 : (int) numberAt(stripOffsets, strip);
            byte[] code = Arrays.copyOfRange(file, offset, offset + length);
            if (number(Tag.FILL_ORDER, 1) == 2) {
                FillOrder.reverse(code);
            }
            return code;
        }

        /** Dots per inch across and down, whatever the file means by its figures. */
        private double[] resolution() throws TiffException {
            double x = rational(Tag.X_RESOLUTION);
            double y = rational(Tag.Y_RESOLUTION);
            if (x <= 0 && y <= 0) {
                return new double[] {Resolution.FINE.xDpi(), Resolution.FINE.yDpi()};
            }
            x = x > 0 ? x : y;
            y = y > 0 ? y : x;
            if (y < 16) {
                // 8 by 3.85, 7.7 or 15.4: dots and lines per millimetre, in whatever unit the file says.
                return new double[] {(x < 17 ? x * 25.4 : x), y * 25.4};
            }
            // 77 by 38.5, 77 or 154, or 80 instead of 77: RFC 2306 clause 3.1 has them per centimetre, some files say
            // inch.
            boolean faxPerCentimetre = x > 76 && x < 82 && (near(y, 38.5) || near(y, 77) || near(y, 154));
            if (number(Tag.RESOLUTION_UNIT, 2) == 3 || faxPerCentimetre) {
                return new double[] {x * 2.54, y * 2.54};
            }
            return new double[] {x, y};
        }

        private static boolean near(double value, double meant) {
            return Math.abs(value - meant) < 1;
        }

        private int find(int tag) {
            for (int i = 0; i < entries; i++) {
                int entry = begin + 12 * i;
                if ((octets.getShort(entry) & 0xFFFF) == tag) {
                    return entry;
                }
            }
            return -1;
        }

        private long number(int tag, long otherwise) throws TiffException {
            int entry = find(tag);
            return entry < 0 ? otherwise : numberAt(entry, 0);
        }

        private long numberAt(int entry, int index) throws TiffException {
            int type = octets.getShort(entry + 2) & 0xFFFF;
            int at = valueAt(entry, index);
            return switch (type) {
                case Tag.BYTE -> octets.get(at) & 0xFF;
                case Tag.SHORT -> octets.getShort(at) & 0xFFFF;
                case Tag.LONG -> octets.getInt(at) & 0xFFFF_FFFFL;
                default ->
                    throw broken(
                            "has a " + name(entry) + " of type " + type + " at octet " + entry
                                    + ", which is no whole number",
                            "the file is broken; save it again");
            };
        }

        /** 0 if it is absent or makes no sense. */
        private double rational(int tag) throws TiffException {
            int entry = find(tag);
            if (entry < 0) {
                return 0;
            }
            int type = octets.getShort(entry + 2) & 0xFFFF;
            double value = switch (type) {
                case Tag.RATIONAL -> {
                    int at = valueAt(entry, 0);
                    yield (octets.getInt(at) & 0xFFFF_FFFFL) / (double) (octets.getInt(at + 4) & 0xFFFF_FFFFL);
                }
                case Tag.BYTE, Tag.SHORT, Tag.LONG -> numberAt(entry, 0);
                case 11 -> octets.getFloat(valueAt(entry, 0));
                case 12 -> octets.getDouble(valueAt(entry, 0));
                default -> 0;
            };
            return value > 0 && value < 1e6 ? value : 0;
        }

        /** Where a value of an entry lies: in the entry if all are short enough together, else where it points. */
        private int valueAt(int entry, int index) throws TiffException {
            int size = Tag.size(octets.getShort(entry + 2) & 0xFFFF);
            long count = octets.getInt(entry + 4) & 0xFFFF_FFFFL;
            if (index >= count) {
                throw broken(
                        "has " + count + " values in " + name(entry) + " at octet " + entry + ", too few",
                        "the file is broken; save it again");
            }
            long at = size * count <= 4 ? entry + 8 : octets.getInt(entry + 8) & 0xFFFF_FFFFL;
            if (at + size * count > file.length) {
                throw broken(
                        "has " + name(entry) + " at octet " + at + " with " + count + " values, but the file has only "
                                + file.length + " octets",
                        "it is cut off or broken; save it again");
            }
            return (int) at + size * index;
        }

        private String name(int entry) {
            return Tag.name(octets.getShort(entry) & 0xFFFF);
        }

        private TiffException broken(String what, String remedy) {
            return new TiffException("Page " + page + " " + what + "; " + remedy + ".");
        }
    }

    private static void whitenPadding(byte[] rows, int width, int stride) {
        if (width % 8 != 0) {
            for (int last = stride - 1; last < rows.length; last += stride) {
                rows[last] &= (byte) (0xFF00 >> width % 8);
            }
        }
    }
}
