package org.caselli.service.notice;

import java.time.Duration;
import java.time.Instant;

/**
 * One try to deliver.
 *
 * @param event  the sequence of the event; 0 for a test
 * @param took   until it was known how it ended
 * @param status of HTTP; 0 if there was no answer
 * @param error  why it failed; empty if it did not
 */
public record WebhookTry(String id, long event, Instant at, Duration took, int status, String error) {
    /** Whether the receiver has it. */
    public boolean delivered() {
        return error.isEmpty();
    }
}
