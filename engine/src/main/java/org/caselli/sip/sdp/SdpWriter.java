package org.caselli.sip.sdp;

/** Writes descriptions (RFC 8866 clause 5), in the order of lines that it demands. */
final class SdpWriter {
    private SdpWriter() {}

    static String write(Sdp sdp) {
        StringBuilder text = new StringBuilder(400);
        Origin origin = sdp.origin();
        text.append("v=0\r\no=")
                .append(origin.user())
                .append(' ')
                .append(origin.id())
                .append(' ');
        text.append(origin.version()).append(' ');
        network(text, origin.address());
        text.append("s=").append(sdp.name().isEmpty() ? "-" : sdp.name()).append("\r\n");
        // One c= for the session, and further ones where a line differs: what old gateways read best.
        String common = "";
        for (Media media : sdp.media()) {
            if (common.isEmpty() && !media.address().isEmpty()) {
                common = media.address();
            }
        }
        if (common.isEmpty()) {
            common = origin.address(); // RFC 8866 clause 5.7 wants one even if all lines are refused
        }
        text.append("c=");
        network(text, common);
        text.append("t=0 0\r\n");
        for (String attribute : sdp.attributes()) {
            text.append("a=").append(attribute).append("\r\n");
        }
        for (Media media : sdp.media()) {
            text.append("m=").append(media.line()).append("\r\n");
            if (!media.address().isEmpty() && !media.address().equals(common)) {
                text.append("c=");
                network(text, media.address());
            }
            for (String attribute : media.attributeLines()) {
                text.append("a=").append(attribute).append("\r\n");
            }
        }
        return text.toString();
    }

    private static void network(StringBuilder text, String address) {
        text.append(address.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ")
                .append(address)
                .append("\r\n");
    }
}
