package org.caselli.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One of the servers that share the database.
 *
 * @param name       by which the others know it
 * @param self       whether it is the one that is asked
 * @param version    of its program; empty while it starts
 * @param url        where its REST interface answers; empty while it starts
 * @param since      when it was started
 * @param lastSeen   its last sign of life
 * @param stoppedAt  if it was stopped in good order
 * @param clockAhead by how much its machine's clock is ahead of the database's; negative if it is behind
 * @param alive      whether it is at work, as far as one can tell
 * @param lines      devices that it offers, or offered when it was last seen
 * @param sending    attempts to send that it has in hand
 * @param receiving  calls that it receives
 */
public record ServerNode(
        String name,
        boolean self,
        String version,
        String url,
        Instant since,
        Instant lastSeen,
        Optional<Instant> stoppedAt,
        Duration clockAhead,
        boolean alive,
        int lines,
        int sending,
        int receiving) {}
