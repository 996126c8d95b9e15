package org.caselli.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Audio over RTP: {@code m=audio}.
 *
 * @param port       0 to 65535
 * @param address    empty if none is given
 * @param protocol   RTP/AVP most often
 * @param codecs     in the order of preference
 * @param ptimeMs    wished milliseconds of sound in a packet; 0 if not said
 * @param direction  that of the line, or of the session
 * @param attributes all others, as written, without {@code a=}
 */
public record AudioMedia(
        int port,
        String address,
        String protocol,
        List<Codec> codecs,
        int ptimeMs,
        Direction direction,
        List<String> attributes)
        implements Media {
    public AudioMedia {
        Sdp.requirePort(port);
        codecs = List.copyOf(codecs);
        attributes = List.copyOf(attributes);
    }

    /** Both ways over RTP/AVP with 20 ms packets. */
    public static AudioMedia of(String address, int port, Codec... codecs) {
        return new AudioMedia(port, address, "RTP/AVP", List.of(codecs), 20, Direction.SENDRECV, List.of());
    }

    /** The first codec of this name. */
    public Optional<Codec> codec(String name) {
        return codecs.stream().filter(codec -> codec.named(name)).findFirst();
    }

    @Override
    public AudioMedia refused() {
        return new AudioMedia(0, address, protocol, codecs, 0, Direction.SENDRECV, List.of());
    }

    @Override
    public String line() {
        StringBuilder line =
                new StringBuilder("audio ").append(port).append(' ').append(protocol);
        codecs.forEach(codec -> line.append(' ').append(codec.payloadType()));
        return line.toString();
    }

    @Override
    public List<String> attributeLines() {
        List<String> lines = new ArrayList<>();
        for (Codec codec : codecs) {
            if (!codec.name().isEmpty() && codec.clockRate() > 0) {
                lines.add("rtpmap:" + codec.payloadType() + " " + codec.name() + "/" + codec.clockRate()
                        + (codec.channels() > 1 ? "/" + codec.channels() : ""));
            }
            if (!codec.fmtp().isEmpty()) {
                lines.add("fmtp:" + codec.payloadType() + " " + codec.fmtp());
            }
        }
        if (ptimeMs > 0) {
            lines.add("ptime:" + ptimeMs);
        }
        lines.addAll(attributes);
        if (direction != Direction.SENDRECV) {
            lines.add(direction.attribute());
        }
        return lines;
    }
}
