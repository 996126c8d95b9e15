package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.caselli.http.wire.NodeWire;
import org.caselli.http.wire.Wire;
import org.caselli.service.FaxService;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;

/** The server itself, its description, and what its problems mean. */
final class ServerRoutes {
    /** Asked by load balancers, which have no token. */
    static final String HEALTH = Rest.API + "/health";

    private final FaxService service;
    private final ServerFacts facts;
    private final Clock clock;
    private final Rest rest;

    ServerRoutes(FaxService service, ServerFacts facts, Clock clock, Rest rest) {
        this.service = service;
        this.facts = facts;
        this.clock = clock;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(Rest.API + "/openapi.yaml", ServerRoutes::describe, Need.NOTHING);
        routes.get(ProblemKind.ROOT + "{name}", this::explainProblem, Need.NOTHING);
        routes.get(Rest.API + "/server", this::server, Need.ANY_RIGHT);
        routes.get(Rest.API + "/nodes", this::nodes, Need.QUERY_CONFIG);
        routes.get(HEALTH, this::health, Need.NOTHING);
    }

    private static void describe(Context context) throws IOException {
        try (InputStream document = Rest.class.getResourceAsStream("openapi.yaml")) {
            if (document == null) {
                throw new IllegalStateException("openapi.yaml is missing from the program; build it again.");
            }
            context.contentType("application/yaml; charset=utf-8").result(document.readAllBytes());
        }
    }

    private void explainProblem(Context context) {
        String name = context.pathParam("name");
        ProblemKind kind = Arrays.stream(ProblemKind.values())
                .filter(candidate -> candidate.slug().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.NOT_FOUND,
                        "There is no type of problem with this name.",
                        "Use the type of a problem as it came; the types are: "
                                + Arrays.stream(ProblemKind.values())
                                        .map(ProblemKind::slug)
                                        .collect(Collectors.joining(", "))
                                + "."));
        rest.write(context, new Wire.ProblemType(kind.type(), kind.title(), kind.status(), kind.explanation()));
    }

    private void server(Context context) {
        Wire.Server server = Wire.Server.of(
                facts.version(),
                facts.startedAt(),
                clock.instant(),
                service.lastEvent(),
                service.activity(),
                facts.sipPort(),
                facts.failures(),
                service.standsBy());
        rest.write(context, Caller.current().has(Right.QUERY_CONFIG) ? server : server.inPublic());
    }

    private void nodes(Context context) {
        Rest.parameters(context, List.of());
        rest.write(
                context,
                new NodeWire.Nodes(
                        service.nodes().stream().map(NodeWire.Node::of).toList()));
    }

    /** Asks nobody, so it is answered at once also where the database is not. */
    private void health(Context context) {
        context.header("Cache-Control", "no-store");
        if (service.standsBy().isPresent()) {
            throw new ProblemException(
                    ProblemKind.DATABASE_AWAY,
                    "The server takes no work: its database is away, or another server of its name works there.",
                    "Ask another server. Why this one stands by is in its log, and in GET " + Rest.API + "/server.");
        }
        rest.write(context, new NodeWire.Health("ok"));
    }
}
