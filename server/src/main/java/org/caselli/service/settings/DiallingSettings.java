package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.util.Locale;

/**
 * How numbers are read that people type.
 *
 * @param region where this server stands, two letters of ISO 3166 such as {@code DE} or {@code US}: numbers without country
 *               code are numbers of there, and its prefixes for long distance and abroad are understood. Empty: only numbers
 *               that begin with {@code +} tell their country
 */
@Json
public record DiallingSettings(String region) implements Section {
    /** Nobody has said where we are. (The language of the machine would be a poor witness.) */
    public static final DiallingSettings STANDARD = new DiallingSettings("");

    public DiallingSettings {
        region = region.toUpperCase(Locale.ROOT);
        if (!region.isEmpty()
                && !Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(region)) {
            throw new IllegalArgumentException(
                    "region is \"" + region + "\"; give the two letters of a country, such as DE or US, or nothing.");
        }
    }
}
