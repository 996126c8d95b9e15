package org.caselli.service.routing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numbers as people of one region type them: {@code 030 1234567}, {@code +49 30 1234567}, {@code +49 (30) 1234567}
 * and {@code 0049301234567} are the same number in Germany. What the world's numbering plans say comes from libphonenumber.
 */
public final class Numbers {
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    /** What the library takes for "no region". */
    private static final String NOWHERE = "ZZ";

    /** Ours: readings that are remembered, some megabytes. Reading one anew takes some ten microseconds. */
    private static final int REMEMBERED = 20_000;

    /** Ours: a longer row of digits is no extension any more. */
    private static final Pattern INTERNAL = Pattern.compile("[0-9]{1,6}");

    private static final Pattern KEYS = Pattern.compile("[0-9*#]{1,32}");

    /** Signs that people put between digits. */
    private static final Pattern MARKS = Pattern.compile("[-. ()/\\u00a0]");

    private static final Pattern LOOKS_LIKE_A_NUMBER =
            Pattern.compile("[(\\[]?[+\\uff0b]?[(\\[]?[0-9][-+0-9A-Za-z. ()\\[\\]/~,;=:\\u00a0\\u2010-\\u2015]{0,120}");

    /** The documented canonical address with an area code: {@code +49 (30) 1234567}. */
    private static final Pattern CANONICAL = Pattern.compile("\\+[0-9]{1,3} ?\\(([0-9]{1,9})\\).*");

    private static final Set<CountryCodeSource> INTERNATIONAL =
            EnumSet.of(CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN, CountryCodeSource.FROM_NUMBER_WITH_IDD);

    private final String region;
    private final Map<String, Reading> remembered = new ConcurrentHashMap<>();

    /** @param region two letters, or empty where nobody has said where we are */
    public Numbers(String region) {
        this.region = region;
    }

    /** Whose numbers these are; empty for nobody's. */
    public String region() {
        return region;
    }

    /** Reads a number; whatever it is, the answer says how it is taken. */
    public Reading read(String typed) {
        Reading known = remembered.get(typed);
        if (known != null) {
            return known;
        }
        Reading reading = understand(typed);
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(typed, reading);
        return reading;
    }

    private Reading understand(String typed) {
        String text = typed.strip();
        if (text.regionMatches(true, 0, "tel:", 0, 4)) {
            text = text.substring(4); // RFC 3966
        }
        if (text.indexOf('@') >= 0
                || text.regionMatches(true, 0, "sip:", 0, 4)
                || text.regionMatches(true, 0, "sips:", 0, 5)) {
            return new Reading.Address(typed);
        }
        // A canonical address may go on with a sub-address and a name, which are not dialled (TAPI).
        String number = text.split("[|^]", 2)[0].strip();
        if (!LOOKS_LIKE_A_NUMBER.matcher(number).matches()) {
            return KEYS.matcher(MARKS.matcher(number).replaceAll("")).matches()
                    ? new Reading.Internal(typed)
                    : new Reading.Unclear(typed, "It does not look like a telephone number.");
        }
        PhoneNumber parsed;
        try {
            parsed = LIBRARY.parseAndKeepRawInput(number, region.isEmpty() ? NOWHERE : region);
        } catch (NumberParseException cause) {
            return otherwise(typed, number, why(cause.getErrorType()));
        }
        if (parsed.hasExtension()) {
            return new Reading.Unclear(
                    typed, "It has an extension, which cannot be dialled before a fax machine answers.");
        }
        // What is known of the numbers in use grows old, so one with a country code may also be one that is only
        // possible.
        boolean international = INTERNATIONAL.contains(parsed.getCountryCodeSource());
        boolean valid = LIBRARY.isValidNumber(parsed);
        if (!valid && !(international && LIBRARY.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE)) {
            return otherwise(
                    typed,
                    number,
                    international
                            ? "No number of " + Countries.name(parsed.getCountryCode()) + " is like that."
                            : "It is no number of " + Countries.name(region) + ".");
        }
        return new Reading.Public(
                typed,
                LIBRARY.format(parsed, PhoneNumberFormat.E164),
                parsed.getCountryCode(),
                area(number, parsed),
                LIBRARY.format(parsed, PhoneNumberFormat.INTERNATIONAL),
                Countries.ofNumber(parsed));
    }

    private static Reading otherwise(String typed, String number, String why) {
        return INTERNAL.matcher(MARKS.matcher(number).replaceAll("")).matches()
                ? new Reading.Internal(typed)
                : new Reading.Unclear(typed, why);
    }

    private String why(NumberParseException.ErrorType error) {
        return switch (error) {
            case INVALID_COUNTRY_CODE ->
                region.isEmpty()
                        ? "It names no country, and the server's region is not set (setting dialling, region)."
                        : "It begins with a country code that does not exist.";
            case NOT_A_NUMBER -> "It does not look like a telephone number.";
            case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "It is too short for a telephone number.";
            case TOO_LONG -> "It is too long for a telephone number.";
        };
    }

    /** The area code in parentheses, where one is, and else what the numbering plan says. */
    private static long area(String number, PhoneNumber parsed) {
        String national = LIBRARY.getNationalSignificantNumber(parsed);
        Matcher canonical = CANONICAL.matcher(number);
        if (canonical.matches() && Long.parseLong(canonical.group(1)) != 0 && national.startsWith(canonical.group(1))) {
            return Long.parseLong(canonical.group(1));
        }
        int length = LIBRARY.getLengthOfNationalDestinationCode(parsed);
        return length == 0 ? 0 : Long.parseLong(national.substring(0, length));
    }

    /** The names of countries by their code. */
    static final class Countries {
        private Countries() {}

        /** "Germany"; "United States and others", where several countries share the code; empty where nobody has it. */
        static String name(int code) {
            List<String> regions = LIBRARY.getRegionCodesForCountryCode(code);
            if (regions.isEmpty()) {
                return "";
            }
            return regions.size() == 1 ? name(regions.getFirst()) : name(regions.getFirst()) + " and others";
        }

        static String name(String region) {
            return region.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY)
                    ? "an international service"
                    : Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
        }

        static String ofNumber(PhoneNumber number) {
            String region = LIBRARY.getRegionCodeForNumber(number);
            return region == null ? name(number.getCountryCode()) : name(region);
        }
    }
}
