package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.caselli.http.wire.SenderWire;
import org.caselli.service.sender.SenderProfile;
import org.caselli.service.sender.SenderProfiles;

/** Sender profiles: one's own, and with {@code ?account=} those of another. */
final class SenderRoutes {
    private static final String SENDERS = Rest.API + "/senders";
    private static final String SENDER = SENDERS + "/{name}";

    private final SenderProfiles senders;
    private final Rest rest;

    SenderRoutes(SenderProfiles senders, Rest rest) {
        this.senders = senders;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(SENDERS, this::list, Need.ANY_RIGHT);
        routes.get(SENDER, context -> write(context, senders.find(account(context), name(context))), Need.ANY_RIGHT);
        routes.put(SENDER, this::keep, Need.ANY_RIGHT);
        routes.delete(SENDER, this::remove, Need.ANY_RIGHT);
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private static Optional<String> account(Context context) {
        Rest.parameters(context, List.of("account"));
        return Rest.single(context, "account");
    }

    private void list(Context context) {
        rest.write(
                context,
                new SenderWire.SenderProfiles(senders.list(account(context)).stream()
                        .map(SenderWire.SenderProfile::of)
                        .toList()));
    }

    private void write(Context context, SenderProfile profile) {
        rest.write(context, SenderWire.SenderProfile.of(profile), profile.version());
    }

    /** A new one needs no version; one that is there is changed by its own. */
    private void keep(Context context) {
        Optional<String> account = account(context);
        Optional<SenderProfile> before = senders.list(account).stream()
                .filter(profile -> profile.name().equalsIgnoreCase(name(context)))
                .findFirst();
        OptionalLong expected = before.isEmpty() && context.header("If-Match") == null
                ? OptionalLong.empty()
                : OptionalLong.of(Rest.ifMatch(
                        context, () -> senders.find(account, name(context)).version()));
        SenderProfile profile =
                rest.body(context, SenderWire.SenderProfile.class).named(name(context));
        context.status(before.isEmpty() ? 201 : 200);
        write(context, senders.keep(account, profile, expected));
    }

    private void remove(Context context) {
        senders.remove(account(context), name(context));
        context.status(204);
    }
}
