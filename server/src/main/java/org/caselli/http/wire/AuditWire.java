package org.caselli.http.wire;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.caselli.service.Listing;
import org.caselli.service.audit.AuditEntry;
import org.caselli.service.audit.Verification;
import org.jspecify.annotations.Nullable;

/** The JSON objects of the audit trail. */
public final class AuditWire {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AuditWire() {}

    @Json
    public record AuditedDeed(
            long sequence,
            String at,
            String account,
            String actor,
            String address,
            String node,
            String action,
            String subject,
            String result,
            Map<String, Object> facts,
            String previous,
            String hash) {
        static AuditedDeed of(AuditEntry entry) {
            return new AuditedDeed(
                    entry.sequence(),
                    entry.time(),
                    entry.account(),
                    entry.actor(),
                    entry.address(),
                    entry.node(),
                    entry.action(),
                    entry.subject(),
                    Wire.name(entry.result()),
                    facts(entry.facts()),
                    entry.previous(),
                    entry.hash());
        }

        /** Somebody may have changed them in the database; a list shows that as well. */
        private static Map<String, Object> facts(String json) {
            try {
                return MAPPER.fromJsonObject(json);
            } catch (JsonException | IllegalStateException changed) {
                return Map.of("unreadable", json);
            }
        }
    }

    @Json
    public record AuditEntries(
            List<AuditedDeed> items, @Nullable String next) {
        public static AuditEntries of(Listing<AuditEntry> listing) {
            return new AuditEntries(
                    listing.items().stream().map(AuditedDeed::of).toList(),
                    listing.next().orElse(null));
        }
    }

    @Json
    public record AuditHead(long sequence, String hash) {
        public static AuditHead of(Verification.Head head) {
            return new AuditHead(head.sequence(), head.hash());
        }
    }

    @Json
    public record AuditVerification(
            boolean intact,
            long first,
            long entries,
            AuditHead head,
            @Nullable Long brokenSequence,
            @Nullable String brokenWhy) {
        public static AuditVerification of(Verification verification) {
            return new AuditVerification(
                    verification.broken().isEmpty(),
                    verification.first(),
                    verification.entries(),
                    AuditHead.of(verification.head()),
                    verification.broken().map(Verification.Broken::sequence).orElse(null),
                    verification.broken().map(Verification.Broken::why).orElse(null));
        }
    }
}
