package org.caselli.t30.frame;

import java.util.BitSet;

/**
 * A frame of T.30, named by its facsimile control field (clause 5.3.6.1). Reading never fails: what is not known is
 * {@link Unknown}, what is too short to be a frame is {@link Unreadable}.
 *
 * <p>Octets of a frame run from its address (all ones) over its control field ({@code 0xC8} in the last frame of a
 * signal, {@code 0xC0} in the others) and its facsimile control field to its information field; the frame check is not
 * part of them. The most significant bit of an octet is the first on the line, just as T.30 prints its codes.
 */
public sealed interface Frame {

    /** What the called machine can (DIS). */
    record Dis(Fif can) implements Frame {}

    /** What a calling machine that wants to receive can (DTC). */
    record Dtc(Fif can) implements Frame {}

    /** What will be sent, and how (DCS). */
    record Dcs(Fif chosen) implements Frame {}

    /** An identity: up to 20 characters, trimmed (clause 5.3.6.2.4). */
    record Identity(Whose whose, String id) implements Frame {}

    /** Something outside the Recommendation, agreed between machines of one maker (clause 5.3.6.2.7). */
    record NonStandard(Which which, Octets body) implements Frame {}

    /** A training check was received well (CFR). */
    record Cfr() implements Frame {}

    /** A training check was not received well (FTT). */
    record Ftt() implements Frame {}

    /** A page without error correction is over: MPS, EOM, EOP, or PRI-MPS, PRI-EOM, PRI-EOP with {@code interrupt}. */
    record EndOfPage(Ending ending, boolean interrupt) implements Frame {}

    /**
     * A block of an error-corrected page is over (PPS-NULL, PPS-MPS, ...; Annex A.4.3).
     *
     * @param interrupt with a request for an operator (PPS-PRI-...)
     * @param page      counts pages from 0, modulo 256
     * @param block     counts blocks in a page from 0, modulo 256
     * @param frames    frames in this block, 1 to 256
     */
    record Pps(Ending ending, boolean interrupt, int page, int block, int frames) implements Frame {}

    /** The sender repeats no more of this block (EOR-NULL, EOR-MPS, ...). */
    record Eor(Ending ending, boolean interrupt) implements Frame {}

    /** Which frames of a block must be sent again (PPR). */
    record Ppr(Octets map) implements Frame {
        /** Octets of the map: a bit for each frame of the largest block. */
        public static final int MAP_OCTETS = 32;

        /** A request for these frames, 0 to 255. */
        public static Ppr of(BitSet frames) {
            byte[] map = new byte[MAP_OCTETS];
            frames.stream().filter(n -> n < 256).forEach(n -> map[n >> 3] |= (byte) (0x80 >> (n & 7)));
            return new Ppr(Octets.of(map));
        }

        /** The frames asked for, below {@code limit}. */
        public BitSet frames(int limit) {
            BitSet frames = new BitSet();
            for (int n = 0; n < limit; n++) {
                frames.set(n, map.bit(n));
            }
            return frames;
        }
    }

    /** The sender goes on correcting (CTC). Its field is that of DCS, bits 1 to 16. */
    record Ctc(Fif chosen) implements Frame {}

    /** CTC is accepted (CTR). */
    record Ctr() implements Frame {}

    /** EOR is accepted (ERR). */
    record Err() implements Frame {}

    /** Are you ready? (RR) */
    record Rr() implements Frame {}

    /** Received, but not ready for more yet (RNR). */
    record Rnr() implements Frame {}

    /** The message was received (MCF). */
    record Mcf() implements Frame {}

    /** The page is good; train again before the next (RTP). */
    record Rtp() implements Frame {}

    /** The page is bad; train again (RTN). */
    record Rtn() implements Frame {}

    /** The page is good, and an operator is wanted (PIP). */
    record Pip() implements Frame {}

    /** The page is bad, and an operator is wanted (PIN). */
    record Pin() implements Frame {}

    /** Say that again (CRP). */
    record Crp() implements Frame {}

    /** Disconnect (DCN); not answered. */
    record Dcn() implements Frame {}

    /** A part of an error-corrected page: its number in the block, 0 to 255, and up to 256 octets of code (FCD). */
    record Fcd(int number, Octets code) implements Frame {}

    /** The block is over (RCP). */
    record Rcp() implements Frame {}

    /** A frame that we know by name only, with its field. */
    record Named(Name name, Octets body) implements Frame {}

    /** A frame that no edition known to us has. */
    record Unknown(int control, Octets body) implements Frame {}

    /** Fewer than three octets, or an address that is not all ones. */
    record Unreadable(Octets octets) implements Frame {}

