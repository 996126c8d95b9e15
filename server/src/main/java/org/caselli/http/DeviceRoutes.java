package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxService;

/** The lines, and what each does. */
final class DeviceRoutes {
    private final FaxService service;
    private final Rest rest;

    DeviceRoutes(FaxService service, Rest rest) {
        this.service = service;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(Rest.API + "/devices", context -> rest.write(context, new Wire.Devices(devices())));
        routes.get(Rest.API + "/devices/{id}", this::device);
    }

    private List<Wire.Device> devices() {
        return service.devices().stream().map(Wire.Device::of).toList();
    }

    private void device(Context context) {
        String id = Rest.id(context);
        rest.write(
                context,
                devices().stream()
                        .filter(device -> device.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(
                                ProblemKind.NOT_FOUND,
                                "There is no device with this id.",
                                "GET " + Rest.API + "/devices lists all of them.")));
    }
}
