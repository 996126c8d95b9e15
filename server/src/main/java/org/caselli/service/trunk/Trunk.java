package org.caselli.service.trunk;

import java.time.Instant;
import java.util.Optional;
import org.caselli.line.TrunkStatus;

/**
 * A trunk as it was set up, and how it is.
 *
 * @param form              its settings, all of them
 * @param node              the only server that opens it, among those that share the database; empty for each
 * @param hasPassword       whether we have a password towards the far end; the password itself is shown to nobody
 * @param hasCallerPassword whether the far end has to show one to us
 * @param version           to change it with
 * @param status            how it is on this server; empty where this server has not opened it
 * @param problem           why this server cannot open it, with the remedy; empty if nothing is wrong
 */
public record Trunk(
        String name,
        TrunkForm form,
        String node,
        boolean hasPassword,
        boolean hasCallerPassword,
        Instant changedAt,
        long version,
        Optional<TrunkStatus> status,
        String problem) {}
