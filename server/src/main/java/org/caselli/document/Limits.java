package org.caselli.document;

import java.time.Duration;

/**
 * How much one fax may take. A document comes from anybody, so all of these are enforced, not trusted.
 *
 * @param octets   longest file, 1 and up
 * @param pages    most pages of all files together, 1 and up
 * @param pixels   most pixels of one picture, in a file of its own or within a page, 1 and up
 * @param lengthMm longest page in millimetres, 1 to 20,000
 * @param time     longest time for all files together
 * @param memoryMb memory of the process that renders, in MiB, 64 and up
 */
public record Limits(int octets, int pages, int pixels, int lengthMm, Duration time, int memoryMb) {
    /** Ours: 100 MiB, 1,000 pages, a picture of 120 megapixels (A3 at 600 dpi has 70), 3 m, 2 minutes, 768 MiB. */
    public static final Limits STANDARD = new Limits(100 << 20, 1000, 120_000_000, 3000, Duration.ofMinutes(2), 768);

    /** Ours, for cover pages, of which a warm process makes some thirty a second: five pages, and 30 s for a busy machine. */
    public static final Limits COVER =
            new Limits(CoverTemplate.MOST_OCTETS, 5, 4_000_000, 450, Duration.ofSeconds(30), 768);

    public Limits {
        if (octets < 1 || pages < 1 || pixels < 1 || lengthMm < 1 || lengthMm > 20_000 || memoryMb < 64) {
            throw new IllegalArgumentException("Limits of " + octets + " octets, " + pages + " pages, " + pixels
                    + " pixels, " + lengthMm + " mm and " + memoryMb
                    + " MiB are nonsense; give at least 1 of each, at most 20000 mm, at least 64 MiB.");
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A time limit of " + time + " leaves no time; give at least a second.");
        }
    }

    void checkLength(String file, long length) throws DocumentException {
        if (length > octets) {
            throw new DocumentException(
                    DocumentException.Reason.TOO_LARGE,
                    file,
                    0,
                    "is " + megabytes(length) + " long; the limit is " + megabytes(octets),
                    "Send it in parts, or with smaller pictures.");
        }
        if (length == 0) {
            throw new DocumentException(
                    DocumentException.Reason.EMPTY, file, 0, "is empty", "Send a file that has something in it.");
        }
    }

    private static String megabytes(long octets) {
        return octets < 1 << 20 ? octets + " octets" : ((octets + (1 << 19)) >> 20) + " MB";
    }
}
