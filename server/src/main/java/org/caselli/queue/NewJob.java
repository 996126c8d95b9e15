package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A job to be added.
 *
 * @param device the only device that may carry it, if somebody chose one
 * @param dueAt  not tried before this
 * @param pages  of the fax, 1 or more
 */
public record NewJob(
        String number, String recipientName, Optional<String> device, Priority priority, Instant dueAt, int pages) {
    public NewJob {
        if (number.isBlank() || pages < 1) {
            throw new IllegalArgumentException("A job to \"" + number + "\" with " + pages + " pages cannot be sent.");
        }
    }
}
