package org.caselli.client;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did, changed and viewed what and when. */
public final class AuditTrail {
    private static final String AUDIT = "/audit";

    /**
     * One entry.
     *
     * @param account  the id of the account that acted; empty if it was none
     * @param address  from where the request came; empty for the server itself
     * @param result   {@code allowed}, {@code refused} or {@code failed}
     * @param facts    more of it; of settings the values {@code before} and {@code after}
     * @param previous the hash of the entry before
     */
    @Json
    public record Entry(
            long sequence,
            Instant at,
            String account,
            String actor,
            String address,
            String node,
            String action,
            String subject,
            String result,
            Map<String, Object> facts,
            String previous,
            String hash) {}

    @Json
    public record Entries(List<Entry> items, @Nullable String next) {}

    /** The newest entry's place in the chain, to be noted elsewhere. */
    @Json
    public record Head(long sequence, String hash) {}

    /**
     * What became of a walk along the chain.
     *
     * @param first          the first entry that is there
     * @param entries        so many are in order
     * @param head           the last one that is in order
     * @param brokenSequence the first place that is not; null if all is
     */
    @Json
    public record Verification(
            boolean intact,
            long first,
            long entries,
            Head head,
            @Nullable Long brokenSequence,
            @Nullable String brokenWhy) {}

    /**
     * Which entries are meant; all conditions together, null for any.
     *
     * @param actor  the id of an account, or the name it had
     * @param from   at this time or later
     * @param to     before this time
     */
    public record Filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable String result,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** As parameters, each with an ampersand before it. */
        private String query() {
            var query = new StringBuilder();
            add(query, "actor", actor);
            add(query, "action", action);
            add(query, "subject", subject);
            add(query, "result", result);
            add(query, "from", from);
            add(query, "to", to);
            return query.toString();
        }

        private static void add(StringBuilder query, String name, @Nullable Object value) {
            if (value != null) {
                query.append('&').append(name).append('=').append(CaselliClient.escaped(value.toString()));
            }
        }
    }

    private final CaselliClient client;

    AuditTrail(CaselliClient client) {
        this.client = client;
    }

    /** Entries that fit, newest first. */
    public Entries list(Filter filter, @Nullable String after, int limit) {
        return client.get(AUDIT + CaselliClient.slice(after, limit) + filter.query(), Entries.class);
    }

    /**
     * Saves all entries that fit, oldest first.
     *
     * @param format {@code jsonl} or {@code csv}
     */
    public void export(Filter filter, String format, Path file, OpenOption... options) throws IOException {
        client.save(AUDIT + "/export?format=" + CaselliClient.escaped(format) + filter.query(), file, options);
    }

    /**
     * Has the server walk along the whole chain.
     *
     * @param noted what was once told of the chain; null if nothing was noted
     */
    public Verification verify(@Nullable Head noted) {
        String query =
                noted == null ? "" : "?sequence=" + noted.sequence() + "&hash=" + CaselliClient.escaped(noted.hash());
        return client.get(AUDIT + "/verify" + query, Verification.class);
    }

    public Head head() {
        return client.get(AUDIT + "/head", Head.class);
    }
}
