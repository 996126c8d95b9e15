package org.caselli.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caselli.client.Api;
import org.jspecify.annotations.Nullable;

/** The particulars of a sender as options NAME=TEXT. */
final class SenderDetails {
    static final String NAMES = "company, department, title, email, officeLocation, officePhone, homePhone,"
            + " streetAddress, city, state, zipCode, country, billingCode";

    private SenderDetails() {}

    /** The same sender with these particulars; an empty text takes one away. */
    static Api.Sender merged(Api.@Nullable Sender before, Map<String, String> details) {
        var left = new LinkedHashMap<>(details);
        var sender = new Api.Sender(
                take(left, "company", before == null ? null : before.company()),
                take(left, "department", before == null ? null : before.department()),
                take(left, "title", before == null ? null : before.title()),
                take(left, "email", before == null ? null : before.email()),
                take(left, "officeLocation", before == null ? null : before.officeLocation()),
                take(left, "officePhone", before == null ? null : before.officePhone()),
                take(left, "homePhone", before == null ? null : before.homePhone()),
                take(left, "streetAddress", before == null ? null : before.streetAddress()),
                take(left, "city", before == null ? null : before.city()),
                take(left, "state", before == null ? null : before.state()),
                take(left, "zipCode", before == null ? null : before.zipCode()),
                take(left, "country", before == null ? null : before.country()),
                take(left, "billingCode", before == null ? null : before.billingCode()));
        if (!left.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "A sender has no \"" + left.keySet().iterator().next() + "\". There are: " + NAMES + ".");
        }
        return sender;
    }

    /** What is given, or else what was there; null for nothing. */
    private static @Nullable String take(Map<String, String> given, String name, @Nullable String before) {
        String text = given.remove(name);
        return text == null ? before : text.isEmpty() ? null : text;
    }
}
