package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.service.device.DeviceStatus;
import org.caselli.service.device.Providers;
import org.caselli.service.device.RegisteredDevice;
import org.jspecify.annotations.Nullable;

/** The JSON objects of devices and their providers. */
public final class DeviceWire {
    private DeviceWire() {}

    @Json
    public record Device(
            int id,
            String key,
            String node,
            String provider,
            String name,
            String number,
            boolean virtual,
            String description,
            boolean sendEnabled,
            String receiveMode,
            int ringsBeforeAnswer,
            String tsid,
            String csid,
            int priority,
            boolean offered,
            String lastSeen,
            Status status) {
        public static Device of(RegisteredDevice device, DeviceStatus status) {
            return new Device(
                    device.id(),
                    device.key(),
                    device.node(),
                    device.provider(),
                    device.name(),
                    device.number(),
                    device.virtual(),
                    device.settings().description(),
                    device.settings().sendEnabled(),
                    Wire.name(device.settings().receiveMode()),
                    device.settings().ringsBeforeAnswer(),
                    device.settings().tsid(),
                    device.settings().csid(),
                    device.priority(),
                    device.offered(),
                    device.lastSeen().toString(),
                    Status.of(status));
        }
    }

    @Json
    public record Devices(List<Device> items) {}

    /** What is to be changed; what is absent stays. */
    @Json
    public record DeviceChange(
            @Nullable String description,
            @Nullable Boolean sendEnabled,
            @Nullable String receiveMode,
            @Nullable Integer ringsBeforeAnswer,
            @Nullable String tsid,
            @Nullable String csid,
            @Nullable Integer priority) {}

    @Json
    public record Order(List<String> devices) {}

    @Json
    public record Answer(@Nullable String call) {}

    @Json
    public record Status(
            int device,
            String key,
            String name,
            String state,
            int code,
            String text,
            boolean poweredOff,
            boolean sending,
            boolean receiving,
            boolean ringing,
            String since,
            @Nullable Call call) {
        public static Status of(DeviceStatus status) {
            return new Status(
                    status.id(),
                    status.key(),
                    status.name(),
                    Wire.name(status.activity()),
                    status.condition().code(),
                    status.condition().text(),
                    status.poweredOff(),
                    status.sending(),
                    status.receiving(),
                    status.ringing(),
                    status.since().toString(),
                    status.call()
                            .map(call -> Call.of(call, status.elapsed().orElseThrow()))
                            .orElse(null));
        }
    }

    @Json
    public record Statuses(List<Status> items) {}

    @Json
    public record Call(
            String call,
            boolean outgoing,
            @Nullable String job,
            @Nullable String address,
            @Nullable String callerId,
            @Nullable String routingInformation,
            String csid,
            String tsid,
            @Nullable String documentName,
            @Nullable Long documentSize,
            @Nullable String recipientName,
            @Nullable String senderName,
            @Nullable String submittedAt,
            String startedAt,
            long elapsedMillis,
            String phase,
            int bitsPerSecond,
            int currentPage,
            int pageCount,
            int sent,
            int total) {
        static Call of(DeviceStatus.Call call, Duration elapsed) {
            boolean out = call.outgoing();
            return new Call(
                    call.callId(),
                    out,
                    out ? call.jobId() : null,
                    out ? call.address() : null,
                    out ? null : call.callerId(),
                    out ? null : call.routingInformation(),
                    call.csid(),
                    call.tsid(),
                    out ? call.documentName() : null,
                    out ? call.documentSize() : null,
                    out ? call.recipientName() : null,
                    out ? call.senderName() : null,
                    text(call.submittedAt()),
                    call.startedAt().toString(),
                    elapsed.toMillis(),
                    call.phase(),
                    call.bitsPerSecond(),
                    call.currentPage(),
                    call.pageCount(),
                    call.sent(),
                    call.total());
        }

        private static @Nullable String text(Optional<Instant> time) {
            return time.map(Instant::toString).orElse(null);
        }
    }

    @Json
    public record Provider(
            String uniqueName,
            String friendlyName,
            String image,
            String tapiName,
            int majorVersion,
            int minorVersion,
            int majorBuild,
            int minorBuild,
            boolean debug,
            String status,
            int statusCode,
            int errorCode,
            @Nullable String error,
            List<Integer> devices,
            String pending) {
        public static Provider of(Providers.Provider provider) {
            return new Provider(
                    provider.uniqueName(),
                    provider.friendlyName(),
                    provider.image(),
                    provider.tapiName(),
                    provider.version().major(),
                    provider.version().minor(),
                    provider.version().build(),
                    provider.version().minorBuild(),
                    provider.version().debug(),
                    Wire.name(provider.status()),
                    provider.status().value(),
                    provider.errorCode(),
                    provider.error().isEmpty() ? null : provider.error(),
                    provider.deviceIds(),
                    Wire.name(provider.pending()));
        }
    }

    @Json
    public record ProviderList(List<Provider> items) {}

    @Json
    public record ProviderRegistration(
            String guid,
            String friendlyName,
            String image,
            @Nullable String tapiName,
            @Nullable Long interfaceVersion) {}
}
