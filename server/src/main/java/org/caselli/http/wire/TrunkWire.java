package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caselli.service.trunk.Probe;
import org.caselli.service.trunk.TrunkForm;
import org.jspecify.annotations.Nullable;

/** Trunks as JSON. Passwords come in, and never go out. */
public final class TrunkWire {
    private TrunkWire() {}

    @Json
    public record Trunks(List<Trunk> items) {}

    @Json
    public record Trunk(
            String name,
            TrunkForm settings,
            String node,
            boolean hasPassword,
            boolean hasCallerPassword,
            String changedAt,
            @Nullable Status status,
            @Nullable String problem) {
        public static Trunk of(org.caselli.service.trunk.Trunk trunk) {
            return new Trunk(
                    trunk.name(),
                    trunk.form(),
                    trunk.node(),
                    trunk.hasPassword(),
                    trunk.hasCallerPassword(),
                    trunk.changedAt().toString(),
                    trunk.status().map(Status::of).orElse(null),
                    trunk.problem().isEmpty() ? null : trunk.problem());
        }
    }

    @Json
    public record Status(
            String node,
            String state,
            String sentence,
            @Nullable String remedy,
            String since,
            @Nullable String registeredUntil,
            @Nullable String lastAnswer,
            @Nullable Long roundTripMillis,
            int callsInUse,
            int channels) {
        static Status of(org.caselli.service.trunk.Trunk.Status status) {
            return new Status(
                    status.node(),
                    Wire.name(status.state()),
                    status.sentence(),
                    status.remedy().isEmpty() ? null : status.remedy(),
                    status.since().toString(),
                    status.registeredUntil().map(Instant::toString).orElse(null),
                    status.lastAnswer().map(Instant::toString).orElse(null),
                    status.roundTrip().map(Duration::toMillis).orElse(null),
                    status.callsInUse(),
                    status.channels());
        }
    }

    @Json
    public record NewTrunk(
            @Nullable String name,
            @Nullable TrunkForm settings,
            @Nullable String node,
            @Nullable String password,
            @Nullable String callerPassword) {
        /** Without its passwords. */
        @Override
        public String toString() {
            return "NewTrunk";
        }
    }

    @Json
    public record TrunkChange(
            @Nullable TrunkForm settings,
            @Nullable String node,
            @Nullable String password,
            @Nullable String callerPassword) {
        /** Without its passwords. */
        @Override
        public String toString() {
            return "TrunkChange";
        }
    }

    @Json
    public record Tested(
            boolean ok,
            String sentence,
            @Nullable String remedy,
            @Nullable Long roundTripMillis) {
        public static Tested of(Probe probe) {
            return new Tested(
                    probe.ok(),
                    probe.sentence(),
                    probe.remedy().isEmpty() ? null : probe.remedy(),
                    probe.roundTrip().map(Duration::toMillis).orElse(null));
        }
    }
}
