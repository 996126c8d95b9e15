package org.caselli.service.cover;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.caselli.document.CoverFields;
import org.caselli.service.Recipient;
import org.caselli.service.Sender;

/**
 * All that the cover pages of a fax say, but for whom each is.
 *
 * @param sender       beside these three
 * @param stationId    our identity to the other machine, as the sender wants it
 * @param at           when the fax is due, in {@code zone}
 * @param bodyPages    how many pages follow the cover page
 */
public record Message(
        String subject,
        String note,
        String senderName,
        String senderNumber,
        String stationId,
        Sender sender,
        Instant at,
        ZoneId zone,
        int bodyPages) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    /** The fields of the cover page for this recipient. */
    public CoverFields fields(Recipient recipient) {
        Map<String, String> values = new HashMap<>();
        recipient.details().forEach((name, text) -> values.put("recipient." + name, text));
        values.put("recipient.name", recipient.name());
        values.put("recipient.number", recipient.number());
        values.put("sender.name", senderName);
        values.put("sender.number", senderNumber);
        values.put("sender.stationId", stationId);
        values.put("sender.email", sender.email());
        values.put("sender.billingCode", sender.billingCode());
        values.put("sender.company", sender.company());
        values.put("sender.title", sender.title());
        values.put("sender.department", sender.department());
        values.put("sender.officeLocation", sender.officeLocation());
        values.put("sender.officePhone", sender.officePhone());
        values.put("sender.homePhone", sender.homePhone());
        values.put("sender.streetAddress", sender.streetAddress());
        values.put("sender.city", sender.city());
        values.put("sender.state", sender.state());
        values.put("sender.zipCode", sender.zipCode());
        values.put("sender.country", sender.country());
        values.put("message.subject", subject);
        values.put("message.note", note);
        values.put("message.date", DATE.format(at.atZone(zone)));
        values.put("message.time", TIME.format(at.atZone(zone)));
        values.put("message.zone", ZONE.format(at.atZone(zone)));
        return new CoverFields(values, bodyPages);
    }
}
