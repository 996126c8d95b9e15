package org.caselli.sip.sdp;

import java.util.Locale;

/** Which way media flow, as the writer of the description sees it (RFC 8866 clause 6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** The same seen from the other side. */
    public Direction mirrored() {
        return switch (this) {
            case SENDONLY -> RECVONLY;
            case RECVONLY -> SENDONLY;
            case SENDRECV, INACTIVE -> this;
        };
    }

    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }
}
