package org.caselli.t38.ifp;

/** What a field of a data packet is (T.38 clause 7.4). */
public enum Kind {
    /** Octets of an HDLC frame, without flags, stuffed bits and frame check; first bit of the line in the highest bit. */
    HDLC_DATA(0),
    /** The carrier of HDLC frames ends. */
    HDLC_SIG_END(1),
    /** A frame ends here and its frame check was right. */
    HDLC_FCS_OK(2),
    /** A frame ends here and its frame check was wrong. */
    HDLC_FCS_BAD(3),
    /** {@link #HDLC_FCS_OK} and {@link #HDLC_SIG_END} in one. */
    HDLC_FCS_OK_SIG_END(4),
    /** {@link #HDLC_FCS_BAD} and {@link #HDLC_SIG_END} in one. */
    HDLC_FCS_BAD_SIG_END(5),
    /** Bits of a page without error correction, or of the training check; first bit of the line in the highest bit. */
    T4_NON_ECM_DATA(6),
    /** Bits as before, or none, and the carrier ends after them. */
    T4_NON_ECM_SIG_END(7);

    static final Kind[] ALL = values();

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    /** Its number in the ASN.1. */
    int number() {
        return number;
    }

    /** Whether the carrier ends with this field. */
    public boolean endsSignal() {
        return switch (this) {
            case HDLC_SIG_END, HDLC_FCS_OK_SIG_END, HDLC_FCS_BAD_SIG_END, T4_NON_ECM_SIG_END -> true;
            case HDLC_DATA, HDLC_FCS_OK, HDLC_FCS_BAD, T4_NON_ECM_DATA -> false;
        };
    }
}
