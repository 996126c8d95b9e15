package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.http.wire.RoutingWire;
import org.caselli.service.routing.Destination;
import org.caselli.service.routing.OutboundGroup;
import org.caselli.service.routing.OutboundRouting;
import org.caselli.service.routing.OutboundRule;
import org.caselli.service.routing.RoutableDevice;
import org.caselli.service.routing.RuleKey;
import org.jspecify.annotations.Nullable;

/** Groups of devices, the rules that lead to them, and what follows for a number. */
final class OutboundRoutingRoutes {
    private static final String GROUPS = "/routing/outbound/groups";
    private static final String RULES = "/routing/outbound/rules";

    private final OutboundRouting routing;
    private final Rest rest;

    OutboundRoutingRoutes(OutboundRouting routing, Rest rest) {
        this.routing = routing;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(Rest.API + GROUPS, this::groups, Need.QUERY_CONFIG);
        routes.post(Rest.API + GROUPS, this::addGroup, Need.MANAGE_CONFIG);
        routes.get(
                Rest.API + GROUPS + "/{name}",
                context -> write(context, routing.group(name(context))),
                Need.QUERY_CONFIG);
        routes.delete(
                Rest.API + GROUPS + "/{name}",
                context -> {
                    routing.removeGroup(name(context));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.put(Rest.API + GROUPS + "/{name}/devices", this::setDevices, Need.MANAGE_CONFIG);
        routes.post(Rest.API + GROUPS + "/{name}/devices", this::addDevice, Need.MANAGE_CONFIG);
        routes.put(Rest.API + GROUPS + "/{name}/devices/{device}", this::moveDevice, Need.MANAGE_CONFIG);
        routes.delete(
                Rest.API + GROUPS + "/{name}/devices/{device}",
                context -> write(context, routing.removeDevice(name(context), device(context))),
                Need.MANAGE_CONFIG);

        routes.get(
                Rest.API + RULES,
                context -> rest.write(
                        context,
                        new RoutingWire.Rules(routing.rules().stream()
                                .map(RoutingWire.Rule::of)
                                .toList())),
                Need.QUERY_CONFIG);
        routes.post(Rest.API + RULES, this::addRule, Need.MANAGE_CONFIG);
        routes.get(
                Rest.API + RULES + "/{key}", context -> write(context, routing.rule(key(context))), Need.QUERY_CONFIG);
        routes.put(Rest.API + RULES + "/{key}", this::setRule, Need.MANAGE_CONFIG);
        routes.delete(
                Rest.API + RULES + "/{key}",
                context -> {
                    routing.removeRule(key(context));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);

        routes.post(Rest.API + "/routing/outbound/explain", this::explain, Need.QUERY_CONFIG);
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private int device(Context context) {
        return routing.device(context.pathParam("device"));
    }

    // Groups

    private void groups(Context context) {
        Function<Integer, Optional<RoutableDevice>> devices = devices();
        rest.write(
                context,
                new RoutingWire.Groups(routing.groups().stream()
                        .map(group -> RoutingWire.Group.of(group, devices))
                        .toList()));
    }

    private Function<Integer, Optional<RoutableDevice>> devices() {
        Map<Integer, RoutableDevice> known =
                routing.devices().stream().collect(Collectors.toMap(RoutableDevice::id, device -> device));
        return id -> Optional.ofNullable(known.get(id));
    }

    private void write(Context context, OutboundGroup group) {
        rest.write(context, RoutingWire.Group.of(group, devices()), group.version());
    }

    private void addGroup(Context context) {
        RoutingWire.NewGroup wanted = rest.body(context, RoutingWire.NewGroup.class);
        String name = given("name", wanted.name());
        List<Integer> members = wanted.devices() == null ? List.of() : numbers(wanted.devices());
        OutboundGroup group = routing.addGroup(name, members);
        context.status(201);
        context.header(
                "Location",
                Rest.API + GROUPS + "/"
                        + URLEncoder.encode(group.name(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        write(context, group);
    }

    private List<Integer> numbers(List<String> devices) {
        return devices.stream().map(routing::device).toList();
    }

    private void setDevices(Context context) {
        String name = name(context);
        long expected = Rest.ifMatch(context, () -> routing.group(name).version());
        List<String> devices = given(
                "devices", rest.body(context, RoutingWire.GroupDevices.class).devices());
        write(context, routing.setDevices(name, numbers(devices), expected));
    }

    private void addDevice(Context context) {
        String device = given(
                "device", rest.body(context, RoutingWire.GroupDevice.class).device());
        write(context, routing.addDevice(name(context), routing.device(device)));
    }

    private void moveDevice(Context context) {
        Integer place =
                given("place", rest.body(context, RoutingWire.Place.class).place());
        write(context, routing.moveDevice(name(context), device(context), place));
    }

    // Rules

    private static RuleKey key(Context context) {
        String text = context.pathParam("key");
        return RuleKey.parse(text)
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.NOT_FOUND,
                        "\"" + Rest.shown(text) + "\" is no rule.",
                        "Rules are addressed by country code and area code, such as 49-30, 49-0 and 0-0."));
    }

    private void write(Context context, OutboundRule rule) {
        rest.write(context, RoutingWire.Rule.of(rule), rule.version());
    }

    private void addRule(Context context) {
        RoutingWire.NewRule wanted = rest.body(context, RoutingWire.NewRule.class);
        int country = given("country", wanted.country());
        long area = wanted.area() == null ? 0 : wanted.area();
        OutboundRule rule = routing.addRule(RuleKey.of(country, area), destination(wanted.device(), wanted.group()));
        context.status(201);
        context.header("Location", Rest.API + RULES + "/" + rule.key());
        write(context, rule);
    }

    private void setRule(Context context) {
        RuleKey key = key(context);
        long expected = Rest.ifMatch(context, () -> routing.rule(key).version());
        RoutingWire.RuleDestination wanted = rest.body(context, RoutingWire.RuleDestination.class);
        write(context, routing.setRule(key, destination(wanted.device(), wanted.group()), expected));
    }

    private Destination destination(@Nullable String device, @Nullable String group) {
        if ((device == null) == (group == null)) {
            throw ProblemException.invalid(
                    device == null ? "The rule leads nowhere." : "The rule leads to a device and to a group.",
                    "Give either \"device\" or \"group\".");
        }
        return device == null ? new Destination.ToGroup(group) : new Destination.ToDevice(routing.device(device));
    }

    private void explain(Context context) {
        String number = given(
                "number", rest.body(context, RoutingWire.NumberToExplain.class).number());
        rest.write(context, RoutingWire.Explained.of(routing.explain(number)));
    }

    private static <T> T given(String member, @Nullable T value) {
        if (value == null) {
            throw ProblemException.invalid("The body has no member \"" + member + "\".", "Add it.");
        }
        return value;
    }
}
