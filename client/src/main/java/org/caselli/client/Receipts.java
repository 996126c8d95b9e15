package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivery receipts: mails that tell how a fax ended. Their options are the settings {@code receipts}. */
public final class Receipts {
    /**
     * A receipt on its way.
     *
     * @param job   null if it is for the whole submission
     * @param state waiting, sent or failed
     */
    @Json
    public record Receipt(
            String id,
            String submission,
            @Nullable String job,
            String address,
            String state,
            String subject,
            boolean delivered,
            boolean attach,
            @Nullable String note,
            Instant createdAt,
            int tries,
            @Nullable Instant nextTryAt,
            @Nullable Instant sentAt,
            @Nullable String lastError) {}

    @Json
    public record ReceiptList(List<Receipt> items, @Nullable String next) {}

    /** @param error why the mail server did not take it; null if it did */
    @Json
    public record Trial(
            Instant at,
            long milliseconds,
            boolean taken,
            @Nullable String error) {}

    private final CaselliClient client;

    Receipts(CaselliClient client) {
        this.client = client;
    }

    /**
     * Receipts, newest first.
     *
     * @param states only those in one of these; all if empty
     * @param after  the {@code next} of the part before; null for the first part
     */
    public ReceiptList list(List<String> states, @Nullable String after, int limit) {
        var query = new StringBuilder("/receipts" + CaselliClient.slice(after, limit));
        states.forEach(state -> query.append("&state=").append(CaselliClient.escaped(state)));
        return client.get(query.toString(), ReceiptList.class);
    }

    public Receipt find(String id) {
        return client.get("/receipts/" + CaselliClient.escaped(id), Receipt.class);
    }

    /** Sends one that waits or has failed at once. */
    public Receipt retry(String id) {
        return client.post("/receipts/" + CaselliClient.escaped(id) + "/retry", Receipt.class);
    }

    /** Mails a test at once, and says how that went. */
    public Trial test(String address) {
        return client.post("/receipts/test", Map.of("address", address), Trial.class);
    }
}
