package org.caselli.image.tiff;

/** The tags of TIFF 6.0 and of RFC 2306 that we read or write. */
final class Tag {
    static final int NEW_SUBFILE_TYPE = 254;
    static final int IMAGE_WIDTH = 256;
    static final int IMAGE_LENGTH = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int IMAGE_DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int T4_OPTIONS = 292;
    static final int T6_OPTIONS = 293;
    static final int RESOLUTION_UNIT = 296;
    static final int PAGE_NUMBER = 297;
    static final int SOFTWARE = 305;
    static final int DATE_TIME = 306;
    static final int TILE_WIDTH = 322;
    static final int BAD_FAX_LINES = 326;
    static final int CLEAN_FAX_DATA = 327;
    static final int CONSECUTIVE_BAD_FAX_LINES = 328;
    static final int FAX_RECV_TIME = 34910;

    static final int BYTE = 1;
    static final int ASCII = 2;
    static final int SHORT = 3;
    static final int LONG = 4;
    static final int RATIONAL = 5;

    private Tag() {}

    /** Its name in the specification, for messages. */
    static String name(int tag) {
        return switch (tag) {
            case IMAGE_WIDTH -> "ImageWidth";
            case IMAGE_LENGTH -> "ImageLength";
            case BITS_PER_SAMPLE -> "BitsPerSample";
            case COMPRESSION -> "Compression";
            case PHOTOMETRIC -> "PhotometricInterpretation";
            case FILL_ORDER -> "FillOrder";
            case STRIP_OFFSETS -> "StripOffsets";
            case SAMPLES_PER_PIXEL -> "SamplesPerPixel";
            case ROWS_PER_STRIP -> "RowsPerStrip";
            case STRIP_BYTE_COUNTS -> "StripByteCounts";
            case X_RESOLUTION -> "XResolution";
            case Y_RESOLUTION -> "YResolution";
            case T4_OPTIONS -> "T4Options";
            case RESOLUTION_UNIT -> "ResolutionUnit";
            default -> "tag " + tag;
        };
    }

    /** Octets of one value of a type; 0 for a type that is unknown to TIFF 6.0. */
    static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12 -> 8;
            default -> 0;
        };
    }
}
