package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * What is kept of faxes that were sent and received (the archive part of the documented FaxConfiguration).
 *
 * @param use          whether they are kept at all
 * @param location     a folder that gets the faxes as files with readable names; empty for none
 * @param quotaWarning whether somebody is warned when the archives have grown beyond {@code highMark}
 * @param highMark     MB (1,000,000 octets), 0 or more
 * @param lowMark      MB; after a warning the next one comes only when the size has been below this; at most {@code highMark}
 * @param ageLimit     days after which a message is deleted, 0 to 36500; 0 keeps it for ever
 */
@Json
public record ArchiveSettings(
        boolean use, String location, boolean quotaWarning, int highMark, int lowMark, int ageLimit)
        implements Section {
    /** The documented defaults: everything is kept, for ever. */
    public static final ArchiveSettings STANDARD = new ArchiveSettings(true, "", false, 0, 0, 0);

    public ArchiveSettings {
        Check.within("highMark", highMark, 0, Integer.MAX_VALUE);
        if (lowMark < 0 || lowMark > highMark) {
            throw new IllegalArgumentException(
                    "lowMark is " + lowMark + "; give 0 to the highMark, which is " + highMark + ".");
        }
        Check.within("ageLimit", ageLimit, 0, 36_500);
        // The documented limit of an archive folder is 180 characters, for the sake of old file systems; paths here may
        // be long.
        Check.length("location", location, 4096);
    }
}
