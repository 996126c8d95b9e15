package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A job that may be started, with just what a line is chosen by.
 *
 * @param number  what is dialled
 * @param device  the only device that may carry it, if somebody chose one
 * @param dueAt   the order within a priority
 * @param readyAt since when it may be started
 * @param avoid   a device that was taken under our hands at the last attempt; better another one now
 */
public record Waiting(
        String id,
        String number,
        Optional<String> device,
        Priority priority,
        Instant dueAt,
        Instant readyAt,
        Optional<String> avoid) {}
