package org.caselli.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.caselli.sip.message.SipMessage;
import org.caselli.sip.sdp.MalformedSdpException;
import org.caselli.sip.sdp.Sdp;

/** Finds the session description in a message: the body itself, or a part of it (RFC 2046, RFC 5621). */
final class Bodies {
    private Bodies() {}

    /** The description of a message; empty if it has none. A body without a content type is taken for one. */
    static Optional<Sdp> sdp(SipMessage message) throws MalformedSdpException {
        if (message.body().length == 0) {
            return Optional.empty();
        }
        String type = contentType(message);
        if (isSdp(type)) {
            return Optional.of(Sdp.parse(new String(message.body(), StandardCharsets.UTF_8)));
        }
        if (type.startsWith("multipart/")) {
            return part(message);
        }
        return Optional.empty();
    }

    /** Whether we can read the body, if there is one: 415 otherwise (RFC 3261 clause 8.2.3). */
    static boolean readable(SipMessage message) {
        if (message.body().length == 0) {
            return true;
        }
        String encoding =
                message.headers().get("Content-Encoding").orElse("identity").trim();
        String type = contentType(message);
        return encoding.equalsIgnoreCase("identity") && (isSdp(type) || type.startsWith("multipart/"));
    }

    private static String contentType(SipMessage message) {
        return message.headers()
                .get("Content-Type")
                .orElse(Sdp.CONTENT_TYPE)
                .toLowerCase(Locale.ROOT)
                .trim();
    }

    private static boolean isSdp(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().equals(Sdp.CONTENT_TYPE);
    }

    private static Optional<Sdp> part(SipMessage message) throws MalformedSdpException {
        String type = message.headers().get("Content-Type").orElse("");
        int at = type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return Optional.empty();
        }
        String boundary = type.substring(at + "boundary=".length());
        int end = boundary.indexOf(';');
        boundary = (end < 0 ? boundary : boundary.substring(0, end)).trim().replace("\"", "");
        if (boundary.isEmpty()) {
            return Optional.empty();
        }
        String body = new String(message.body(), StandardCharsets.UTF_8);
        String mark = "--" + boundary;
        int start = body.indexOf(mark);
        while (start >= 0) {
            int next = body.indexOf(mark, start + mark.length());
            String part = body.substring(start + mark.length(), next < 0 ? body.length() : next);
            int content = part.indexOf("\r\n\r\n");
            int skip = 4;
            if (content < 0) {
                content = part.indexOf("\n\n");
                skip = 2;
            }
            if (content >= 0
                    && part.substring(0, content).toLowerCase(Locale.ROOT).contains(Sdp.CONTENT_TYPE)) {
                return Optional.of(Sdp.parse(part.substring(content + skip)));
            }
            start = next;
        }
        return Optional.empty();
    }
}
