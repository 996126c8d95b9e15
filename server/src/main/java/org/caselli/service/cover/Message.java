package org.caselli.service.cover;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.caselli.document.CoverFields;
import org.caselli.service.Recipient;
import org.caselli.service.Sender;
import org.caselli.service.SubmitRequest;
import org.caselli.service.sender.SenderProfile;

/**
 * All that the cover pages of a fax say, but for whom each is.
 *
 * @param sender       beside these three
 * @param stationId    our identity to the other machine, as the sender wants it
 * @param at           when the fax is due, in {@code zone}
 * @param language     of dates and labels; {@link Locale#ROOT} for dates as ISO 8601 has them and English labels
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
        Locale language,
        int bodyPages) {
    /**
     * What a fax says.
     *
     * @param fax     with what the profile says of its sender
     * @param server  who sends a fax of which nobody says so
     * @param at      when it is due
     * @param usual   the zone of a profile without one
     */
    public static Message of(
            SubmitRequest fax, SenderProfile profile, String server, Instant at, ZoneId usual, int bodyPages) {
        return new Message(
                fax.subject(),
                fax.cover().note(),
                fax.senderName().isEmpty() ? server : fax.senderName(),
                fax.senderNumber(),
                fax.senderId(),
                fax.sender(),
                at,
                profile.zoneId().orElse(usual),
                Locale.forLanguageTag(profile.language()),
                bodyPages);
    }

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    /** Not the language of the machine that the server runs on. */
    private static final ResourceBundle.Control ENGLISH_ELSE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final String LABELS = "org.caselli.service.cover.Labels";

    private String date() {
        DateTimeFormatter format = language.getLanguage().isEmpty()
                ? DATE
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language);
        return format.format(at.atZone(zone));
    }

    private String time() {
        DateTimeFormatter format = language.getLanguage().isEmpty()
                ? TIME
                : DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(language);
        // Some languages put a narrow space before their AM, which the fonts of a template need not have.
        return format.format(at.atZone(zone)).replace('\u202f', ' ');
    }

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
        values.put("message.date", date());
        values.put("message.time", time());
        values.put("message.zone", ZONE.format(at.atZone(zone)));
        var labels = ResourceBundle.getBundle(LABELS, language, ENGLISH_ELSE);
        labels.keySet().forEach(label -> values.put(CoverFields.LABEL + label, labels.getString(label)));
        return new CoverFields(values, bodyPages);
    }
}
