package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Objects;
import org.caselli.http.wire.AccessWire;
import org.caselli.service.access.OpenIdSignIn;
import org.jspecify.annotations.Nullable;

/** Signing in by an OpenID provider. Nobody can have a token for that. */
final class OpenIdRoutes {
    static final String ROOT = Rest.API + "/access/oidc/";

    private final OpenIdSignIn signIn;
    private final Rest rest;

    OpenIdRoutes(OpenIdSignIn signIn, Rest rest) {
        this.signIn = signIn;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.post(ROOT + "browser", this::browser, Need.NOTHING);
        routes.post(ROOT + "device", this::device, Need.NOTHING);
        routes.post(ROOT + "sessions", this::finish, Need.NOTHING);
    }

    private void browser(Context context) {
        AccessWire.NewVisit wanted = rest.body(context, AccessWire.NewVisit.class);
        OpenIdSignIn.Visit visit = signIn.visit(given("redirectUri", wanted.redirectUri()), context.ip());
        context.status(201).header("Cache-Control", "no-store");
        rest.write(context, AccessWire.Visit.of(visit));
    }

    private void device(Context context) {
        OpenIdSignIn.DeviceVisit visit = signIn.device(context.ip());
        context.status(201).header("Cache-Control", "no-store");
        rest.write(context, AccessWire.DeviceVisit.of(visit));
    }

    private void finish(Context context) {
        AccessWire.VisitEnd end = rest.body(context, AccessWire.VisitEnd.class);
        OpenIdSignIn.Finish finish = signIn.finish(
                given("flow", end.flow()),
                Objects.requireNonNullElse(end.state(), ""),
                Objects.requireNonNullElse(end.code(), ""),
                context.ip());
        context.header("Cache-Control", "no-store");
        if (finish.session().isPresent()) {
            context.status(201);
            rest.write(context, AccessWire.Session.of(finish.session().get()));
        } else {
            long seconds = Math.max(1, finish.again().toSeconds());
            context.status(202).header("Retry-After", Long.toString(seconds));
            rest.write(context, new AccessWire.Waiting(seconds));
        }
    }

    private static String given(String member, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw ProblemException.invalid("The body has no member \"" + member + "\".", "Send it as a text.");
        }
        return text;
    }
}
