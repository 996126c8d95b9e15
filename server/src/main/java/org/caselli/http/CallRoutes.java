package org.caselli.http;

import io.javalin.config.RoutesConfig;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxService;

/** Calls and their diaries. */
final class CallRoutes {
    private final FaxService service;
    private final Rest rest;

    CallRoutes(FaxService service, Rest rest) {
        this.service = service;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                Rest.API + "/calls",
                context -> rest.write(context, Wire.Calls.of(service.calls(Rest.slice(context)))),
                Need.ANY_RIGHT);
        routes.get(
                Rest.API + "/calls/{id}",
                context -> rest.write(context, Wire.Call.of(service.call(Rest.id(context)))),
                Need.ANY_RIGHT);
    }
}
