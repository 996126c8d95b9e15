package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cover pages as JSON. */
public final class CoverWire {
    private CoverWire() {}

    @Json
    public record CoverPages(List<CoverPage> items) {}

    @Json
    public record CoverPage(
            String name,
            boolean shipped,
            List<String> fields,
            @Nullable String changedAt,
            @Nullable String changedBy) {
        public static CoverPage of(org.caselli.service.cover.CoverPage page) {
            return new CoverPage(
                    page.name(),
                    page.shipped(),
                    page.fields(),
                    page.changedAt().map(Instant::toString).orElse(null),
                    page.changedBy().isEmpty() ? null : page.changedBy());
        }
    }

    @Json
    public record NewCoverPage(
            @Nullable String name, @Nullable String template) {}

    @Json
    public record NewTemplate(@Nullable String template) {}

    /**
     * What a preview shows.
     *
     * @param template  instead of one that the server keeps
     * @param bodyPages how many pages would follow
     */
    @Json
    public record Preview(
            @Nullable String template,
            OutgoingWire.@Nullable NewRecipient recipient,
            @Nullable String subject,
            @Nullable String note,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable String senderId,
            OutgoingWire.@Nullable Sender sender,
            @Nullable String senderProfile,
            @Nullable String resolution,
            @Nullable Integer bodyPages) {}
}
