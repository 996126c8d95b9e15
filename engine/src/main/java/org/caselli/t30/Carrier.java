package org.caselli.t30;

/** A modulation at one speed: what carries bits between two fax machines. */
public enum Carrier {
    /** The control channel: HDLC frames at 300 bit/s. */
    V21(300),
    V27TER_2400(2400),
    V27TER_4800(4800),
    V29_7200(7200),
    V29_9600(9600),
    V17_7200(7200),
    V17_9600(9600),
    V17_12000(12000),
    V17_14400(14400);

    private final int bitsPerSecond;

    Carrier(int bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    public int bitsPerSecond() {
        return bitsPerSecond;
    }

    /** V.17 only: after its first, long training it may be resumed with a short one (T.30 clause 5.3.5.2... of V.17). */
    public boolean hasShortTraining() {
        return this == V17_7200 || this == V17_9600 || this == V17_12000 || this == V17_14400;
    }
}
