package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import org.caselli.http.wire.DeviceWire;
import org.caselli.service.device.Providers;

/** What offers devices. */
final class ProviderRoutes {
    private final Providers providers;
    private final Rest rest;

    ProviderRoutes(Providers providers, Rest rest) {
        this.providers = providers;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(Rest.API + "/providers", this::list, Need.QUERY_CONFIG);
        routes.post(Rest.API + "/providers", this::register, Need.MANAGE_CONFIG);
        routes.get(
                Rest.API + "/providers/{id}",
                context -> rest.write(context, DeviceWire.Provider.of(providers.find(Rest.id(context)))),
                Need.QUERY_CONFIG);
        routes.delete(Rest.API + "/providers/{id}", this::unregister, Need.MANAGE_CONFIG);
    }

    private void list(Context context) {
        Rest.parameters(context, List.of());
        rest.write(
                context,
                new DeviceWire.ProviderList(
                        providers.list().stream().map(DeviceWire.Provider::of).toList()));
    }

    private void register(Context context) {
        DeviceWire.ProviderRegistration wanted = rest.body(context, DeviceWire.ProviderRegistration.class);
        Providers.Provider registered = providers.register(
                wanted.guid(),
                wanted.friendlyName(),
                wanted.image(),
                Objects.requireNonNullElse(wanted.tapiName(), ""),
                Objects.requireNonNullElse(wanted.interfaceVersion(), Providers.INTERFACE_VERSION));
        rest.created(context, "/providers/" + registered.uniqueName(), DeviceWire.Provider.of(registered));
    }

    private void unregister(Context context) {
        providers.unregister(Rest.id(context));
        context.status(204);
    }
}
