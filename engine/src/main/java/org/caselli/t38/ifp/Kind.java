package org.caselli.t38.ifp;

/** What a field of a data packet is (T.38 clause 7.4). The order is that of the ASN.1 enumeration. */
public enum Kind {
    /** Octets of an HDLC frame, without flags, stuffed bits and frame check; first bit of the line in the highest bit. */
    HDLC_DATA,
    /** The carrier of HDLC frames ends. */
    HDLC_SIG_END,
    /** A frame ends here and its frame check was right. */
    HDLC_FCS_OK,
    /** A frame ends here and its frame check was wrong. */
    HDLC_FCS_BAD,
    /** {@link #HDLC_FCS_OK} and {@link #HDLC_SIG_END} in one. */
    HDLC_FCS_OK_SIG_END,
    /** {@link #HDLC_FCS_BAD} and {@link #HDLC_SIG_END} in one. */
    HDLC_FCS_BAD_SIG_END,
    /** Bits of a page without error correction, or of the training check; first bit of the line in the highest bit. */
    T4_NON_ECM_DATA,
    /** Bits as before, or none, and the carrier ends after them. */
    T4_NON_ECM_SIG_END;

    static final Kind[] ALL = values();

    /** Whether the carrier ends with this field. */
    public boolean endsSignal() {
        return switch (this) {
            case HDLC_SIG_END, HDLC_FCS_OK_SIG_END, HDLC_FCS_BAD_SIG_END, T4_NON_ECM_SIG_END -> true;
            case HDLC_DATA, HDLC_FCS_OK, HDLC_FCS_BAD, T4_NON_ECM_DATA -> false;
        };
    }
}
