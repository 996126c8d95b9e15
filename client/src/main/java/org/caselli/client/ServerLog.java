package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on at this moment, and the server's log for people. */
public final class ServerLog {
    /** One line of the log. */
    @Json
    public record Entry(
            long id,
            Instant at,
            String node,
            String severity,
            String category,
            String message,
            String subject,
            String sentence) {}

    @Json
    public record Entries(List<Entry> items, @Nullable String next) {}

    private final CaselliClient client;

    ServerLog(CaselliClient client) {
        this.client = client;
    }

    /** The documented counters. */
    public Api.Activity activity() {
        return client.get("/activity", Api.Activity.class);
    }

    /**
     * The log, newest first.
     *
     * @param severities only these: error, warning, info; none for all
     * @param categories only these: init, inbound, outbound, general; none for all
     */
    public Entries list(List<String> severities, List<String> categories, @Nullable String after, int limit) {
        var query = new StringBuilder("/activity/events" + CaselliClient.slice(after, limit));
        severities.forEach(severity -> query.append("&severity=").append(CaselliClient.escaped(severity)));
        categories.forEach(category -> query.append("&category=").append(CaselliClient.escaped(category)));
        return client.get(query.toString(), Entries.class);
    }
}
