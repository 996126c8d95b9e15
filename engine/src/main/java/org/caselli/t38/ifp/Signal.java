package org.caselli.t38.ifp;

import java.time.Duration;
import java.util.Optional;
import org.caselli.t30.Carrier;

/**
 * What a t30-indicator says: the far end begins this signal on its line (T.38 clause 7.3.1 and Annex A).
 */
public enum Signal {
    NO_SIGNAL(0, Carrier.V21, 0),
    CNG(1, Carrier.V21, 0),
    CED(2, Carrier.V21, 0),
    /** Flags at 300 bit/s: 1 s ± 15 % (T.30 clause 5.3.1). */
    V21_PREAMBLE(3, Carrier.V21, 1000),
    V27_2400_TRAINING(4, Carrier.V27TER_2400, 943),
    V27_4800_TRAINING(5, Carrier.V27TER_4800, 708),
    V29_7200_TRAINING(6, Carrier.V29_7200, 253),
    V29_9600_TRAINING(7, Carrier.V29_9600, 253),
    V17_7200_SHORT_TRAINING(8, Carrier.V17_7200, 142),
    V17_7200_LONG_TRAINING(9, Carrier.V17_7200, 1393),
    V17_9600_SHORT_TRAINING(10, Carrier.V17_9600, 142),
    V17_9600_LONG_TRAINING(11, Carrier.V17_9600, 1393),
    V17_12000_SHORT_TRAINING(12, Carrier.V17_12000, 142),
    V17_12000_LONG_TRAINING(13, Carrier.V17_12000, 1393),
    V17_14400_SHORT_TRAINING(14, Carrier.V17_14400, 142),
    V17_14400_LONG_TRAINING(15, Carrier.V17_14400, 1393);

    private static final Signal[] ALL = values();

    private final int number;
    private final Carrier carrier;
    private final Duration length;

    Signal(int number, Carrier carrier, long millis) {
        this.number = number;
        this.carrier = carrier;
        this.length = Duration.ofMillis(millis);
    }

    /** What the signal prepares for; V.21 for the first four. */
    public Carrier carrier() {
        return carrier;
    }

    /**
     * How long a modem takes over it before data can follow: the turn-on sequences, without talker echo protection, of
     * V.27ter clause 2.5 (long), V.29 clause 8 and V.17 clause 5; zero for tones and silence, which last as long as T.30
     * or the far end says.
     */
    public Duration length() {
        return length;
    }

    /** What goes before data on this carrier: its training, or the preamble of V.21. Only V.17 has a short training. */
    public static Signal training(Carrier carrier, boolean shortOne) {
        return switch (carrier) {
            case V21 -> V21_PREAMBLE;
            case V27TER_2400 -> V27_2400_TRAINING;
            case V27TER_4800 -> V27_4800_TRAINING;
            case V29_7200 -> V29_7200_TRAINING;
            case V29_9600 -> V29_9600_TRAINING;
            case V17_7200 -> shortOne ? V17_7200_SHORT_TRAINING : V17_7200_LONG_TRAINING;
            case V17_9600 -> shortOne ? V17_9600_SHORT_TRAINING : V17_9600_LONG_TRAINING;
            case V17_12000 -> shortOne ? V17_12000_SHORT_TRAINING : V17_12000_LONG_TRAINING;
            case V17_14400 -> shortOne ? V17_14400_SHORT_TRAINING : V17_14400_LONG_TRAINING;
        };
    }

    /** Its number in the ASN.1. */
    int number() {
        return number;
    }

    static Optional<Signal> of(int number) {
        return number >= 0 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
    }
}
