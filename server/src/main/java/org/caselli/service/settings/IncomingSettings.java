package org.caselli.service.settings;

import io.avaje.jsonb.Json;

/**
 * How faxes are received (the documented FaxIncomingQueue).
 *
 * @param blocked  calls are not answered; receptions under way go on
 * @param ageLimit days after which a fax that could not be routed leaves the incoming queue, 0 to 3650; 0 keeps it
 */
@Json
public record IncomingSettings(boolean blocked, int ageLimit) implements Section {
    /** Calls are answered, nothing is deleted. */
    public static final IncomingSettings STANDARD = new IncomingSettings(false, 0);

    public IncomingSettings {
        Check.within("ageLimit", ageLimit, 0, 3650);
    }
}
