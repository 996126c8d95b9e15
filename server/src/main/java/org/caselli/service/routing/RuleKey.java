package org.caselli.service.routing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * What a rule is for.
 *
 * @param country a country code, 1 to 999; 0 for the default rule only
 * @param area    an area code without leading zeros, up to nine digits; 0 for the whole country
 */
public record RuleKey(int country, long area) {
    /** The default rule: all other numbers. */
    public static final RuleKey DEFAULT = new RuleKey(0, 0);

    /** The greatest area code there may be. */
    public static final long MOST = 999_999_999;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,3})-([0-9]{1,9})");

    public RuleKey {
        if (!isSensible(country, area)) {
            throw new IllegalArgumentException("There is no rule for country " + country + ", area " + area
                    + "; give a country code of 1 to 999, and an area code or 0.");
        }
    }

    /** The same for numbers that somebody gave. @throws Refusal INVALID (E_INVALIDARG) if no rule can be for them */
    public static RuleKey of(int country, long area) {
        if (!isSensible(country, area)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.E_INVALIDARG,
                    "There is no rule for country " + country + " and area " + area + ".",
                    "Give a country code of 1 to 999, and an area code without leading zeros, or 0 for all areas.");
        }
        return new RuleKey(country, area);
    }

    private static boolean isSensible(int country, long area) {
        return country >= 0 && country <= 999 && area >= 0 && area <= MOST && (country > 0 || area == 0);
    }

    /** Reads {@code 49-30}. */
    public static Optional<RuleKey> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int country = Integer.parseInt(matcher.group(1));
        long area = Long.parseLong(matcher.group(2));
        return country == 0 && area != 0 ? Optional.empty() : Optional.of(new RuleKey(country, area));
    }

    public boolean isDefault() {
        return country == 0;
    }

    /** For people: "Germany, area 30", "Germany", "All other". */
    public String title() {
        if (isDefault()) {
            return "All other";
        }
        String name = Numbers.Countries.name(country);
        String place = name.isEmpty() ? "Country code " + country : name;
        return area == 0 ? place : place + ", area " + area;
    }

    /** {@code 49-30}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return country + "-" + area;
    }
}
