package org.caselli.sip.sdp;

import java.util.List;

/**
 * Media that we know nothing about (video, image over TCP, text): kept so that an answer can refuse them in their place.
 *
 * @param type       audio, video, image, ... as written
 * @param port       0 to 65535
 * @param address    empty if none is given
 * @param protocol   as written
 * @param formats    as written
 * @param attributes as written, without {@code a=}
 */
public record OtherMedia(
        String type, int port, String address, String protocol, String formats, List<String> attributes)
        implements Media {
    public OtherMedia {
        attributes = List.copyOf(attributes);
    }

    @Override
    public OtherMedia refused() {
        return new OtherMedia(type, 0, address, protocol, formats, List.of());
    }

    @Override
    public String line() {
        return type + " " + port + " " + protocol + (formats.isEmpty() ? "" : " " + formats);
    }

    @Override
    public List<String> attributeLines() {
        return attributes;
    }
}
