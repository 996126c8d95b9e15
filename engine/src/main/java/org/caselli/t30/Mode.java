package org.caselli.t30;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.t30.frame.Fif;

/**
 * How pages are sent: what DCS says (T.30 Table 2, right column).
 *
 * @param frameOctets ECM frame size, 256 or 64; 0 without error correction
 * @param scanMillis  shortest time of a line in milliseconds, met with fill bits; 0 with error correction
 */
record Mode(
        Carrier carrier,
        Coding coding,
        Resolution resolution,
        PageWidth width,
        Offer.PageLength length,
        int frameOctets,
        int scanMillis) {

    /** Most rows that fit on A4 (297 mm) and B4 (364 mm) paper. */
    private static final double A4_MM = 297;

    private static final double B4_MM = 364;

    boolean errorCorrection() {
        return frameOctets > 0;
    }

    /** Whether a page in the other mode can follow with MPS, without telling a new mode. */
    boolean samePaper(Mode other) {
        return resolution == other.resolution && width == other.width && length == other.length;
    }

    /** Whether a page has the same code in the other mode. */
    boolean codesLike(Mode other) {
        return samePaper(other)
                && coding == other.coding
                && frameOctets == other.frameOctets
                && leastRowBits() == other.leastRowBits();
    }

    /** Bits that a row must have at least, to last as long as the far end needs. */
    int leastRowBits() {
        return (carrier.bitsPerSecond() * scanMillis + 999) / 1000;
    }

    Mode with(Carrier other) {
        return new Mode(other, coding, resolution, width, length, frameOctets, scanMillis);
    }

    /** The best mode for a page that both ends have; empty if the page is wider than the far end or we can take. */
    static Optional<Mode> agree(Abilities mine, Offer theirs, Page page) {
        Optional<PageWidth> width = PageWidth.holding(page.bitmap().width())
                .filter(w -> w.compareTo(mine.widest()) <= 0 && w.compareTo(theirs.widest()) <= 0);
        Optional<Carrier> carrier = fastest(mine.carriers(), theirs.carriers());
        if (width.isEmpty() || carrier.isEmpty()) {
            return Optional.empty();
        }
        boolean ecm = mine.errorCorrection() && theirs.errorCorrection();
        Coding coding = Stream.of(Coding.MMR, Coding.MR)
                .filter(c -> c != Coding.MMR || ecm)
                .filter(c -> mine.codings().contains(c) && theirs.codings().contains(c))
                .findFirst()
                .orElse(Coding.MH);
        Resolution resolution = Stream.of(Resolution.SUPERFINE, Resolution.FINE)
                .filter(r -> r.compareTo(page.resolution()) <= 0)
                .filter(r ->
                        mine.resolutions().contains(r) && theirs.resolutions().contains(r))
                .findFirst()
                .orElse(Resolution.STANDARD);
        Offer.PageLength length = theirs.longest() == Offer.PageLength.UNLIMITED
                ? Offer.PageLength.UNLIMITED
                : theirs.longest() == Offer.PageLength.B4 && page.heightMm() > A4_MM
                        ? Offer.PageLength.B4
                        : Offer.PageLength.A4;
        return Optional.of(new Mode(
                carrier.get(),
                coding,
                resolution,
                width.get(),
                length,
                ecm ? mine.frameOctets() : 0,
                ecm ? 0 : theirs.scanTime().at(resolution)));
    }

    /** Whether the page is longer than the paper that the far end has in this mode. */
    boolean tooShortFor(Page page) {
        return switch (length) {
            case A4 -> page.heightMm() > A4_MM;
            case B4 -> page.heightMm() > B4_MM;
            case UNLIMITED -> false;
        };
    }

    private static Optional<Carrier> fastest(Set<Carrier> mine, Set<Carrier> theirs) {
        // At equal speed V.17 comes before V.29: its trellis code stands 3 to 4 dB more noise.
        return mine.stream()
                .filter(theirs::contains)
                .max(Comparator.comparingInt(Carrier::bitsPerSecond).thenComparing(Carrier::hasShortTraining));
    }

    /** The next slower carrier that both ends have. */
    static Optional<Carrier> slower(Carrier than, Set<Carrier> mine, Set<Carrier> theirs) {
        return mine.stream()
                .filter(theirs::contains)
                .filter(c -> c.bitsPerSecond() < than.bitsPerSecond())
                .max(Comparator.comparingInt(Carrier::bitsPerSecond).thenComparing(Carrier::hasShortTraining));
    }

    /** The page as this mode sends it: padded with white to its width, rows merged where the resolution is lower. */
    Bitmap fit(Page page) {
        int merge = (int) Math.round(page.resolution().linesPerMm() / resolution.linesPerMm());
        Bitmap from = page.bitmap();
        if (merge <= 1 && from.width() == width.dots()) {
            return from;
        }
        Bitmap to = new Bitmap(width.dots(), (from.height() + merge - 1) / merge);
        for (int y = 0; y < from.height(); y++) {
            int source = y * from.stride();
            int target = y / merge * to.stride();
            for (int x = 0; x < from.stride(); x++) {
                to.rows()[target + x] |= from.rows()[source + x];
            }
        }
        return to;
    }

    /** What DCS says; empty if it says something that we never offer. */
    static Optional<Mode> of(Fif fif) {
        Optional<Carrier> carrier = carrier(fif);
        Optional<PageWidth> width = switch (fif.code(Fif.WIDTH, 2)) {
            case 0b00 -> Optional.of(PageWidth.A4);
            case 0b10 -> Optional.of(PageWidth.B4);
            case 0b01 -> Optional.of(PageWidth.A3);
            default -> Optional.empty();
        };
        boolean foreign = fif.has(Fif.R300)
                || fif.has(Fif.R16)
                || fif.has(Fif.T43)
                || fif.has(Fif.JPEG)
                || fif.has(Fif.T85)
                || fif.has(Fif.T85_L0)
                || (fif.has(Fif.T6) && !fif.has(Fif.ECM));
        if (carrier.isEmpty() || width.isEmpty() || foreign) {
            return Optional.empty();
        }
        int scan = switch (fif.code(Fif.SCAN_TIME, 3)) {
            case 0b000 -> 20;
            case 0b001 -> 40;
            case 0b010 -> 10;
            case 0b100 -> 5;
            default -> 0;
        };
        return Optional.of(new Mode(
                carrier.get(),
                fif.has(Fif.T6) ? Coding.MMR : fif.has(Fif.TWO_DIMENSIONAL) ? Coding.MR : Coding.MH,
                fif.has(Fif.SUPERFINE)
                        ? Resolution.SUPERFINE
                        : fif.has(Fif.FINE) ? Resolution.FINE : Resolution.STANDARD,
                width.get(),
                Offer.PageLength.of(fif.code(Fif.LENGTH, 2)),
                !fif.has(Fif.ECM) ? 0 : fif.has(Fif.SHORT_FRAMES) ? 64 : 256,
                scan));
    }

    /** The speed in DCS and CTC (bits 11 to 14); empty for the codes that are reserved. */
    static Optional<Carrier> carrier(Fif fif) {
        int code = fif.code(Fif.RATE, 4);
        return Stream.of(Carrier.values())
                .filter(c -> c != Carrier.V21 && code(c) == code)
                .findFirst();
    }

    private static int code(Carrier carrier) {
        return switch (carrier) {
            case V27TER_2400 -> 0b0000;
            case V27TER_4800 -> 0b0100;
            case V29_9600 -> 0b1000;
            case V29_7200 -> 0b1100;
            case V17_14400 -> 0b0001;
            case V17_12000 -> 0b0101;
            case V17_9600 -> 0b1001;
            case V17_7200 -> 0b1101;
            case V21 -> throw new IllegalArgumentException("V.21 carries no pages.");
        };
    }

    Fif dcs() {
        BitSet bits = new BitSet();
        bits.set(Fif.RECEIVER);
        set(bits, Fif.RATE, 4, code(carrier));
        bits.set(Fif.FINE, resolution == Resolution.FINE);
        bits.set(Fif.TWO_DIMENSIONAL, coding == Coding.MR);
        set(
                bits,
                Fif.WIDTH,
                2,
                switch (width) {
                    case A4 -> 0b00;
                    case B4 -> 0b10;
                    case A3 -> 0b01;
                });
        set(bits, Fif.LENGTH, 2, length.code);
        set(
                bits,
                Fif.SCAN_TIME,
                3,
                switch (scanMillis) {
                    case 20 -> 0b000;
                    case 40 -> 0b001;
                    case 10 -> 0b010;
                    case 5 -> 0b100;
                    default -> 0b111;
                });
        bits.set(Fif.ECM, errorCorrection());
        bits.set(Fif.SHORT_FRAMES, frameOctets == 64);
        bits.set(Fif.T6, coding == Coding.MMR);
        bits.set(Fif.SUPERFINE, resolution == Resolution.SUPERFINE);
        return Fif.with(bits.stream().toArray());
    }

    private static void set(BitSet bits, int first, int count, int code) {
        for (int i = 0; i < count; i++) {
            bits.set(first + i, (code >> (count - 1 - i) & 1) != 0);
        }
    }

    /** "V.17 14400, ECM 256, T.6, 1728, fine". */
    String spoken() {
        return carrier
                + (errorCorrection() ? ", ECM " + frameOctets : ", no ECM")
                + ", " + spoken(coding)
                + ", " + width.dots()
                + ", " + spoken(resolution)
                + (scanMillis > 0 ? ", " + scanMillis + " ms a line" : "");
    }

    static String spoken(Coding coding) {
        return switch (coding) {
            case MH -> "MH";
            case MR -> "MR";
            case MMR -> "T.6";
        };
    }

    static String spoken(Resolution resolution) {
        return resolution.name().toLowerCase(Locale.ROOT);
    }
}
