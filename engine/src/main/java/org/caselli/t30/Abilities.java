package org.caselli.t30;

import java.util.EnumSet;
import java.util.Set;
import org.caselli.image.Coding;
import org.caselli.image.Resolution;

/**
 * What this side offers when it receives, and uses when it sends. What both ends have is agreed in phase B.
 *
 * @param carriers        speeds to use; must hold {@link Carrier#V27TER_2400} and must not hold {@link Carrier#V21}
 * @param codings         codings to use; must hold {@link Coding#MH}. {@link Coding#MMR} is used with error correction only
 * @param resolutions     resolutions to use; must hold {@link Resolution#STANDARD}
 * @param widest          the widest page to send or to receive; narrower ones are taken as well
 * @param errorCorrection whether ECM (T.30 Annex A) is offered and used
 * @param frameOctets     octets in an ECM frame when sending: 256 or 64. A receiver takes both (A.1.3)
 */
public record Abilities(
        Set<Carrier> carriers,
        Set<Coding> codings,
        Set<Resolution> resolutions,
        PageWidth widest,
        boolean errorCorrection,
        int frameOctets) {

    /** Everything we have: V.17 down to V.27ter, all codings and resolutions, A3, ECM with 256 octets. */
    public static final Abilities ALL = new Abilities(
            EnumSet.complementOf(EnumSet.of(Carrier.V21)),
            EnumSet.allOf(Coding.class),
            EnumSet.allOf(Resolution.class),
            PageWidth.A3,
            true,
            256);

    public Abilities {
        carriers = Set.copyOf(carriers);
        codings = Set.copyOf(codings);
        resolutions = Set.copyOf(resolutions);
        if (!carriers.contains(Carrier.V27TER_2400) || carriers.contains(Carrier.V21)) {
            throw new IllegalArgumentException("The carriers " + carriers
                    + " must include V27TER_2400, which every fax machine has, and not V21, which carries no pages.");
        }
        if (!codings.contains(Coding.MH)) {
            throw new IllegalArgumentException(
                    "The codings " + codings + " must include MH, which every fax machine has.");
        }
        if (!resolutions.contains(Resolution.STANDARD)) {
            throw new IllegalArgumentException(
                    "The resolutions " + resolutions + " must include STANDARD, which every fax machine has.");
        }
        if (frameOctets != 256 && frameOctets != 64) {
            throw new IllegalArgumentException("An ECM frame of " + frameOctets + " octets; give 256 or 64.");
        }
    }

    /** The same without carriers faster than this, such as the limit that a T.38 gateway declares. */
    public Abilities upTo(int bitsPerSecond) {
        EnumSet<Carrier> slower = EnumSet.of(Carrier.V27TER_2400);
        carriers.stream().filter(c -> c.bitsPerSecond() <= bitsPerSecond).forEach(slower::add);
        return new Abilities(slower, codings, resolutions, widest, errorCorrection, frameOctets);
    }

    public Abilities withCarriers(Set<Carrier> others) {
        return new Abilities(others, codings, resolutions, widest, errorCorrection, frameOctets);
    }

    public Abilities withCodings(Set<Coding> others) {
        return new Abilities(carriers, others, resolutions, widest, errorCorrection, frameOctets);
    }

    public Abilities withResolutions(Set<Resolution> others) {
        return new Abilities(carriers, codings, others, widest, errorCorrection, frameOctets);
    }

    public Abilities withWidest(PageWidth other) {
        return new Abilities(carriers, codings, resolutions, other, errorCorrection, frameOctets);
    }

    public Abilities withErrorCorrection(boolean on) {
        return new Abilities(carriers, codings, resolutions, widest, on, frameOctets);
    }

    public Abilities withFrameOctets(int octets) {
        return new Abilities(carriers, codings, resolutions, widest, errorCorrection, octets);
    }
}
