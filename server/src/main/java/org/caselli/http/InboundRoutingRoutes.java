package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.caselli.http.wire.InboundRoutingWire;
import org.caselli.service.FaxService;
import org.caselli.service.device.ExtensionProperties;
import org.caselli.service.routing.InboundRouting;
import org.caselli.service.routing.MethodText;
import org.jspecify.annotations.Nullable;

/** What becomes of received faxes: extensions, methods and their order, and what each device does. */
final class InboundRoutingRoutes {
    private static final String ROUTING = Rest.API + "/routing/inbound";
    private static final String EXTENSIONS = ROUTING + "/extensions";
    private static final String METHODS = ROUTING + "/methods";
    private static final String USES = Rest.API + "/devices/{id}/routing-methods";

    private final FaxService service;
    private final InboundRouting routing;
    private final Rest rest;

    InboundRoutingRoutes(FaxService service, Rest rest) {
        this.service = service;
        this.routing = service.inboundRouting();
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                EXTENSIONS,
                context -> rest.write(context, InboundRoutingWire.Extensions.of(routing.extensions())),
                Need.QUERY_CONFIG);
        routes.post(EXTENSIONS, this::register, Need.MANAGE_CONFIG);
        routes.delete(
                EXTENSIONS + "/{name}",
                context -> {
                    routing.unregister(context.pathParam("name"));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.get(
                METHODS,
                context -> rest.write(context, InboundRoutingWire.Methods.of(routing.methods())),
                Need.QUERY_CONFIG);
        routes.get(
                METHODS + "/{guid}",
                context -> write(context, ExtensionProperties.SERVER, guid(context)),
                Need.QUERY_CONFIG);
        routes.patch(METHODS + "/{guid}", this::change, Need.MANAGE_CONFIG);
        routes.get(
                USES,
                context -> rest.write(context, InboundRoutingWire.Uses.of(routing.uses(device(context)))),
                Need.QUERY_CONFIG);
        routes.get(USES + "/{guid}", context -> write(context, device(context), guid(context)), Need.QUERY_CONFIG);
        routes.put(USES + "/{guid}", this::use, Need.MANAGE_CONFIG);
        routes.delete(
                USES + "/{guid}",
                context -> {
                    routing.enable(device(context), guid(context), false);
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.post(ROUTING + "/explain", this::explain, Need.QUERY_CONFIG);
    }

    private static String guid(Context context) {
        return context.pathParam("guid");
    }

    private int device(Context context) {
        return service.devices().named(Rest.id(context)).id();
    }

    private void register(Context context) {
        var wanted = rest.body(context, InboundRoutingWire.NewExtension.class);
        String name = required("uniqueName", wanted.uniqueName());
        routing.register(
                name,
                required("friendlyName", wanted.friendlyName()),
                required("image", wanted.image()),
                wanted.methods() == null ? List.of() : wanted.methods());
        context.status(201)
                .header(
                        "Location",
                        EXTENSIONS + "/" + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8));
        rest.write(context, InboundRoutingWire.Extensions.of(routing.extensions()));
    }

    private static String required(String member, @Nullable String value) {
        if (value == null) {
            throw ProblemException.invalid("The body has no member \"" + member + "\".", "Give it.");
        }
        return value;
    }

    private void write(Context context, int device, String guid) {
        long version = routing.version(device, guid); // an older one than what is shown is refused, which is safe
        rest.write(context, InboundRoutingWire.Use.of(routing.use(device, guid)), version);
    }

    private void change(Context context) {
        String guid = routing.method(guid(context)).guid();
        long expected = Rest.ifMatch(context, () -> routing.version(ExtensionProperties.SERVER, guid));
        var wanted = rest.body(context, InboundRoutingWire.MethodChange.class);
        var change = new InboundRouting.Change(
                data(wanted.value(), wanted.data()), Optional.empty(), Optional.ofNullable(wanted.priority()));
        routing.change(ExtensionProperties.SERVER, guid, expected, change);
        write(context, ExtensionProperties.SERVER, guid);
    }

    private void use(Context context) {
        int device = device(context);
        String guid = routing.method(guid(context)).guid();
        long expected = Rest.ifMatch(context, () -> routing.version(device, guid));
        var wanted = rest.body(context, InboundRoutingWire.UseChange.class);
        var change = new InboundRouting.Change(
                data(wanted.value(), wanted.data()), Optional.ofNullable(wanted.enabled()), Optional.empty());
        routing.change(device, guid, expected, change);
        write(context, device, guid);
    }

    /** A configuration as text, in the documented form, or as the octets that it is. */
    private static Optional<byte[]> data(@Nullable String value, @Nullable String data) {
        if (value != null && data != null) {
            throw ProblemException.invalid("The body has both value and data.", "Give one of them.");
        }
        if (value != null) {
            return Optional.of(MethodText.write(value));
        }
        try {
            return Optional.ofNullable(data).map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException cause) {
            throw ProblemException.invalid("data is not Base64.", "Give the octets in Base64, or a text as value.");
        }
    }

    private void explain(Context context) {
        var question = rest.body(context, InboundRoutingWire.Question.class);
        String from = question.from();
        String peer = question.peer();
        rest.write(
                context,
                InboundRoutingWire.Explanation.of(service.explainIncoming(
                        required("to", question.to()), from == null ? "" : from, peer == null ? "" : peer)));
    }
}
