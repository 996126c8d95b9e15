package org.caselli.http;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the server tells of itself.
 *
 * @param version   of the program
 * @param startedAt when this run began
 * @param sipPort   the UDP port at which calls come in, if it takes any
 * @param failures  which kinds of lines could not be opened, and why
 */
public record ServerFacts(String version, Instant startedAt, Optional<Integer> sipPort, Map<String, String> failures) {
    public ServerFacts {
        failures = Map.copyOf(failures);
    }
}
