package org.caselli.service;

import java.util.List;
import org.caselli.service.routing.InboundRouting;

/**
 * What would become of a call that came now.
 *
 * @param to      the number that is called
 * @param from    who calls; perhaps empty
 * @param answer  what it comes to, as a sentence
 * @param lines   the lines that the call may come to: those of its trunk; else the one with this number, or any that has
 *                none of its own. Neighbours of which the same is to be told are one
 */
public record IncomingExplanation(String to, String from, String answer, List<Line> lines) {
    /**
     * A line that may get the call, or several that are alike.
     *
     * @param device   its registered number; that of the first of several
     * @param key      its name on its server; that of the first of several
     * @param keys     all of them in few words
     * @param count    how many they are
     * @param name     for people
     * @param verdict  what it does
     * @param why      that as a sentence
     * @param rings    the ring at whose beginning it answers, 1 for at once; 0 if it does not answer by itself
     * @param csid     what it would call itself
     * @param archived whether the fax would go into the archive
     * @param methods  those that would run, in their order; a complaint tells that one would fail
     */
    public record Line(
            int device,
            String key,
            String keys,
            int count,
            String name,
            Verdict verdict,
            String why,
            int rings,
            String csid,
            boolean archived,
            List<InboundRouting.Use> methods) {

        /** The same, told for several. */
        Line standingFor(int number, String all) {
            return new Line(device, key, all, number, name, verdict, why, rings, csid, archived, methods);
        }

        /** What is told of it, whichever line it is. */
        Line withoutName() {
            return new Line(0, "", "", 1, "", verdict, why, rings, csid, archived, methods);
        }
    }

    /** What a line does with a call. */
    public enum Verdict {
        /** It answers. */
        ANSWERS,
        /** It rings until somebody answers by hand, or the caller gives up. */
        RINGS,
        /** It refuses the call, or is not there. */
        REFUSES
    }
}
