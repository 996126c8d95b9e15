package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON objects of settings. A section itself is an object with its members by name. */
public final class SettingsWire {
    private SettingsWire() {}

    @Json
    public record Applied(boolean done, List<Change> changes, List<String> notes) {
        public static Applied of(org.caselli.service.settings.Applied applied) {
            return new Applied(
                    applied.done(), applied.changes().stream().map(Change::of).toList(), applied.notes());
        }
    }

    @Json
    public record Change(String kind, String entry, List<Difference> members) {
        static Change of(org.caselli.service.settings.Applied.Change change) {
            return new Change(
                    Wire.name(change.kind()),
                    change.entry(),
                    change.members().stream()
                            .map(member -> new Difference(
                                    member.member(),
                                    member.before().orElse(null),
                                    member.after().orElse(null)))
                            .toList());
        }
    }

    @Json
    public record Difference(
            String member,
            @Nullable String before,
            @Nullable String after) {}
}
