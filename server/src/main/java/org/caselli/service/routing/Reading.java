package org.caselli.service.routing;

/** How a number was understood that somebody typed. */
public sealed interface Reading {
    /** As it was typed. */
    String typed();

    /** What a line is given to dial. */
    String dialled();

    /**
     * A number of the public network: rules for its country and area apply. (The documents call one that begins with
     * {@code +} a canonical address; ours are also those that are canonical once the server's region is known.)
     *
     * @param e164          with {@code +} and digits only; this is dialled
     * @param country       its country code, 1 to 999
     * @param area          its area code, or for numbers of no area what else stands after the country code, such as the
     *                      network of a mobile telephone; without leading zeros; 0 where it has none
     * @param international as people write it: {@code +49 30 1234567}
     * @param place         the country, in English
     */
    record Public(String typed, String e164, int country, long area, String international, String place)
            implements Reading {
        @Override
        public String dialled() {
            return e164;
        }
    }

    /** A number inside a house, such as {@code 1002}: the first line that reaches it carries it, whatever the rules say. */
    record Internal(String typed) implements Reading {
        @Override
        public String dialled() {
            return typed;
        }
    }

    /** An address such as {@code sip:fax@example.org}: the first line that reaches it carries it. */
    record Address(String typed) implements Reading {
        @Override
        public String dialled() {
            return typed;
        }
    }

    /**
     * A number that is none in any network we know of: dialled as it was typed, by the default rule.
     *
     * @param why a sentence
     */
    record Unclear(String typed, String why) implements Reading {
        @Override
        public String dialled() {
            return typed;
        }
    }
}
