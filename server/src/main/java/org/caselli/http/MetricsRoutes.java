package org.caselli.http;

import io.javalin.config.RoutesConfig;
import java.util.Objects;
import org.caselli.service.metrics.Metrics;

/** The metrics, where monitoring systems look for them. */
final class MetricsRoutes {
    static final String PATH = "/metrics";

    private final Metrics metrics;
    private final Need need;

    /** @param need of who asks for them */
    MetricsRoutes(Metrics metrics, Need need) {
        this.metrics = metrics;
        this.need = need;
    }

    void add(RoutesConfig routes) {
        routes.get(
                PATH,
                context -> {
                    Metrics.Page page = metrics.page(Objects.requireNonNullElse(context.header("Accept"), ""));
                    context.contentType(page.type())
                            .header("Cache-Control", "no-store")
                            .result(page.content());
                },
                need);
    }
}
