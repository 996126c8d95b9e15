package org.caselli.service.routing;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the GUID of a routing method is written: in braces, in lower case. */
final class MethodGuid {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private MethodGuid() {}

    /** This GUID as we write it, if it is one; braces may be missing. */
    static Optional<String> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("{") && lower.endsWith("}") && lower.length() > 2
                ? lower.substring(1, lower.length() - 1)
                : lower;
        return FORM.matcher(bare).matches() ? Optional.of("{" + bare + "}") : Optional.empty();
    }
}
