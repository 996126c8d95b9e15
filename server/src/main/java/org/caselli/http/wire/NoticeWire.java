package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.service.Listing;
import org.caselli.service.notice.Webhooks;
import org.jspecify.annotations.Nullable;

/** The JSON objects of webhooks and of the log for people. */
public final class NoticeWire {
    private NoticeWire() {}

    /** What a client says of a webhook; read leniently here and checked by the service. */
    @Json
    public record WebhookChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable String description,
            @Nullable Boolean active,
            @Nullable List<String> classes,
            @Nullable List<String> kinds,
            @Nullable String secret) {}

    @Json
    public record Webhook(
            String name,
            String url,
            String description,
            boolean active,
            List<String> classes,
            List<String> kinds,
            String createdAt,
            @Nullable String secret,
            Delivery delivery) {
        public static Webhook of(org.caselli.service.notice.Webhook webhook) {
            return of(webhook, null);
        }

        public static Webhook of(Webhooks.WithSecret made) {
            return of(made.webhook(), made.secret());
        }

        private static Webhook of(org.caselli.service.notice.Webhook webhook, @Nullable String secret) {
            return new Webhook(
                    webhook.name(),
                    webhook.url(),
                    webhook.description(),
                    webhook.active(),
                    names(webhook.classes()),
                    names(webhook.kinds()),
                    webhook.createdAt().toString(),
                    secret,
                    Delivery.of(webhook.delivery()));
        }

        private static List<String> names(Set<? extends Enum<?>> constants) {
            return constants.stream().map(Wire::name).sorted().toList();
        }
    }

    @Json
    public record Delivery(
            long delivered,
            int backlog,
            int failures,
            @Nullable String failingSince,
            @Nullable String nextTryAt,
            @Nullable String pausedAt,
            @Nullable String lastSuccessAt,
            @Nullable String lastFailureAt,
            @Nullable String lastError) {
        static Delivery of(org.caselli.service.notice.Webhook.Delivery delivery) {
            return new Delivery(
                    delivery.delivered(),
                    delivery.backlog(),
                    delivery.failures(),
                    text(delivery.failingSince()),
                    text(delivery.nextTryAt()),
                    text(delivery.pausedAt()),
                    text(delivery.lastSuccessAt()),
                    text(delivery.lastFailureAt()),
                    delivery.lastError().isEmpty() ? null : delivery.lastError());
        }
    }

    @Json
    public record WebhookList(List<Webhook> items) {}

    @Json
    public record WebhookTry(
            @Nullable Long event,
            String at,
            long milliseconds,
            boolean delivered,
            @Nullable Integer status,
            @Nullable String error) {
        public static WebhookTry of(org.caselli.service.notice.WebhookTry attempt) {
            return new WebhookTry(
                    attempt.event() == 0 ? null : attempt.event(),
                    attempt.at().toString(),
                    attempt.took().toMillis(),
                    attempt.delivered(),
                    attempt.status() == 0 ? null : attempt.status(),
                    attempt.error().isEmpty() ? null : attempt.error());
        }
    }

    @Json
    public record WebhookTries(List<WebhookTry> items) {}

    @Json
    public record LogEntry(
            long id,
            String at,
            String node,
            String severity,
            String category,
            String message,
            String subject,
            String sentence) {
        static LogEntry of(org.caselli.service.notice.LogEntry entry) {
            return new LogEntry(
                    entry.sequence(),
                    entry.at().toString(),
                    entry.node(),
                    Wire.name(entry.message().severity()),
                    Wire.name(entry.message().category()),
                    Wire.name(entry.message()),
                    entry.subject(),
                    entry.sentence());
        }
    }

    @Json
    public record LogEntries(List<LogEntry> items, @Nullable String next) {
        public static LogEntries of(Listing<org.caselli.service.notice.LogEntry> entries) {
            return new LogEntries(
                    entries.items().stream().map(LogEntry::of).toList(),
                    entries.next().orElse(null));
        }
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
