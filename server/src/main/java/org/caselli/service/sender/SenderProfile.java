package org.caselli.service.sender;

import io.avaje.jsonb.Json;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caselli.service.ContentVersion;
import org.caselli.service.Refusal;
import org.caselli.service.Sender;
import org.caselli.service.SubmitRequest;

/**
 * Who somebody is as a sender (the documented FaxSender, faxcomex.md §4.36, with three things of ours). Each member may be
 * empty: then it is as the fax says, or as the server is set.
 *
 * @param name         of the profile; 1 to 64 letters, digits, blanks, {@code - _}; the same whatever its case
 * @param senderName   the documented Name
 * @param senderId     the documented TSID, at most 20 characters of ASCII
 * @param senderNumber the documented FaxNumber
 * @param sender       the other documented particulars
 * @param headerName   who stands in the header line above each page; empty for the sender's name (ours)
 * @param zone         in which header lines and cover pages tell the time, such as Europe/Rome (ours)
 * @param language     of cover pages, as BCP 47 writes it, such as de or pt-BR (ours)
 */
@Json
public record SenderProfile(
        String name,
        String senderName,
        String senderId,
        String senderNumber,
        Sender sender,
        String headerName,
        String zone,
        String language) {
    /** The profile of faxes that name none. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} _-]{0,62}[\\p{L}\\p{N}_-])?");

    /** As in the settings of the server's identity: more does not fit above a page. */
    private static final int MAX_HEADER = 253;

    /** Nothing is known. */
    public static final SenderProfile NONE = new SenderProfile(DEFAULT, "", "", "", Sender.NONE, "", "", "");

    public SenderProfile {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "A sender profile cannot be called \"" + name.substring(0, Math.min(60, name.length())) + "\".",
                    "Give up to 64 letters, digits, blanks, - and _, a letter or a digit first.");
        }
        SubmitRequest.checkSender(senderName, senderId, senderNumber);
        if (headerName.length() > MAX_HEADER) {
            throw invalid("The name in the header line is longer than " + MAX_HEADER + " characters.", "Shorten it.");
        }
        try {
            if (!zone.isEmpty()) {
                ZoneId.of(zone);
            }
        } catch (DateTimeException unknown) {
            throw invalid("There is no time zone \"" + zone + "\".", "Give one such as Europe/Rome or +01:00.");
        }
        if (!language.isEmpty()) {
            try {
                language = new Locale.Builder().setLanguageTag(language).build().toLanguageTag();
            } catch (IllformedLocaleException wrong) {
                throw invalid("\"" + language + "\" is no language.", "Give one such as de, en-GB or pt-BR (BCP 47).");
            }
        }
    }

    private static Refusal invalid(String what, String remedy) {
        return new Refusal(Refusal.Kind.INVALID, what, remedy);
    }

    /** The zone, if there is one. */
    public Optional<ZoneId> zoneId() {
        return zone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(zone));
    }

    /** The same content has the same version. */
    public long version() {
        return ContentVersion.of(name, senderName, senderId, senderNumber, sender, headerName, zone, language);
    }

    /** The fax as from this sender: what it says itself stands. */
    public SubmitRequest of(SubmitRequest fax) {
        return fax.from(
                        or(fax.senderName(), senderName),
                        or(fax.senderId(), senderId),
                        or(fax.senderNumber(), senderNumber))
                .from(fax.sender().or(sender));
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
