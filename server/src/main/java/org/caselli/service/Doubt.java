package org.caselli.service;

import java.time.Duration;
import java.time.Instant;
import org.caselli.t30.Carrier;
import org.caselli.t30.Progress;

/**
 * From when on the far end may have the whole fax although its confirmation is not here: the time in which a crash leaves
 * the job for a person to decide. It must begin before the end of the last page leaves the line, and is best short.
 *
 * <p>So it begins, to be safe, with the last page; it is taken back at the first sign that much of the page is still to
 * go; and it begins for good {@link #MARGIN} before the page is through. T.30 tells once a second how far a page is, but
 * it reckons by the pace of the telephone. A line that trained faster than a telephone can is not believed in this: there
 * the doubt lasts as long as the last page.
 */
final class Doubt {
    /** Ours: three times as long as T.30 is silent about the progress of a page. */
    static final Duration MARGIN = Duration.ofSeconds(3);

    /**
     * Ours: less than a training takes at the pace of the telephone. The preambles of DCS and CFR are 1 s each and TCF
     * is 1.5 s (T.30 clauses 5.3.1 and 5.3.6.1); more than it takes at twice that pace.
     */
    static final Duration TRAINING = Duration.ofSeconds(3);

    private final int last;
    private Carrier carrier = Carrier.V27TER_2400;
    private Instant trainingSince = Instant.MAX;
    private boolean paced;
    private boolean begun;
    private boolean forGood;

    /** @param last the number of the call's last page */
    Doubt(int last) {
        this.last = last;
    }

    /** Takes note of a step; whether {@link #begun} has changed. */
    boolean on(Progress step, Instant now) {
        boolean before = begun;
        switch (step) {
            case Progress.Training _ -> trainingSince = now;
            case Progress.Agreed agreed -> carrier = agreed.carrier();
            case Progress.PageBegun(int number) -> {
                if (trainingSince.isBefore(now)) {
                    paced = !now.isBefore(trainingSince.plus(TRAINING));
                    trainingSince = Instant.MAX;
                }
                begun |= number == last;
            }
            case Progress.PagePart(int number, int sent, int total)
            when number == last && !forGood -> {
                forGood = !paced || (total - sent) * 8L < carrier.bitsPerSecond() * MARGIN.toSeconds();
                begun = forGood;
            }
            default -> {}
        }
        return before != begun;
    }

    boolean begun() {
        return begun;
    }
}
