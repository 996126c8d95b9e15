package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks: who is told of events over HTTP. */
public final class Webhooks {
    /** What is said of a webhook; null stays as it is, or of a new one as usual. A new one needs name and url. */
    @Json
    public record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable String description,
            @Nullable Boolean active,
            @Nullable List<String> classes,
            @Nullable List<String> kinds,
            @Nullable String secret) {}

    /** @param secret only in the answer that makes it */
    @Json
    public record Webhook(
            String name,
            String url,
            String description,
            boolean active,
            List<String> classes,
            List<String> kinds,
            Instant createdAt,
            @Nullable String secret,
            Delivery delivery) {}

    /** How deliveries go. */
    @Json
    public record Delivery(
            long delivered,
            int backlog,
            int failures,
            @Nullable Instant failingSince,
            @Nullable Instant nextTryAt,
            @Nullable Instant pausedAt,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastFailureAt,
            @Nullable String lastError) {}

    @Json
    public record WebhookList(List<Webhook> items) {}

    /** @param event null for a test */
    @Json
    public record Try(
            @Nullable Long event,
            Instant at,
            long milliseconds,
            boolean delivered,
            @Nullable Integer status,
            @Nullable String error) {}

    @Json
    public record Tries(List<Try> items) {}

    private final CaselliClient client;

    Webhooks(CaselliClient client) {
        this.client = client;
    }

    public List<Webhook> list() {
        return client.get("/webhooks", WebhookList.class).items();
    }

    public Tagged<Webhook> find(String name) {
        return client.getTagged(path(name), Webhook.class);
    }

    /** Makes a webhook; the answer has its secret, which is never shown again. */
    public Webhook add(Change wanted) {
        return client.post("/webhooks", wanted, Webhook.class);
    }

    /** Changes what is not null. The tag is that of {@link #find}. */
    public Webhook change(String name, Change change, String tag) {
        return client.patch(path(name), change, tag, Webhook.class);
    }

    public void remove(String name) {
        client.delete(path(name));
    }

    /** Posts a test at once, and says how that went. */
    public Try test(String name) {
        return client.post(path(name) + "/test", Try.class);
    }

    /** Delivers again after a pause. */
    public Webhook resume(String name) {
        return client.post(path(name) + "/resume", Webhook.class);
    }

    /** Makes a new secret; the answer has it. */
    public Webhook newSecret(String name) {
        return client.post(path(name) + "/secret", Webhook.class);
    }

    /** The last tries to deliver, newest first. */
    public List<Try> tries(String name) {
        return client.get(path(name) + "/tries", Tries.class).items();
    }

    private static String path(String name) {
        return "/webhooks/" + CaselliClient.escaped(name);
    }
}
