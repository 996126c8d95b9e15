package org.caselli.service.audit;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.util.Optional;

/** What an entry that seals a cut says of the last entry that went. */
final class SealedCut {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private SealedCut() {}

    /** Empty if it is no such entry any more, because somebody has changed it; the walk along the chain then says so. */
    static Optional<Verification.Head> of(AuditEntry entry) {
        try {
            var facts = MAPPER.fromJsonObject(entry.facts());
            return facts.get("through") instanceof Number through && facts.get("throughHash") instanceof String hash
                    ? Optional.of(new Verification.Head(through.longValue(), hash))
                    : Optional.empty();
        } catch (JsonException | IllegalStateException notOne) {
            return Optional.empty();
        }
    }
}
