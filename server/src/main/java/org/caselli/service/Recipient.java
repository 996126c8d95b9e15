package org.caselli.service;

import java.util.Map;
import org.caselli.document.CoverFields;

/**
 * Who gets the fax.
 *
 * @param number what is dialled: a loopback number ({@code 1002}) or a SIP address ({@code sip:fax@host:5060})
 * @param name   for people; perhaps empty
 * @param details what a cover page tells of him beside, by the names of the documented profile: company, title,
 *                department, officeLocation, officePhone, homePhone, streetAddress, city, state, zipCode, country
 */
public record Recipient(String number, String name, Map<String, String> details) {
    /** Longer than any SIP address in use; keeps rows and pages in shape. */
    public static final int MAX_LENGTH = 256;

    private static final int MAX_DETAIL = 1000;

    /** Of whom no more is known. */
    public Recipient(String number, String name) {
        this(number, name, Map.of());
    }

    public Recipient {
        details = Map.copyOf(details);
        details.forEach((detail, text) -> {
            if (!CoverFields.NAMES.contains("recipient." + detail)
                    || detail.equals("name")
                    || detail.equals("number")
                    || text.length() > MAX_DETAIL) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        text.length() > MAX_DETAIL
                                ? "A particular of a recipient is longer than " + MAX_DETAIL + " characters."
                                : "A recipient has no particular \""
                                        + detail.substring(0, Math.min(40, detail.length())) + "\".",
                        "Give company, title, department, officeLocation, officePhone, homePhone, streetAddress, city,"
                                + " state, zipCode, country.");
            }
        });
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
