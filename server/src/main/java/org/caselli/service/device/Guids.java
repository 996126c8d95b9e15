package org.caselli.service.device;

import java.util.Locale;
import java.util.regex.Pattern;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/** Names of things of other programs: {@code {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}}. */
final class Guids {
    private static final Pattern GUID =
            Pattern.compile("\\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}");

    private Guids() {}

    static boolean isGuid(String folded) {
        return GUID.matcher(folded).matches();
    }

    /** The GUID in lower case, which is how it is kept; braces are demanded, as the documents do. */
    static String checked(String guid) {
        String folded = guid.toLowerCase(Locale.ROOT);
        if (!GUID.matcher(folded).matches()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "\"" + (guid.length() > 60 ? guid.substring(0, 60) + "..." : guid) + "\" is no GUID.",
                    "Give one in braces, such as {3f2504e0-4f89-11d3-9a0c-0305e82c3301}.");
        }
        return folded;
    }
}
