package org.caselli.t30;

import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.t30.frame.Fif;

/** What a caller and the far end have agreed on: what each of them can, how fast the line is, and the mode that follows. */
final class Agreement {
    private final Abilities mine;
    private Offer offer = Offer.of(Fif.with());
    private int ceiling = Integer.MAX_VALUE;
    private Mode mode =
            new Mode(Carrier.V27TER_2400, Coding.MH, Resolution.STANDARD, PageWidth.A4, Offer.PageLength.A4, 0, 0);

    Agreement(Abilities mine) {
        this.mine = mine;
    }

    /** The far end says what it can. */
    void offered(Offer theirs) {
        offer = theirs;
    }

    Optional<Mode> best(Page page) {
        return Mode.agree(mine.upTo(ceiling), offer, page);
    }

    /** The mode that was told last, or will be told next. */
    Mode mode() {
        return mode;
    }

    void settle(Mode chosen) {
        mode = chosen;
    }

    /** One step down the ladder of speeds, for the rest of the call; false at its foot. */
    boolean stepDown() {
        Optional<Carrier> slower = Mode.slower(mode.carrier(), mine.carriers(), offer.carriers());
        slower.ifPresent(carrier -> {
            ceiling = carrier.bitsPerSecond();
            mode = mode.with(carrier);
        });
        return slower.isPresent();
    }
}
