package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * Who we are where neither a device nor a submission says so.
 *
 * @param stationId  our identity to other machines (TSI, CSI), at most 20 printable ASCII characters; empty for each
 *                   line's number
 * @param senderName in the header line of faxes whose submitter gives no name, at most 253 characters
 */
@Json
public record IdentitySettings(String stationId, String senderName) implements Section {
    /** No number; the header line names the program. */
    public static final IdentitySettings STANDARD = new IdentitySettings("", "Caselli");

    public IdentitySettings {
        Check.stationId("stationId", stationId);
        Check.length("senderName", senderName, 253);
    }
}
