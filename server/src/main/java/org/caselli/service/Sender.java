package org.caselli.service;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.stream.Stream;

/**
 * Who sends a fax, beside his name, his fax number and the identity that his machine tells: the rest of the documented
 * FaxSender. It is kept with the fax and shown; cover pages have it. What is not known is empty.
 *
 * @param billingCode    whom the fax is charged to
 * @param streetAddress  the whole postal address, for those who follow the documents; the four after it are for others
 */
@Json
public record Sender(
        String company,
        String department,
        String title,
        String email,
        String officeLocation,
        String officePhone,
        String homePhone,
        String streetAddress,
        String city,
        String state,
        String zipCode,
        String country,
        String billingCode) {
    /** Nothing is known. */
    public static final Sender NONE = new Sender("", "", "", "", "", "", "", "", "", "", "", "", "");

    private static final int MAX_TEXT = 1000;
    private static final JsonType<Sender> JSON = Jsonb.instance().type(Sender.class);

    public Sender {
        if (Stream.of(
                        company,
                        department,
                        title,
                        email,
                        officeLocation,
                        officePhone,
                        homePhone,
                        streetAddress,
                        city,
                        state,
                        zipCode,
                        country,
                        billingCode)
                .anyMatch(text -> text.length() > MAX_TEXT)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "A particular of the sender is longer than " + MAX_TEXT + " characters.",
                    "Shorten it.");
        }
    }

    /** The same, with what is empty taken from another. */
    public Sender or(Sender other) {
        return new Sender(
                or(company, other.company),
                or(department, other.department),
                or(title, other.title),
                or(email, other.email),
                or(officeLocation, other.officeLocation),
                or(officePhone, other.officePhone),
                or(homePhone, other.homePhone),
                or(streetAddress, other.streetAddress),
                or(city, other.city),
                or(state, other.state),
                or(zipCode, other.zipCode),
                or(country, other.country),
                or(billingCode, other.billingCode));
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** As it stands in the database: empty for {@link #NONE}. */
    public String kept() {
        return equals(NONE) ? "" : JSON.toJson(this);
    }

    /** The opposite of {@link #kept}. */
    public static Sender of(String kept) {
        return kept.isEmpty() ? NONE : JSON.fromJson(kept);
    }
}
