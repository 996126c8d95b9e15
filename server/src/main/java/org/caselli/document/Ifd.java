package org.caselli.document;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A directory of TIFF tags (TIFF 6.0, section 2), of which we want a few numbers: in a TIFF file, and in the Exif part of
 * a JPEG file, which is built alike. Nothing in it is believed to be where it says before that is seen to be inside.
 */
final class Ifd {
    static final int ORIENTATION = 274;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;

    private final ByteBuffer octets;
    private final int begin;
    private final int entries;

    private Ifd(ByteBuffer octets, int begin, int entries) {
        this.octets = octets;
        this.begin = begin;
        this.entries = entries;
    }

    /**
     * The directory so many after the first.
     *
     * @param file   of which the TIFF structure takes {@code length} octets from {@code offset}
     * @return an empty one if there is none there
     */
    static Ifd of(byte[] file, int offset, int length, int index) {
        ByteBuffer octets = ByteBuffer.wrap(file, offset, length).slice();
        if (length >= 8) {
            octets.order(octets.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            long at = octets.getInt(4) & 0xFFFF_FFFFL;
            for (int i = 0; at > 0 && at + 2 <= length; i++) {
                int entries = Math.min(octets.getShort((int) at) & 0xFFFF, (int) (length - at - 2) / 12);
                if (i == index) {
                    return new Ifd(octets, (int) at + 2, entries);
                }
                long next = at + 2 + 12L * entries;
                at = next + 4 <= length ? octets.getInt((int) next) & 0xFFFF_FFFFL : 0;
            }
        }
        return new Ifd(octets, 0, 0);
    }

    /** Whether the list of directories of a file leads beyond its end, as when the file was cut off. */
    static boolean leadsOutside(byte[] file) {
        ByteBuffer octets = ByteBuffer.wrap(file);
        octets.order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long at = octets.getInt(4) & 0xFFFF_FFFFL;
        // As many as there is room for: a list that goes round in a circle is somebody else's to refuse.
        for (int i = 0; at != 0 && i < file.length / 6; i++) {
            if (at + 2 > file.length) {
                return true;
            }
            long next = at + 2 + 12L * (octets.getShort((int) at) & 0xFFFF);
            if (next > file.length) {
                return true;
            }
            at = next + 4 <= file.length ? octets.getInt((int) next) & 0xFFFF_FFFFL : 0;
        }
        return false;
    }

    /** The first value of a tag; 0 if it is not there, not a number, or outside. */
    double number(int tag) {
        for (int i = 0; i < entries; i++) {
            int at = begin + 12 * i;
            if ((octets.getShort(at) & 0xFFFF) == tag) {
                return switch (octets.getShort(at + 2)) {
                    case 3 -> octets.getShort(at + 8) & 0xFFFF;
                    case 4 -> octets.getInt(at + 8) & 0xFFFF_FFFFL;
                    case 5 -> {
                        long far = octets.getInt(at + 8) & 0xFFFF_FFFFL;
                        if (far + 8 > octets.limit()) {
                            yield 0;
                        }
                        double below = octets.getInt((int) far + 4) & 0xFFFF_FFFFL;
                        yield below == 0 ? 0 : (octets.getInt((int) far) & 0xFFFF_FFFFL) / below;
                    }
                    default -> 0;
                };
            }
        }
        return 0;
    }

    /** Dots per inch by a tag of resolution; 0 if it does not say. */
    double dpi(int tag) {
        double unit = number(RESOLUTION_UNIT);
        return unit == 1 ? 0 : number(tag) * (unit == 3 ? 2.54 : 1);
    }
}
