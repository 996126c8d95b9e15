package org.caselli.client;

import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What administrators set on a server: sections of members, and everything as one file. A value is a {@code String},
 * {@code Boolean}, {@code Long} or {@code List} of texts.
 */
public final class Settings {
    private static final String TOML = "application/toml";

    /** What a configuration file has changed, or would change. */
    @Json
    public record Applied(boolean done, List<Change> changes, List<String> notes) {}

    /** @param kind {@code added}, {@code changed} or {@code removed} */
    @Json
    public record Change(String kind, String entry, List<Difference> members) {}

    /** A member before and after; null where it was not, or is no more. */
    @Json
    public record Difference(
            String member,
            @Nullable String before,
            @Nullable String after) {}

    private final CaselliClient client;

    Settings(CaselliClient client) {
        this.client = client;
    }

    /** All sections by name, each with its members by name. */
    public Tagged<Map<String, Object>> all() {
        return client.getObject("/settings");
    }

    /** The members of a section by name. */
    public Tagged<Map<String, Object>> section(String name) {
        return client.getObject(path(name));
    }

    /** Changes members of a section; others stay. The tag is that of {@link #section}. */
    public Tagged<Map<String, Object>> change(String section, Map<String, ?> members, String tag) {
        return client.patchObject(path(section), members, tag);
    }

    /**
     * Changes members of several sections, all or none.
     *
     * @param sections members by name, by section
     * @param tag      that of {@link #all}
     */
    public Tagged<Map<String, Object>> change(Map<String, ? extends Map<String, ?>> sections, String tag) {
        return client.patchObject("/settings", sections, tag);
    }

    private static String path(String section) {
        return "/settings/" + CaselliClient.escaped(section);
    }

    /** Everything that is set, as a file in TOML. */
    public String export() {
        return new String(client.bytes("/configuration"), StandardCharsets.UTF_8);
    }

    /** Applies such a file, or finds out what it would change. */
    public Applied apply(String file, boolean dryRun) {
        return client.putBytes(
                "/configuration?dryRun=" + dryRun, file.getBytes(StandardCharsets.UTF_8), TOML, Applied.class);
    }
}
