package org.caselli.t30;

import java.time.Duration;

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

    /** V.17 only: after its first, long training it may be resumed with a short one (V.17 clause 5). */
    public boolean hasShortTraining() {
        return this == V17_7200 || this == V17_9600 || this == V17_12000 || this == V17_14400;
    }

    /**
     * How long the training of this carrier takes before the first bit of data, echo protection included.
     *
     * @param shortOne V.17's short training; no difference to the others
     */
    public Duration training(boolean shortOne) {
        return Duration.ofMillis(
                switch (this) {
                    case V21 -> 0; // flags instead: see Action.SayFrames
                    case V27TER_2400 -> 1158;
                    case V27TER_4800 -> 923;
                    case V29_7200, V29_9600 -> 253;
                    case V17_7200, V17_9600, V17_12000, V17_14400 -> shortOne ? 142 : 1393;
                });
    }

    /** The name that people use: "V.17 14400". */
    @Override
    public String toString() {
        return switch (this) {
            case V21 -> "V.21";
            case V27TER_2400, V27TER_4800 -> "V.27ter " + bitsPerSecond;
            case V29_7200, V29_9600 -> "V.29 " + bitsPerSecond;
            case V17_7200, V17_9600, V17_12000, V17_14400 -> "V.17 " + bitsPerSecond;
        };
    }
}
