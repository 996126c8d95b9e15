package org.caselli.t30;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.StringJoiner;
import org.caselli.image.Coding;
import org.caselli.image.Resolution;
import org.caselli.t30.frame.Fif;

/** What a machine says of itself in DIS, in our words, and what it leaves unsaid (T.30 Table 2). */
record Offer(
        boolean receives,
        boolean hasDocument,
        Set<Carrier> carriers,
        Set<Coding> codings,
        Set<Resolution> resolutions,
        PageWidth widest,
        PageLength longest,
        boolean errorCorrection,
        boolean prefersShortFrames,
        ScanTime scanTime) {

    /** How long a page may be (bits 19 and 20). */
    enum PageLength {
        A4(0b00),
        B4(0b10),
        UNLIMITED(0b01);

        final int code;

        PageLength(int code) {
            this.code = code;
        }

        static PageLength of(int code) {
            // 11 is invalid; a machine that says it means more rather than less.
            return code == 0b00 ? A4 : code == 0b10 ? B4 : UNLIMITED;
        }
    }

    /**
     * The time that a receiver needs for a line (bits 21 to 23, and 46).
     *
     * @param standard  milliseconds at 3.85 lines/mm
     * @param fine      milliseconds at 7.7 lines/mm
     * @param superfine milliseconds at 15.4 lines/mm
     */
    record ScanTime(int standard, int fine, int superfine) {
        static ScanTime of(Fif fif) {
            int standard = switch (fif.code(Fif.SCAN_TIME, 3)) {
                case 0b000, 0b110 -> 20;
                case 0b001, 0b101 -> 40;
                case 0b010, 0b011 -> 10;
                case 0b100 -> 5;
                default -> 0;
            };
            boolean half = switch (fif.code(Fif.SCAN_TIME, 3)) {
                case 0b011, 0b110, 0b101 -> true;
                default -> false;
            };
            int fine = half ? standard / 2 : standard;
            // Half of 5 ms has no code in DCS: 5 ms is kept then.
            int superfine = fif.has(Fif.HALF_TIME_SUPERFINE) && fine > 5 ? fine / 2 : fine;
            return new ScanTime(standard, fine, superfine);
        }

        int at(Resolution resolution) {
            return switch (resolution) {
                case STANDARD -> standard;
                case FINE -> fine;
                case SUPERFINE -> superfine;
            };
        }
    }

    static Offer of(Fif fif) {
        return new Offer(
                fif.has(Fif.RECEIVER),
                fif.has(Fif.HAS_DOCUMENT),
                carriers(fif.code(Fif.RATE, 4)),
                codings(fif),
                resolutions(fif),
                switch (fif.code(Fif.WIDTH, 2)) {
                    case 0b00 -> PageWidth.A4;
                    case 0b10 -> PageWidth.B4;
                    default -> PageWidth.A3; // 11 is invalid; old machines that have A3 say it
                },
                PageLength.of(fif.code(Fif.LENGTH, 2)),
                fif.has(Fif.ECM),
                fif.has(Fif.PREFERS_64),
                ScanTime.of(fif));
    }

    private static Set<Carrier> carriers(int code) {
        EnumSet<Carrier> carriers = EnumSet.noneOf(Carrier.class);
        boolean v29 = (code & 0b1000) != 0;
        boolean v27 = (code & 0b0100) != 0;
        boolean v17 = code == 0b1101;
        if (!v29 || v27) {
            carriers.add(Carrier.V27TER_2400);
        }
        if (v27) {
            carriers.add(Carrier.V27TER_4800);
        }
        if (v29) {
            carriers.add(Carrier.V29_7200);
            carriers.add(Carrier.V29_9600);
        }
        if (v17) {
            carriers.addAll(EnumSet.of(Carrier.V17_7200, Carrier.V17_9600, Carrier.V17_12000, Carrier.V17_14400));
        }
        return carriers;
    }

    private static Set<Coding> codings(Fif fif) {
        EnumSet<Coding> codings = EnumSet.of(Coding.MH);
        if (fif.has(Fif.TWO_DIMENSIONAL)) {
            codings.add(Coding.MR);
        }
        if (fif.has(Fif.T6) && fif.has(Fif.ECM)) {
            codings.add(Coding.MMR);
        }
        return codings;
    }

    private static Set<Resolution> resolutions(Fif fif) {
        EnumSet<Resolution> resolutions = EnumSet.of(Resolution.STANDARD);
        if (fif.has(Fif.FINE)) {
            resolutions.add(Resolution.FINE);
        }
        if (fif.has(Fif.SUPERFINE)) {
            resolutions.add(Resolution.SUPERFINE);
        }
        return resolutions;
    }

    /** Our DIS. V.17 and V.29 are offered with their highest speed only: DIS cannot say that some of it is missing. */
    static Fif dis(Abilities can) {
        BitSet bits = new BitSet();
        bits.set(Fif.RECEIVER);
        boolean v17 = can.carriers().contains(Carrier.V17_14400);
        boolean v29 = v17 || can.carriers().contains(Carrier.V29_9600);
        boolean v27 = v17 || can.carriers().contains(Carrier.V27TER_4800);
        bits.set(Fif.RATE, v29);
        bits.set(Fif.RATE + 1, v27);
        bits.set(Fif.RATE + 3, v17);
        bits.set(Fif.FINE, can.resolutions().contains(Resolution.FINE));
        bits.set(Fif.TWO_DIMENSIONAL, can.codings().contains(Coding.MR));
        bits.set(Fif.WIDTH, can.widest() == PageWidth.B4);
        bits.set(Fif.WIDTH + 1, can.widest() == PageWidth.A3);
        bits.set(Fif.LENGTH + 1); // unlimited
        bits.set(Fif.SCAN_TIME, Fif.SCAN_TIME + 3); // 0 ms: nothing here is mechanical
        bits.set(Fif.ECM, can.errorCorrection());
        bits.set(Fif.T6, can.errorCorrection() && can.codings().contains(Coding.MMR));
        bits.set(Fif.SUPERFINE, can.resolutions().contains(Resolution.SUPERFINE));
        bits.set(Fif.METRIC);
        bits.set(Fif.PREFERS_64, can.errorCorrection() && can.frameOctets() == 64);
        return Fif.with(bits.stream().toArray());
    }

    /** "up to 14400 bit/s, ECM, MMR, superfine, A3". */
    String spoken() {
        StringJoiner words = new StringJoiner(", ");
        words.add("up to "
                + carriers.stream().mapToInt(Carrier::bitsPerSecond).max().orElse(300) + " bit/s");
        if (errorCorrection) {
            words.add("ECM");
        }
        words.add(Mode.spoken(
                codings.contains(Coding.MMR) ? Coding.MMR : codings.contains(Coding.MR) ? Coding.MR : Coding.MH));
        words.add(Mode.spoken(
                resolutions.contains(Resolution.SUPERFINE)
                        ? Resolution.SUPERFINE
                        : resolutions.contains(Resolution.FINE) ? Resolution.FINE : Resolution.STANDARD));
        words.add(widest.toString());
        if (!receives) {
            words.add("cannot receive");
        }
        if (hasDocument) {
            words.add("has a document to be fetched");
        }
        return words.toString();
    }
}
