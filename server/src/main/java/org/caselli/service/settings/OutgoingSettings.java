package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * How faxes are sent (the documented FaxOutgoingQueue, with what we add).
 *
 * @param blocked                 submissions are refused; queued jobs go on
 * @param paused                  submissions are accepted, but no job is started; calls under way go on
 * @param retries                 tries after the first one, 0 to 99
 * @param retryDelay              between tries, 0 to 7 days
 * @param ageLimit                days after which a failed job is deleted, 0 to 3650; 0 keeps it
 * @param branding                whether a header line stands above each page
 * @param useDeviceTsid           whether the device's identity replaces the sender's
 * @param discountStart           when the discount period begins, in {@code zone}
 * @param discountEnd             when it ends; before the start: the next day; the same: there is no such period
 * @param zone                    in which the discount period and the header line's times are meant
 * @param attemptsPerJob          attempts of any kind that a job may have at most, 1 to 1000 (ours)
 * @param attemptsPerNumberAndDay attempts at one number within 24 hours, 0 to 10000; 0 for no such limit (ours)
 * @param recipientsLimit         recipients of one submission, 0 to 10000; 0 for 10000
 */
@Json
public record OutgoingSettings(
        boolean blocked,
        boolean paused,
        int retries,
        Duration retryDelay,
        int ageLimit,
        boolean branding,
        boolean useDeviceTsid,
        LocalTime discountStart,
        LocalTime discountEnd,
        ZoneId zone,
        int attemptsPerJob,
        int attemptsPerNumberAndDay,
        int recipientsLimit)
        implements Section {

    /** The documented defaults: three more tries ten minutes apart, branding and the device's identity. */
    public static final OutgoingSettings STANDARD = new OutgoingSettings(
            false,
            false,
            3,
            Duration.ofMinutes(10),
            0,
            true,
            true,
            LocalTime.MIDNIGHT,
            LocalTime.MIDNIGHT,
            ZoneId.systemDefault(),
            20,
            0,
            0);

    public OutgoingSettings {
        Check.within("retries", retries, 0, 99);
        Check.within("retryDelay", retryDelay, Duration.ZERO, Duration.ofDays(7));
        Check.within("ageLimit", ageLimit, 0, 3650);
        Check.within("attemptsPerJob", attemptsPerJob, 1, 1000);
        Check.within("attemptsPerNumberAndDay", attemptsPerNumberAndDay, 0, 10_000);
        Check.within("recipientsLimit", recipientsLimit, 0, 10_000);
    }
}
