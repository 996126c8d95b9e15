package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.service.device.Span;
import org.caselli.service.routing.Choice;
import org.caselli.service.routing.Destination;
import org.caselli.service.routing.Explanation;
import org.caselli.service.routing.OutboundGroup;
import org.caselli.service.routing.OutboundRule;
import org.caselli.service.routing.Reading;
import org.caselli.service.routing.RoutableDevice;
import org.jspecify.annotations.Nullable;

/** Outbound routing as JSON. */
public final class RoutingWire {
    private RoutingWire() {}

    @Json
    public record Groups(List<Group> items) {}

    @Json
    public record Group(String name, boolean builtIn, String status, List<Member> devices) {
        /** @param devices what is known of devices, by their numbers */
        public static Group of(OutboundGroup group, Function<Integer, Optional<RoutableDevice>> devices) {
            return new Group(
                    group.name(),
                    group.isBuiltIn(),
                    Wire.name(group.status()),
                    group.devices().stream()
                            .map(id -> Member.of(id, devices.apply(id)))
                            .toList());
        }
    }

    /** A device of a group; without key where it is gone. */
    @Json
    public record Member(
            int id, @Nullable String key, @Nullable String node, boolean maySend) {
        static Member of(int id, Optional<RoutableDevice> device) {
            return new Member(
                    id,
                    device.map(RoutableDevice::key).orElse(null),
                    device.map(RoutableDevice::node).orElse(null),
                    device.map(RoutableDevice::maySend).orElse(false));
        }
    }

    @Json
    public record NewGroup(@Nullable String name, @Nullable List<String> devices) {}

    @Json
    public record GroupDevices(@Nullable List<String> devices) {}

    @Json
    public record GroupDevice(@Nullable String device) {}

    @Json
    public record Place(@Nullable Integer place) {}

    @Json
    public record Rules(List<Rule> items) {}

    @Json
    public record Rule(
            String key,
            int country,
            long area,
            String title,
            String status,
            @Nullable Integer device,
            @Nullable String group) {
        public static Rule of(OutboundRule rule) {
            return new Rule(
                    rule.key().toString(),
                    rule.key().country(),
                    rule.key().area(),
                    rule.key().title(),
                    Wire.name(rule.status()),
                    rule.destination() instanceof Destination.ToDevice(int device) ? device : null,
                    rule.destination() instanceof Destination.ToGroup(String name) ? name : null);
        }
    }

    @Json
    public record NewRule(
            @Nullable Integer country,
            @Nullable Long area,
            @Nullable String device,
            @Nullable String group) {}

    @Json
    public record RuleDestination(
            @Nullable String device, @Nullable String group) {}

    @Json
    public record NumberToExplain(@Nullable String number) {}

    @Json
    public record Explained(
            String number,
            NumberReading reading,
            List<RuleLookedAt> rules,
            List<DeviceLookedAt> devices,
            @Nullable String taken,
            String verdict) {
        public static Explained of(Explanation explanation) {
            return new Explained(
                    explanation.choice().reading().typed(),
                    NumberReading.of(explanation.choice().reading()),
                    explanation.choice().steps().stream().map(RuleLookedAt::of).toList(),
                    Span.of(
                                    explanation.lines(),
                                    line -> line.device().key(),
                                    (one, other) -> one.free() == other.free()
                                            && one.why().equals(other.why())
                                            && one.device()
                                                    .node()
                                                    .equals(other.device().node()))
                            .stream()
                            .map(DeviceLookedAt::of)
                            .toList(),
                    explanation.taken().orElse(null),
                    explanation.verdict());
        }
    }

    @Json
    public record NumberReading(
            String kind,
            String dialled,
            @Nullable Integer country,
            @Nullable Long area,
            @Nullable String international,
            @Nullable String place,
            @Nullable String why) {
        static NumberReading of(Reading reading) {
            return switch (reading) {
                case Reading.Public(var _, String e164, int country, long area, String international, String place) ->
                    new NumberReading("public", e164, country, area, international, place, null);
                case Reading.Internal(String typed) -> plain("internal", typed, null);
                case Reading.Address(String typed) -> plain("address", typed, null);
                case Reading.Unclear(String typed, String why) -> plain("unclear", typed, why);
            };
        }

        private static NumberReading plain(String kind, String dialled, @Nullable String why) {
            return new NumberReading(kind, dialled, null, null, null, null, why);
        }
    }

    @Json
    public record RuleLookedAt(
            String key,
            String title,
            boolean taken,
            String why,
            @Nullable Rule rule) {
        static RuleLookedAt of(Choice.Step step) {
            return new RuleLookedAt(
                    step.rule().toString(),
                    step.rule().title(),
                    step.taken(),
                    step.why(),
                    step.found().map(Rule::of).orElse(null));
        }
    }

    @Json
    public record DeviceLookedAt(int id, String key, String keys, int count, String node, boolean free, String why) {
        static DeviceLookedAt of(Span<Explanation.Line> span) {
            Explanation.Line line = span.first();
            return new DeviceLookedAt(
                    line.device().id(),
                    line.device().key(),
                    span.keys(),
                    span.count(),
                    line.device().node(),
                    line.free(),
                    line.why());
        }
    }
}
