package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * Who gets an account, and what people may see of what belongs to nobody (of the documented FaxConfiguration).
 *
 * @param incomingFaxesArePublic     whether every account sees the received faxes that belong to nobody, and faxes while they
 *                                   come in; otherwise only holders of MANAGE_RECEIVE_FOLDER do
 * @param autoCreateAccountOnConnect whether somebody whom the directory of the settings {@code oidc} or {@code ldap} knows
 *                                   gets an account when he signs in for the first time; otherwise an administrator makes it
 */
@Json
public record AccessSettings(boolean incomingFaxesArePublic, boolean autoCreateAccountOnConnect) implements Section {
    /** As documented: they are, and he does. */
    public static final AccessSettings STANDARD = new AccessSettings(true, true);
}
