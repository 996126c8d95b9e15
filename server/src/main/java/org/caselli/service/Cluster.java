package org.caselli.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caselli.service.device.Devices;
import org.caselli.store.Nodes;
import org.caselli.store.Store;

/** The servers that share the database, and what each has in hand. */
final class Cluster {
    private final Store store;
    private final Devices devices;
    private final Duration lease;

    /** @param lease who has given no sign of life for so long is taken for dead */
    Cluster(Store store, Devices devices, Duration lease) {
        this.store = store;
        this.devices = devices;
        this.lease = lease;
    }

    /** By name. */
    List<ServerNode> nodes() {
        Map<String, Integer> lines = devices.inOrder().stream()
                .filter(device -> device.offered())
                .collect(Collectors.groupingBy(device -> device.node(), Collectors.summingInt(device -> 1)));
        Map<String, Integer> sending = tally("select node, count(*) from attempt where ended_at is null group by node");
        Map<String, Integer> receiving =
                tally("select node, count(*) from call where ended_at is null and outgoing = 0 group by node");
        return store.nodes().all(lease).stream()
                .map(node -> of(
                        node,
                        lines.getOrDefault(node.name(), 0),
                        sending.getOrDefault(node.name(), 0),
                        receiving.getOrDefault(node.name(), 0)))
                .toList();
    }

    private ServerNode of(Nodes.Node node, int lines, int sending, int receiving) {
        return new ServerNode(
                node.name(),
                node.name().equals(store.node()),
                node.version(),
                node.url(),
                node.startedAt(),
                node.seenAt(),
                node.stoppedAt(),
                node.clockAhead(),
                node.alive(),
                lines,
                sending,
                receiving);
    }

    private Map<String, Integer> tally(String question) {
        return store.read(handle -> handle.createQuery(question)
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
