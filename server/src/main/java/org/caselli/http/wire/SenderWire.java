package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sender profiles as JSON has them. */
public final class SenderWire {
    private SenderWire() {}

    @Json
    public record SenderProfiles(List<SenderProfile> items) {}

    /** What is empty is left out. */
    @Json
    public record SenderProfile(
            @Nullable String name,
            @Nullable String senderName,
            @Nullable String senderId,
            @Nullable String senderNumber,
            OutgoingWire.@Nullable Sender sender,
            @Nullable String headerName,
            @Nullable String zone,
            @Nullable String language) {
        public static SenderProfile of(org.caselli.service.sender.SenderProfile profile) {
            return new SenderProfile(
                    profile.name(),
                    absent(profile.senderName()),
                    absent(profile.senderId()),
                    absent(profile.senderNumber()),
                    OutgoingWire.Sender.of(profile.sender()),
                    absent(profile.headerName()),
                    absent(profile.zone()),
                    absent(profile.language()));
        }

        /** As the service has it, by the name in the path. */
        public org.caselli.service.sender.SenderProfile named(String path) {
            return new org.caselli.service.sender.SenderProfile(
                    path,
                    empty(senderName),
                    empty(senderId),
                    empty(senderNumber),
                    sender == null ? org.caselli.service.Sender.NONE : sender.sender(),
                    empty(headerName),
                    empty(zone),
                    empty(language));
        }

        private static @Nullable String absent(String text) {
            return text.isEmpty() ? null : text;
        }

        private static String empty(@Nullable String text) {
            return Objects.requireNonNullElse(text, "");
        }
    }
}
