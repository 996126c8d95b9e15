package org.caselli.line;

import org.caselli.t38.Pacing;

/**
 * The loopback lines.
 *
 * @param lines       how many, 0 to 10000
 * @param firstNumber the number of the first, 1 to 999000; the others follow
 * @param imageFirst  whether they offer T.38 in their INVITE; else they begin with sound, as a gateway would
 * @param pacing      {@link Pacing#MODEM} for the time a fax takes on the telephone; with a higher haste it takes less
 */
public record LoopbackSettings(int lines, int firstNumber, boolean imageFirst, Pacing pacing) {
    /** 1001 to 1004, at the pace of the telephone. */
    public static final LoopbackSettings STANDARD = new LoopbackSettings(4, 1001, true, Pacing.MODEM);

    public LoopbackSettings {
        if (lines < 0 || lines > 10_000) {
            throw new IllegalArgumentException(lines + " loopback lines; give 0 to 10000.");
        }
        if (firstNumber < 1 || firstNumber > 999_000) {
            throw new IllegalArgumentException(
                    "The first loopback line has number " + firstNumber + "; give 1 to 999000.");
        }
    }

    /** The same with so many lines. */
    public LoopbackSettings withLines(int count) {
        return new LoopbackSettings(count, firstNumber, imageFirst, pacing);
    }

    /** The same, so many times faster than the telephone: 1 to 1000. */
    public LoopbackSettings withHaste(int times) {
        return new LoopbackSettings(lines, firstNumber, imageFirst, new Pacing(pacing.packet(), times));
    }
}
