package org.caselli.t30;

import java.time.Duration;

/**
 * How long T.30 waits, and how often it asks again (T.30 clause 5.4.3 and its flow diagrams).
 *
 * @param t1          longest wait for the far end to make itself known: 35 s ± 5 s
 * @param t2          silence within a page after which a receiver takes it to be over: 6 s ± 1 s
 * @param command     longest wait of a receiver for the next command or page before it hangs up, T2 to 30 s. T.30 has T2
 *                    here too; ours is longer, as a sender says a command three times, T4 apart, and a receiver who waits
 *                    for T2 only leaves before the third
 * @param t4          wait for an answer before a command is repeated: 3 s ± 15 %
 * @param t5          longest time a receiver may say that it is not ready (RNR, Annex A): 60 s ± 5 s
 * @param gap         silence between two signals: 75 ms ± 20 ms (clause 5, notes 3 and 4)
 * @param beforeTone  silence of an answerer before its answer tone, 0 s or more
 * @param answerTone  whether an answerer says CED before its first frames (clause 4.1)
 * @param tries       how often one command is sent, 1 to 9; T.30 has 3
 * @param pageRepeats how often a page is sent again after RTN, 0 to 9; ours, the standard is silent
 */
public record Patience(
        Duration t1,
        Duration t2,
        Duration command,
        Duration t4,
        Duration t5,
        Duration gap,
        Duration beforeTone,
        boolean answerTone,
        int tries,
        int pageRepeats) {

    /** The middle of each range that T.30 gives. */
    public static final Patience STANDARD = new Patience(
            Duration.ofSeconds(35),
            Duration.ofSeconds(6),
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofMillis(75),
            Duration.ofMillis(200),
            true,
            3,
            2);

    public Patience {
        within("t1", t1, 30_000, 40_000);
        within("t2", t2, 5_000, 7_000);
        within("command", command, t2.toMillis(), 30_000);
        within("t4", t4, 2_550, 5_200);
        within("t5", t5, 55_000, 65_000);
        within("gap", gap, 55, 95);
        within("beforeTone", beforeTone, 0, 5_000);
        if (tries < 1 || tries > 9) {
            throw new IllegalArgumentException("tries is " + tries + "; give 1 to 9 (T.30 itself has 3).");
        }
        if (pageRepeats < 0 || pageRepeats > 9) {
            throw new IllegalArgumentException("pageRepeats is " + pageRepeats + "; give 0 to 9.");
        }
    }

    private static void within(String name, Duration value, long leastMillis, long mostMillis) {
        if (value.compareTo(Duration.ofMillis(leastMillis)) < 0 || value.compareTo(Duration.ofMillis(mostMillis)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms; give " + leastMillis + " to " + mostMillis + " ms.");
        }
    }

    /** The same with or without the answer tone. */
    public Patience withAnswerTone(boolean on) {
        return new Patience(t1, t2, command, t4, t5, gap, beforeTone, on, tries, pageRepeats);
    }
}
