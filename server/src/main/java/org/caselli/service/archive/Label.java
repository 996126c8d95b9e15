package org.caselli.service.archive;

import io.avaje.json.mapper.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a TIFF file says of its fax in ImageDescription: one JSON object of texts, in ASCII, whose members are named as the
 * properties of the documented FaxTiff object (docs/decisions/0111).
 */
final class Label {
    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    private Label() {}

    static String of(ReceivedFax fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "received");
        label.put("id", fax.id());
        put(label, "callerId", fax.callerId());
        put(label, "csid", fax.csid());
        put(label, "tsid", fax.facts().farId());
        put(label, "routing", fax.calledNumber());
        put(label, "recipientNumber", fax.csid());
        put(label, "senderName", fax.senderName());
        put(label, "senderNumber", fax.senderNumber());
        put(label, "subject", fax.subject());
        put(label, "device", fax.device());
        label.put("start", fax.startedAt().toString());
        label.put("end", fax.endedAt().toString());
        label.put("pages", Integer.toString(fax.pages()));
        label.put("complete", Boolean.toString(fax.complete()));
        return ascii(JSON.toJson(label));
    }

    static String of(SentFax fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "sent");
        label.put("id", fax.id());
        put(label, "submission", fax.submissionId());
        put(label, "csid", fax.facts().farId());
        put(label, "tsid", fax.tsid());
        put(label, "recipientName", fax.recipientName());
        label.put("recipientNumber", fax.number());
        put(label, "senderName", fax.senderName());
        put(label, "senderNumber", fax.senderNumber());
        put(label, "subject", fax.subject());
        put(label, "documentName", fax.documentName());
        put(label, "device", fax.device());
        label.put("start", fax.startedAt().toString());
        label.put("end", fax.endedAt().toString());
        label.put("pages", Integer.toString(fax.pages()));
        return ascii(JSON.toJson(label));
    }

    private static void put(Map<String, Object> label, String name, String value) {
        if (!value.isBlank()) {
            label.put(name, value.strip());
        }
    }

    /** JSON may write every character by its number, and TIFF's texts know ASCII only. */
    private static String ascii(String json) {
        var ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~') {
                ascii.append(c);
            } else {
                ascii.append("\\u%04x".formatted((int) c));
            }
        }
        return ascii.toString();
    }
}
