package org.caselli.sip.message;

import java.nio.charset.StandardCharsets;

/** A request or a response. Immutable; nobody changes the octets of a body. */
public sealed interface SipMessage permits Request, Response {

    /** The five headers that every message has, read. */
    Envelope envelope();

    /** All header fields, those of the envelope included. */
    Headers headers();

    /** The body as it came; may be empty. */
    byte[] body();

    /** The first line, without its end. */
    String startLine();

    default Via via() {
        return envelope().via();
    }

    default NameAddr from() {
        return envelope().from();
    }

    default NameAddr to() {
        return envelope().to();
    }

    default String callId() {
        return envelope().callId();
    }

    default CSeq cseq() {
        return envelope().cseq();
    }

    /** The octets for the wire. Content-Length is written from the body, whatever the headers say. */
    default byte[] toBytes() {
        StringBuilder text = new StringBuilder(512).append(startLine()).append("\r\n");
        for (Header header : headers().list()) {
            if (!header.named("Content-Length")) {
                text.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        text.append("Content-Length: ").append(body().length).append("\r\n\r\n");
        int head = text.length();
        byte[] bytes = new byte[head + body().length];
        byte[] headBytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(headBytes, 0, bytes, 0, head);
        System.arraycopy(body(), 0, bytes, head, body().length);
        return bytes;
    }
}
