package org.caselli.call;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.rtp.Law;
import org.caselli.rtp.ToneStream;
import org.caselli.sip.sdp.AudioMedia;
import org.caselli.sip.sdp.Codec;
import org.caselli.sip.sdp.Direction;
import org.caselli.sip.sdp.Media;
import org.caselli.sip.sdp.Sdp;
import org.caselli.sip.sdp.T38Media;
import org.caselli.t38.T38Options;

/**
 * Where sound gives way to T.38: what we offer, how we answer, and what an answer means. T.38 wins wherever both are on
 * offer; an answer never claims more than its offer (T.38 Annex D, RFC 3264).
 */
final class MediaSwitch {
    /** Where a description lacks T38FaxMaxDatagram; what most gateways take at least. Ours. */
    private static final int DATAGRAM_UNSAID = 400;
    /** Below this a description makes no sense: no packet of T.38 at 14,400 bit/s would fit. Ours. */
    private static final int DATAGRAM_NONSENSE = 40;
    /** What we say we can buffer, in octets: about a second at 14,400 bit/s. Ours. */
    private static final int MAX_BUFFER = 2000;

    private final CallSettings settings;
    private final MediaAddress sound;
    private final MediaAddress fax;

    MediaSwitch(CallSettings settings, MediaAddress sound, MediaAddress fax) {
        this.settings = settings;
        this.sound = sound;
        this.fax = fax;
    }

    /** What a description leads to. */
    sealed interface Path {
        /** T.38, to there. */
        record Fax(T38Media far) implements Path {}

        /** G.711, to there. */
        record Sound(AudioMedia far, Law law) implements Path {
            MediaAddress address() {
                return new MediaAddress(far.address(), far.port());
            }

            /** Whether the far end wants to hear us. */
            boolean speaks() {
                return far.direction() == Direction.SENDRECV || far.direction() == Direction.RECVONLY;
            }
        }

        /** Nothing that we can take. */
        record Nothing() implements Path {}
    }

    /** G.711, both laws. */
    Sdp soundOffer() {
        return Sdp.of(AudioMedia.of(sound.host(), sound.port(), Codec.PCMU, Codec.PCMA));
    }

    /** T.38 in place of sound (RFC 3264 clause 8.3.3 lets a line change its kind). */
    Sdp faxOffer() {
        return Sdp.of(new T38Media(
                fax.port(),
                fax.host(),
                0,
                OptionalInt.of(settings.maxBitRate()),
                false,
                false,
                false,
                T38Media.RateManagement.TRANSFERRED_TCF,
                OptionalInt.of(MAX_BUFFER),
                OptionalInt.of(settings.maxDatagram()),
                T38Media.ErrorCorrection.REDUNDANCY,
                "",
                List.of()));
    }

    /** The best path that a description, offer or answer, leaves open. */
    Path path(Sdp sdp) {
        Optional<T38Media> image = sdp.t38();
        if (image.isPresent()) {
            return new Path.Fax(image.get());
        }
        return sdp.media().stream()
                .filter(media -> media instanceof AudioMedia && !media.isRefused())
                .map(AudioMedia.class::cast)
                .flatMap(audio -> law(audio).map(law -> new Path.Sound(audio, law)).stream())
                .findFirst()
                .<Path>map(found -> found)
                .orElseGet(Path.Nothing::new);
    }

    /** Our answer to an offer that leads to this path; every other line of it is refused, an equal one as well. */
    @SuppressWarnings("ReferenceEquality")
    Sdp answer(Sdp offer, Path path) {
        return offer.answer(media -> switch (path) {
            case Path.Fax(T38Media far) when media == far -> Optional.of(answerFax(far));
            case Path.Sound(AudioMedia far, Law law) when media == far -> Optional.of(answerSound(far, law));
            default -> Optional.<Media>empty();
        });
    }

    /**
     * In the spirit of the offer: its version up to ours, its rate up to ours, nothing on that is off there. Fill bits and
     * transcoding we leave off; FEC we answer with redundancy, which every receiver of FEC takes as well.
     */
    private T38Media answerFax(T38Media far) {
        return new T38Media(
                fax.port(),
                fax.host(),
                0,
                OptionalInt.of(bitRate(far)),
                false,
                false,
                false,
                far.rateManagement(),
                OptionalInt.of(MAX_BUFFER),
                OptionalInt.of(settings.maxDatagram()),
                far.errorCorrection() == T38Media.ErrorCorrection.FEC
                        ? T38Media.ErrorCorrection.REDUNDANCY
                        : far.errorCorrection(),
                "",
                List.of());
    }

    private AudioMedia answerSound(AudioMedia far, Law law) {
        Codec codec = law == Law.MU ? Codec.PCMU : Codec.PCMA;
        return new AudioMedia(
                sound.port(),
                sound.host(),
                far.protocol(),
                List.of(codec),
                ToneStream.PACKET_MILLIS,
                far.direction().mirrored(),
                List.of());
    }

    /** What the terminal has to keep to when it talks to this far end. */
    T38Options options(T38Media far) {
        return new T38Options(
                0, // what we offered, or answered with
                bitRate(far),
                false,
                false,
                false,
                far.rateManagement() == T38Media.RateManagement.LOCAL_TCF
                        ? T38Options.RateManagement.LOCAL_TCF
                        : T38Options.RateManagement.TRANSFERRED_TCF,
                far.maxBuffer().orElse(0),
                maxDatagram(far),
                far.errorCorrection() == T38Media.ErrorCorrection.NONE
                        ? T38Options.ErrorCorrection.NONE
                        : T38Options.ErrorCorrection.REDUNDANCY);
    }

    /** The fastest carrier that both ends name; some gateways write kbit/s or nonsense, which counts as unsaid. */
    int bitRate(T38Media far) {
        int rate = far.maxBitRate().orElse(settings.maxBitRate());
        return Math.min(rate < 2400 ? settings.maxBitRate() : rate, settings.maxBitRate());
    }

    private static int maxDatagram(T38Media far) {
        int octets = far.maxDatagram().orElse(DATAGRAM_UNSAID);
        return octets < DATAGRAM_NONSENSE ? DATAGRAM_UNSAID : Math.min(octets, 1400);
    }

    private static Optional<Law> law(AudioMedia audio) {
        for (Codec codec : audio.codecs()) {
            for (Law law : Law.values()) {
                if (codec.payloadType() == law.payloadType()) {
                    return Optional.of(law);
                }
            }
        }
        return Optional.empty();
    }
}
