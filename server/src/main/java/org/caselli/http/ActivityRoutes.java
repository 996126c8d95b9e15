package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.caselli.http.wire.NoticeWire;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxService;
import org.caselli.service.notice.LogMessage;

/** What is under way, and the server's log for people. */
final class ActivityRoutes {
    private final FaxService service;
    private final Rest rest;

    ActivityRoutes(FaxService service, Rest rest) {
        this.service = service;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                Rest.API + "/activity",
                context -> rest.write(context, Wire.Activity.of(service.activity())),
                Need.QUERY_CONFIG);
        routes.get(Rest.API + "/activity/events", this::log, Need.QUERY_CONFIG);
    }

    private void log(Context context) {
        var slice = Rest.slice(context, "category", "severity");
        rest.write(
                context,
                NoticeWire.LogEntries.of(service.log()
                        .list(
                                Rest.choices(context, "category", LogMessage.Category.values()),
                                Rest.choices(context, "severity", LogMessage.Severity.values()),
                                slice)));
    }
}
