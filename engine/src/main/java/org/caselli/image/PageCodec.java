package org.caselli.image;

/**
 * Turns a page's dots into T.4 and T.6 code and back. In each octet of code the most significant bit is first on the line.
 */
public final class PageCodec {
    private PageCodec() {}

    /**
     * Codes a page. Any page can be coded any way.
     *
     * @return the code, whole octets, zeros after its last bit
     * @throws IllegalArgumentException if {@link Coding#MR} is asked for without EOLs
     */
    public static byte[] encode(Bitmap page, Coding coding, EncodeOptions options) {
        if (coding == Coding.MR && !options.endOfLines()) {
            throw new IllegalArgumentException("MR code needs EOLs for its tag bits: set endOfLines.");
        }
        return new Encoder(page, options).encode(coding);
    }

    /**
     * Decodes a page. Any octets are welcome: damage is a value, nothing is thrown, and the time it takes is bounded by
     * the length of the code and the rows that are asked for.
     */
    public static Decoded decode(byte[] code, Coding coding, DecodeOptions options) {
        return new Decoder(code, options).decode(coding);
    }
}
