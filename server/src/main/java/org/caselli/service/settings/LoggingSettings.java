package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * What is written down of the server's doings (the documented FaxActivityLogging and FaxEventLogging).
 *
 * @param logIncoming          received faxes are written into the activity log
 * @param logOutgoing          sent faxes are
 * @param activityLogDirectory where its files lie, an absolute path; empty for {@code activity} in the data directory
 * @param init                 how much is logged of start and stop
 * @param inbound              of reception and routing
 * @param outbound             of sending
 * @param general              of everything else
 */
@Json
public record LoggingSettings(
        boolean logIncoming,
        boolean logOutgoing,
        String activityLogDirectory,
        Level init,
        Level inbound,
        Level outbound,
        Level general)
        implements Section {
    /** FAX_LOG_LEVEL_ENUM. */
    public enum Level {
        /** Nothing. */
        NONE,
        /** Errors only. */
        MIN,
        /** Errors and warnings. */
        MED,
        /** Everything. */
        MAX
    }

    /** The documents name no defaults: errors and warnings, both activity logs. */
    public static final LoggingSettings STANDARD =
            new LoggingSettings(true, true, "", Level.MED, Level.MED, Level.MED, Level.MED);

    public LoggingSettings {
        Check.length("activityLogDirectory", activityLogDirectory, 248); // the documented limit
        Check.absolute("activityLogDirectory", activityLogDirectory);
    }
}
