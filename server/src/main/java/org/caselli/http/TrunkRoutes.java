package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import org.caselli.http.wire.TrunkWire;
import org.caselli.service.trunk.Trunk;
import org.caselli.service.trunk.TrunkChange;
import org.caselli.service.trunk.TrunkForm;
import org.caselli.service.trunk.Trunks;
import org.jspecify.annotations.Nullable;

/** The SIP trunks. */
final class TrunkRoutes {
    private static final String TRUNKS = "/trunks";

    private final Trunks trunks;
    private final Rest rest;

    TrunkRoutes(Trunks trunks, Rest rest) {
        this.trunks = trunks;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(
                Rest.API + TRUNKS,
                context -> rest.write(
                        context,
                        new TrunkWire.Trunks(
                                trunks.list().stream().map(TrunkWire.Trunk::of).toList())),
                Need.QUERY_CONFIG);
        routes.post(Rest.API + TRUNKS, this::add, Need.MANAGE_CONFIG);
        routes.get(
                Rest.API + TRUNKS + "/{name}",
                context -> write(context, trunks.find(name(context))),
                Need.QUERY_CONFIG);
        routes.patch(Rest.API + TRUNKS + "/{name}", this::change, Need.MANAGE_CONFIG);
        routes.delete(
                Rest.API + TRUNKS + "/{name}",
                context -> {
                    trunks.remove(name(context));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.post(
                Rest.API + TRUNKS + "/{name}/test",
                context -> rest.write(context, TrunkWire.Tested.of(trunks.test(name(context)))),
                Need.MANAGE_CONFIG);
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private void write(Context context, Trunk trunk) {
        rest.write(context, TrunkWire.Trunk.of(trunk), trunk.version());
    }

    private void add(Context context) {
        TrunkWire.NewTrunk wanted = rest.body(context, TrunkWire.NewTrunk.class);
        if (wanted.name() == null) {
            throw ProblemException.invalid(
                    "The trunk has no name.", "Give 1 to 32 of a-z, 0-9 and -, a letter first, such as berlin.");
        }
        Trunk trunk = trunks.add(
                wanted.name(), change(wanted.settings(), wanted.node(), wanted.password(), wanted.callerPassword()));
        context.status(201);
        context.header("Location", Rest.API + TRUNKS + "/" + trunk.name());
        write(context, trunk);
    }

    private void change(Context context) {
        String name = name(context);
        long expected = Rest.ifMatch(context, () -> trunks.find(name).version());
        TrunkWire.TrunkChange wanted = rest.body(context, TrunkWire.TrunkChange.class);
        write(
                context,
                trunks.change(
                        name,
                        change(wanted.settings(), wanted.node(), wanted.password(), wanted.callerPassword()),
                        expected));
    }

    private static TrunkChange change(
            @Nullable TrunkForm settings,
            @Nullable String node,
            @Nullable String password,
            @Nullable String callerPassword) {
        return new TrunkChange(
                Objects.requireNonNullElse(settings, TrunkForm.NOTHING),
                Optional.ofNullable(node),
                Optional.ofNullable(password),
                Optional.ofNullable(callerPassword));
    }
}
