package org.caselli.t38.ifp;

import java.time.Duration;
import java.util.Optional;
import org.caselli.t30.Carrier;

/**
 * What a t30-indicator says: the far end begins this signal on its line (T.38 clause 7.3.1 and Annex A). The order is
 * that of the ASN.1 enumeration.
 */
public enum Signal {
    NO_SIGNAL(Carrier.V21, 0),
    CNG(Carrier.V21, 0),
    CED(Carrier.V21, 0),
    /** Flags at 300 bit/s: 1 s ± 15 % (T.30 clause 5.3.1). */
    V21_PREAMBLE(Carrier.V21, 1000),
    V27_2400_TRAINING(Carrier.V27TER_2400, 943),
    V27_4800_TRAINING(Carrier.V27TER_4800, 708),
    V29_7200_TRAINING(Carrier.V29_7200, 253),
    V29_9600_TRAINING(Carrier.V29_9600, 253),
    V17_7200_SHORT_TRAINING(Carrier.V17_7200, 142),
    V17_7200_LONG_TRAINING(Carrier.V17_7200, 1393),
    V17_9600_SHORT_TRAINING(Carrier.V17_9600, 142),
    V17_9600_LONG_TRAINING(Carrier.V17_9600, 1393),
    V17_12000_SHORT_TRAINING(Carrier.V17_12000, 142),
    V17_12000_LONG_TRAINING(Carrier.V17_12000, 1393),
    V17_14400_SHORT_TRAINING(Carrier.V17_14400, 142),
    V17_14400_LONG_TRAINING(Carrier.V17_14400, 1393);

    private static final Signal[] ALL = values();

    private final Carrier carrier;
    private final Duration length;

    Signal(Carrier carrier, long millis) {
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

    /** Whether a modem trains here, so that image data follows. */
    public boolean isTraining() {
        return ordinal() >= V27_2400_TRAINING.ordinal();
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

    static Optional<Signal> of(int number) {
        return number >= 0 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
    }
}
