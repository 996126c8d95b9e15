package org.caselli.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A job to be added.
 *
 * @param dialled   the number as lines dial it: one number, however it was typed, counts as one for ceilings
 * @param device    the only device that may carry it, if somebody chose one
 * @param schedule  when it may be started
 * @param notBefore the time of {@link Schedule#AT}; for the others any time that is not in the future
 * @param pages     of the fax, 1 or more
 */
public record NewJob(
        String number,
        String dialled,
        String recipientName,
        Optional<String> device,
        Priority priority,
        Schedule schedule,
        Instant notBefore,
        int pages) {
    /** A job to a number that is dialled as it stands. */
    public NewJob(
            String number,
            String recipientName,
            Optional<String> device,
            Priority priority,
            Schedule schedule,
            Instant notBefore,
            int pages) {
        this(number, number, recipientName, device, priority, schedule, notBefore, pages);
    }

    public NewJob {
        if (number.isBlank() || pages < 1) {
            throw new IllegalArgumentException("A job to \"" + number + "\" with " + pages + " pages cannot be sent.");
        }
    }
}
