package org.caselli.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A session description. Lines that matter to no call of ours (b=, k=, e=, ...) are read over.
 *
 * @param origin     who made it; the user agent writes its own into what it sends
 * @param name       s=, "-" where there is none
 * @param attributes a= lines of the session, without {@code a=}; its direction is passed on to the media instead
 * @param media      in their order, which an answer keeps
 */
public record Sdp(Origin origin, String name, List<String> attributes, List<Media> media) {
    /** The content type of a body that holds one. */
    public static final String CONTENT_TYPE = "application/sdp";

    public Sdp {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** A description of ours; the user agent fills in its origin. */
    public static Sdp of(Media... media) {
        return new Sdp(Origin.NONE, "-", List.of(), List.of(media));
    }

    /**
     * Reads one: any line ends, any case where vendors differ, lines in odd order.
     *
     * @throws MalformedSdpException if it is none, or its media lines make no sense
     */
    public static Sdp parse(String text) throws MalformedSdpException {
        return new SdpReader(text).read();
    }

    /** The first fax line that is not refused. */
    public Optional<T38Media> t38() {
        return first(T38Media.class);
    }

    /** The first audio line that is not refused. */
    public Optional<AudioMedia> audio() {
        return first(AudioMedia.class);
    }

    private <M extends Media> Optional<M> first(Class<M> type) {
        return media.stream()
                .filter(line -> type.isInstance(line) && !line.isRefused())
                .map(type::cast)
                .findFirst();
    }

    /**
     * The answer to this offer (RFC 3264 clause 6): as many lines in the same order, of the same kind, each chosen or
     * refused with port 0. A line that the offer itself has at port 0 stays refused.
     *
     * @param choice our side of an offered line; empty to refuse it
     * @throws IllegalArgumentException if a choice is of another kind than the offered line
     */
    public Sdp answer(Function<Media, Optional<? extends Media>> choice) {
        List<Media> answers = new ArrayList<>(media.size());
        for (Media offered : media) {
            Optional<? extends Media> chosen = offered.isRefused() ? Optional.empty() : choice.apply(offered);
            if (chosen.isPresent() && chosen.get().getClass() != offered.getClass()) {
                throw new IllegalArgumentException("The answer to \"" + offered.line() + "\" is \""
                        + chosen.get().line() + "\"; an answer keeps the kind of each line (RFC 3264 clause 6).");
            }
            answers.add(chosen.isPresent() ? chosen.get() : offered.refused());
        }
        return new Sdp(Origin.NONE, "-", List.of(), answers);
    }

    /** The same with another origin. */
    public Sdp withOrigin(Origin other) {
        return new Sdp(other, name, attributes, media);
    }

    /** Whether both say the same, whoever made them and whichever version they are. */
    public boolean saysTheSameAs(Sdp other) {
        return name.equals(other.name) && attributes.equals(other.attributes) && media.equals(other.media);
    }

    /** The text for a body, with CRLF line ends. */
    public String text() {
        return SdpWriter.write(this);
    }

    static void requirePort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("The port of a media line is " + port + "; it is 0 to 65535.");
        }
    }
}
