package org.caselli.queue;

/**
 * How the queue is worked at this moment. Read from the settings at each decision, in its transaction, so that a change
 * acts at once and everywhere.
 *
 * @param paused                  no job is started
 * @param retries                 what follows a failed attempt
 * @param discount                when discount jobs may be started
 * @param attemptsPerNumberAndDay attempts at one number within any 24 hours; 0 for no such limit
 * @param ageLimit                days after which a job that was not delivered is removed; 0 for never
 */
public record QueueRules(
        boolean paused, RetryPolicy retries, DiscountPeriod discount, int attemptsPerNumberAndDay, int ageLimit) {
    /** The documented defaults. */
    public static final QueueRules STANDARD = new QueueRules(false, RetryPolicy.STANDARD, DiscountPeriod.NONE, 0, 0);

    public QueueRules {
        if (attemptsPerNumberAndDay < 0 || ageLimit < 0) {
            throw new IllegalArgumentException("A ceiling of " + attemptsPerNumberAndDay
                    + " attempts and an age limit of " + ageLimit + " days make no sense; give 0 or more.");
        }
    }
}
