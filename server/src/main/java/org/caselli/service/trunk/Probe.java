package org.caselli.service.trunk;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of asking the far end of a trunk.
 *
 * @param ok        whether it answered, and well
 * @param sentence  what it said, or that it said nothing
 * @param remedy    what to do about it; empty where nothing is wrong
 * @param roundTrip how long the answer took
 */
public record Probe(boolean ok, String sentence, String remedy, Optional<Duration> roundTrip) {}
