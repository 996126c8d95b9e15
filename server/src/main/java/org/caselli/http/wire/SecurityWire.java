package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.List;
import org.caselli.service.access.Right;
import org.jspecify.annotations.Nullable;

/** Who may do what as JSON has it. */
public final class SecurityWire {
    private SecurityWire() {}

    @Json
    public record Security(List<Entry> entries) {
        public static Security of(org.caselli.service.access.Security.Descriptor descriptor) {
            return new Security(descriptor.entries().stream().map(Entry::of).toList());
        }
    }

    /**
     * @param kind            group or account
     * @param sid             how descriptors name it
     * @param bits            of FAX_ACCESS_RIGHTS_ENUM_2
     * @param firstGeneration of FAX_ACCESS_RIGHTS_ENUM
     */
    @Json
    public record Entry(String kind, String name, String sid, List<String> rights, int bits, int firstGeneration) {
        static Entry of(org.caselli.service.access.Security.Entry entry) {
            return new Entry(
                    Wire.name(entry.kind()),
                    entry.name(),
                    entry.sid(),
                    entry.rights().stream().sorted().map(Wire::name).toList(),
                    Right.bits(entry.rights()),
                    Right.firstGeneration(entry.rights()));
        }
    }

    @Json
    public record NewSecurity(@Nullable List<NewEntry> entries) {}

    @Json
    public record NewEntry(
            @Nullable String kind,
            @Nullable String name,
            @Nullable List<String> rights) {}
}
