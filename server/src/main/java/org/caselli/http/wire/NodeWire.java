package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.caselli.service.ServerNode;
import org.jspecify.annotations.Nullable;

/** The JSON objects that tell of the servers of a database. */
public final class NodeWire {
    private NodeWire() {}

    @Json
    public record Node(
            String name,
            boolean self,
            @Nullable String version,
            @Nullable String url,
            String since,
            String lastSeen,
            @Nullable String stoppedAt,
            long clockAheadMillis,
            boolean alive,
            int lines,
            int sending,
            int receiving) {
        public static Node of(ServerNode node) {
            return new Node(
                    node.name(),
                    node.self(),
                    node.version().isEmpty() ? null : node.version(),
                    node.url().isEmpty() ? null : node.url(),
                    node.since().toString(),
                    node.lastSeen().toString(),
                    node.stoppedAt().map(Instant::toString).orElse(null),
                    node.clockAhead().toMillis(),
                    node.alive(),
                    node.lines(),
                    node.sending(),
                    node.receiving());
        }
    }

    @Json
    public record Nodes(List<Node> items) {}

    /** That the server takes work. */
    @Json
    public record Health(String status) {}
}
