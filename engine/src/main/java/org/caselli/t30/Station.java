package org.caselli.t30;

/**
 * This side of the conversation: who we are, what we can, how long we wait.
 *
 * @param id        our identity, told to the far end as CSI or TSI: at most 20 characters of printable ASCII (T.30
 *                  clause 5.3.6.2.4 has digits, space and plus; others are read by most machines); empty to tell none
 * @param abilities what we offer
 * @param patience  how long we wait
 */
public record Station(String id, Abilities abilities, Patience patience) {
    /** Characters of an identity on the line. */
    public static final int ID_LENGTH = 20;

    public Station {
        if (id.length() > ID_LENGTH || id.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("The station identity \"" + id + "\" must have at most " + ID_LENGTH
                    + " characters of printable ASCII, best digits, spaces and a plus sign.");
        }
    }

    /** A station with everything we have and the standard timers. */
    public static Station of(String id) {
        return new Station(id, Abilities.ALL, Patience.STANDARD);
    }

    /** The same with other abilities. */
    public Station with(Abilities others) {
        return new Station(id, others, patience);
    }

    /** The same with other timers. */
    public Station with(Patience other) {
        return new Station(id, abilities, other);
    }
}
