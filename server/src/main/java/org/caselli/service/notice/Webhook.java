package org.caselli.service.notice;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;

/**
 * Somebody who is told of events over HTTP, and how that goes.
 *
 * @param name        its id: 1 to 60 lower-case letters, digits and hyphens
 * @param version     of what administrators set, to change it with
 * @param url         where events are posted to, http or https
 * @param description for people, at most 253 characters
 * @param active      whether anything is delivered at all
 * @param classes     the classes of events that are wanted; none for all
 * @param kinds       the kinds of events of those classes that are wanted; none for all
 */
public record Webhook(
        String name,
        long version,
        String url,
        String description,
        boolean active,
        Set<EventClass> classes,
        Set<ServerEvent.Kind> kinds,
        Instant createdAt,
        Delivery delivery) {

    /**
     * How deliveries go.
     *
     * @param delivered    every event up to this one is delivered, or was not wanted
     * @param backlog      how many events wait; counted to 10,000
     * @param failures     tries that failed since the last one that did not
     * @param failingSince the first of those
     * @param nextTryAt    when the next try is due, if one has failed
     * @param pausedAt     since when nobody tries any more, because it failed for too long or said that it is gone
     * @param lastError    what the last try that failed had to say; empty if none has
     */
    public record Delivery(
            long delivered,
            int backlog,
            int failures,
            Optional<Instant> failingSince,
            Optional<Instant> nextTryAt,
            Optional<Instant> pausedAt,
            Optional<Instant> lastSuccessAt,
            Optional<Instant> lastFailureAt,
            String lastError) {}

    public Webhook {
        classes = Set.copyOf(classes);
        kinds = Set.copyOf(kinds);
    }

    /** Whether it wants events of this kind. */
    boolean wants(ServerEvent.Kind kind) {
        return (classes.isEmpty() || classes.contains(kind.eventClass())) && (kinds.isEmpty() || kinds.contains(kind));
    }
}
