package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * What cover pages faxes may have.
 *
 * @param allowPersonalCoverPages whether a fax may bring its own; else only those that the server keeps (the documented
 *                                FaxOutgoingQueue.AllowPersonalCoverPages; here the server itself sees to it)
 */
@Json
public record CoverSettings(boolean allowPersonalCoverPages) implements Section {
    /** As documented: allowed. */
    public static final CoverSettings STANDARD = new CoverSettings(true);
}