    /** Whose identity it is. */
    enum Whose {
        /** Of the called machine. */
        CSI(0x02),
        /** Of a calling machine that wants to receive. */
        CIG(0x82),
        /** Of the transmitting machine. */
        TSI(0x42);

        private final int control;

        Whose(int control) {
            this.control = control;
        }
    }

    /** Which of the frames outside the Recommendation. */
    enum Which {
        NSF(0x04),
        NSC(0x84),
        NSS(0x44);

        private final int control;

        Which(int control) {
            this.control = control;
        }
    }

    /** Frames that are read and told, and otherwise not heeded. */
    enum Name {
        /** Subaddress. */
        SUB(0x43),
        /** Sender identification, or a password for transmission. */
        SID(0x45),
        /** Transmitting subscriber internet address. */
        TSA(0x46),
        /** Internet routing address. */
        IRA(0x47),
        /** Called subscriber internet address. */
        CSA(0x24),
        /** Password for polling. */
        PWD(0x83),
        /** Selective polling. */
        SEP(0x85),
        /** Polled subaddress. */
        PSA(0x86),
        /** Calling subscriber internet address. */
        CIA(0x87),
        /** Internet selective polling address. */
        ISP(0x88),
        /** File diagnostics message. */
        FDM(0x3F),
        /** Field not valid. */
        FNV(0x53),
        /** Transmit ready. */
        TR(0x56),
        /** Transmit not ready. */
        TNR(0x57),
        /** Procedure interrupt disconnect. */
        PID(0x36),
        /** End of selection. */
        EOS(0x78);

        private final int control;

        Name(int control) {
            this.control = control;
        }
    }

    /** Reads a frame from its address octet on, without frame check. Never fails. */
    static Frame parse(byte[] octets) {
        return FrameCode.parse(octets);
    }

    /**
     * Writes a frame.
     *
     * @param answersDis whether we have received a DIS: then X, the first bit of the control field, is 1 in the frames
     *     that have it (clause 5.3.6.1)
     * @param last       whether it is the last frame of its signal
     */
    default byte[] octets(boolean answersDis, boolean last) {
        return FrameCode.write(this, answersDis, last);
    }

    /** The facsimile control field without X, as T.30 prints it. */
    private static int control(Frame frame) {
        return switch (frame) {
            case Dis _ -> 0x01;
            case Dtc _ -> 0x81;
            case Dcs _ -> 0x41;
            case Identity f -> f.whose().control;
            case NonStandard f -> f.which().control;
            case Cfr _ -> 0x21;
            case Ftt _ -> 0x22;
            case EndOfPage f -> f.ending().control(f.interrupt());
            case Pps _ -> 0x7D;
            case Eor _ -> 0x73;
            case Ppr _ -> 0x3D;
            case Ctc _ -> 0x48;
            case Ctr _ -> 0x23;
            case Err _ -> 0x38;
            case Rr _ -> 0x76;
            case Rnr _ -> 0x37;
            case Mcf _ -> 0x31;
            case Rtp _ -> 0x33;
            case Rtn _ -> 0x32;
            case Pip _ -> 0x35;
            case Pin _ -> 0x34;
            case Crp _ -> 0x58;
            case Dcn _ -> 0x5F;
            case Fcd _ -> 0x60;
            case Rcp _ -> 0x61;
            case Named f -> f.name().control;
            case Unknown f -> f.control();
            case Unreadable _ -> 0;
        };
    }

    /** The facsimile control field without X, as T.30 prints it. */
    default int control() {
        return control(this);
    }

    /** The name that T.30 gives the frame: "PPS-EOP". */
    default String spoken() {
        return switch (this) {
            case Identity f -> f.whose() + (f.id().isEmpty() ? "" : " \"" + f.id() + "\"");
            case NonStandard f -> f.which() + " " + f.body();
            case EndOfPage f -> (f.interrupt() ? "PRI-" : "") + f.ending();
            case Pps f ->
                (f.interrupt() ? "PPS-PRI-" : "PPS-") + f.ending() + ", page " + (f.page() + 1) + ", block "
                        + (f.block() + 1) + ", " + f.frames() + " frames";
            case Eor f -> (f.interrupt() ? "EOR-PRI-" : "EOR-") + f.ending();
            case Ppr f -> "PPR";
            case Fcd f -> "FCD " + f.number();
            case Named f -> f.name() + " " + f.body();
            case Unknown f ->
                "frame %02X, %d octets".formatted(f.control(), f.body().size());
            case Unreadable f -> "something that is no frame, " + f.octets();
            default -> getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
        };
    }
}
