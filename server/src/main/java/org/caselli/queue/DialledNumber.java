package org.caselli.queue;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that are written differently and dial the same. */
final class DialledNumber {
    /** RFC 3261 clause 19.1.4: scheme and host are compared without regard to case, the user part is not. */
    private static final Pattern ADDRESS = Pattern.compile("(sips?):(?:([^@]*)@)?(.*)", Pattern.CASE_INSENSITIVE);

    /** RFC 3966 clause 3: the visual separators; and the blanks that people write. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-/]");

    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9A-Da-d*#\\s().\\-/]+");

    private DialledNumber() {}

    /**
     * The normal form: a telephone number without blanks, brackets, points, hyphens and strokes; a SIP address with its
     * scheme and host in lower case; anything else as it is. Given a number as routing reads it, the national form of a
     * number is that of the international one, where the server's region is set.
     */
    static String normal(String number) {
        String bare = number.strip();
        Matcher address = ADDRESS.matcher(bare);
        if (address.matches()) {
            String user = address.group(2);
            String host = address.group(3).toLowerCase(Locale.ROOT);
            return address.group(1).toLowerCase(Locale.ROOT) + ":" + (user == null ? "" : telephone(user) + "@") + host;
        }
        return telephone(bare);
    }

    private static String telephone(String text) {
        if (!TELEPHONE.matcher(text).matches()) {
            return text;
        }
        String digits = SEPARATORS.matcher(text).replaceAll("");
        return digits.isEmpty() ? text : digits;
    }
}
