package org.caselli.service;

/**
 * Who gets the fax.
 *
 * @param number what is dialled: a loopback number ({@code 1002}) or a SIP address ({@code sip:fax@host:5060})
 * @param name   for people; perhaps empty
 */
public record Recipient(String number, String name) {
    /** Longer than any SIP address in use; keeps rows and pages in shape. */
    public static final int MAX_LENGTH = 256;

    public Recipient {
        number = number.strip();
        name = name.strip();
        if (number.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "A recipient has no number.",
                    "Give a number such as 1002 or an address such as sip:fax@host.");
        }
        if (number.length() > MAX_LENGTH || name.length() > MAX_LENGTH) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The number or name of recipient \"" + number.substring(0, Math.min(40, number.length()))
                            + "\" is longer than " + MAX_LENGTH + " characters.",
                    "Shorten it.");
        }
    }
}
