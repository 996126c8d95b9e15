package org.caselli.service.settings;

import java.time.Duration;

/**
 * How webhooks are delivered.
 *
 * @param firstDelay       after the first failure, 1 s to 1 h; each further one waits twice as long
 * @param longestDelay     between tries, at least {@code firstDelay}, at most 1 day
 * @param pauseAfter       of nothing but failures, after which nobody tries any more until an administrator resumes it;
 *                         1 minute to 365 days
 * @param timeLimit        of one try, 1 s to 30 s
 * @param privateAddresses whether addresses of private networks and of this machine may be posted to. They may as the
 *                         server is shipped: a fax server's listeners are usually next to it, and only administrators make
 *                         webhooks
 */
public record WebhookSettings(
        Duration firstDelay, Duration longestDelay, Duration pauseAfter, Duration timeLimit, boolean privateAddresses)
        implements Section {
    /** Ours; Standard Webhooks recommends several tries over some days and 15 to 30 s for an answer. */
    public static final WebhookSettings STANDARD = new WebhookSettings(
            Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(3), Duration.ofSeconds(15), true);

    public WebhookSettings {
        Check.within("firstDelay", firstDelay, Duration.ofSeconds(1), Duration.ofHours(1));
        Check.within("longestDelay", longestDelay, firstDelay, Duration.ofDays(1));
        Check.within("pauseAfter", pauseAfter, Duration.ofMinutes(1), Duration.ofDays(365));
        Check.within("timeLimit", timeLimit, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** How long to wait after so many failures, 1 or more. */
    public Duration delay(int failures) {
        Duration delay = firstDelay;
        for (int i = 1; i < failures && delay.compareTo(longestDelay) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
    }
}
