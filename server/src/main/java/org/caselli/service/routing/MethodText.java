package org.caselli.service.routing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a routing method as text. The documents keep it as UTF-16, little-endian, with a null at its end: a
 * folder, a mail address, a printer. We allow options after it, which no such value contains:
 * {@code /srv/faxes|format=pdf|name={date} {id}}.
 *
 * @param value   the folder, address or printer
 * @param options by name, in lower case
 */
public record MethodText(String value, Map<String, String> options) {
    /** Reads what {@link #write} has written; also text that has lost its null. */
    static String read(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** UTF-16LE with a null at its end. */
    public static byte[] write(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_16LE);
    }

    /** Whether these octets are such a text, so that reading and writing it again changes nothing. */
    static boolean isText(byte[] data) {
        return data.length >= 2
                && Arrays.equals(write(read(data)), data)
                && read(data).codePoints().noneMatch(Character::isISOControl);
    }

    /**
     * Takes a configuration apart.
     *
     * @param known names of the options that there are
     * @throws IllegalArgumentException if an option is none of these or has no value
     */
    static MethodText of(byte[] data, String... known) {
        String[] parts = read(data).split("\\|", -1);
        var options = new LinkedHashMap<String, String>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !Arrays.asList(known).contains(name)) {
                throw new IllegalArgumentException("\"" + part + "\" is no option; there are "
                        + Arrays.stream(known).map(each -> each + "=").collect(Collectors.joining(", ")) + ".");
            }
            options.put(name, part.substring(equals + 1).strip());
        }
        return new MethodText(parts[0].strip(), options);
    }
}
