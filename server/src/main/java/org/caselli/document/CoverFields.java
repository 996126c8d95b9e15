package org.caselli.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stands in the placeholders of a cover page: the documented fields of recipient, sender and message, by names such as
 * {@code recipient.name}. A field that is not given is empty; {@link #PAGES} is counted when the page is made.
 *
 * @param values    texts by the names of {@link #NAMES}
 * @param bodyPages how many pages follow the cover page, 0 and up
 */
public record CoverFields(Map<String, String> values, int bodyPages) {
    /** The pages of the whole fax, with those of the cover. */
    public static final String PAGES = "message.pages";

    /** What the names of words begin with that are there in the sender's language, and never empty. */
    public static final String LABEL = "label.";

    /** All fields there are, in the order in which they are shown. */
    public static final List<String> NAMES = Stream.of(
                    names("recipient", "name", "number"),
                    names("recipient", Particulars.SHARED),
                    names("sender", "name", "number", "stationId", "email", "billingCode"),
                    names("sender", Particulars.SHARED),
                    names("message", "subject", "note", "date", "time", "zone", "pages"),
                    names(
                            "label",
                            "fax",
                            "to",
                            "from",
                            "phone",
                            "email",
                            "date",
                            "time",
                            "pages",
                            "withThisOne",
                            "subject"),
                    names("label", "byFaxTo", "missingPages"))
            .flatMap(List::stream)
            .toList();

    /** The words of a business card that recipient and sender both have. */
    private static final class Particulars {
        static final String[] SHARED = {
            "company",
            "title",
            "department",
            "officeLocation",
            "officePhone",
            "homePhone",
            "streetAddress",
            "city",
            "state",
            "zipCode",
            "country"
        };
    }

    public CoverFields {
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("A cover page has no field " + name + ".");
            }
        }
        values = Map.copyOf(values);
        if (bodyPages < 0) {
            throw new IllegalArgumentException("A fax of " + bodyPages + " pages there is not.");
        }
    }

    private static List<String> names(String group, String... names) {
        return Stream.of(names).map(name -> group + "." + name).toList();
    }

    /** What a field says; empty if nothing. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** All fields by group and name, in a fax of so many pages. */
    Map<String, Map<String, String>> grouped(int pages) {
        var groups = new LinkedHashMap<String, Map<String, String>>();
        for (String name : NAMES) {
            int dot = name.indexOf('.');
            groups.computeIfAbsent(name.substring(0, dot), group -> new LinkedHashMap<>())
                    .put(name.substring(dot + 1), name.equals(PAGES) ? Integer.toString(pages) : value(name));
        }
        return groups;
    }
}
