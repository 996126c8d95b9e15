package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * What people may see of what belongs to nobody (of the documented FaxConfiguration).
 *
 * @param incomingFaxesArePublic whether every account sees the received faxes that belong to nobody, and faxes while they
 *                               come in; otherwise only holders of MANAGE_RECEIVE_FOLDER do
 */
@Json
public record AccessSettings(boolean incomingFaxesArePublic) implements Section {
    /** As documented: they are. */
    public static final AccessSettings STANDARD = new AccessSettings(true);
}
