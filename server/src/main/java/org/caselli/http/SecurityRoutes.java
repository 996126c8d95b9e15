package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.caselli.http.wire.SecurityWire;
import org.caselli.service.access.Right;
import org.caselli.service.access.Security;
import org.jspecify.annotations.Nullable;

/** Who may do what, as one thing: for people as JSON, for ported programs as the documented octets. */
final class SecurityRoutes {
    private static final String SECURITY = Rest.API + "/access/security";
    private static final String DESCRIPTOR = SECURITY + "/descriptor";
    private static final String OCTETS = "application/octet-stream";

    private final Security security;
    private final Rest rest;

    SecurityRoutes(Security security, Rest rest) {
        this.security = security;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(SECURITY, context -> write(context, security.read()), Need.QUERY_CONFIG);
        routes.put(SECURITY, this::change, Need.MANAGE_CONFIG);
        routes.get(DESCRIPTOR, this::octets, Need.QUERY_CONFIG);
        routes.put(DESCRIPTOR, this::take, Need.MANAGE_CONFIG);
    }

    private void write(Context context, Security.Descriptor descriptor) {
        rest.write(context, SecurityWire.Security.of(descriptor), descriptor.version());
    }

    private void change(Context context) {
        long expected = Rest.ifMatch(context, () -> security.read().version());
        SecurityWire.NewSecurity wanted = rest.body(context, SecurityWire.NewSecurity.class);
        if (wanted.entries() == null) {
            throw ProblemException.invalid("There are no entries.", "Send all that shall have rights.");
        }
        write(
                context,
                security.write(
                        wanted.entries().stream().map(SecurityRoutes::grant).toList(), expected));
    }

    private static Security.Grant grant(SecurityWire.@Nullable NewEntry entry) {
        if (entry == null || entry.kind() == null || entry.name() == null || entry.rights() == null) {
            throw ProblemException.invalid(
                    "An entry is null, or has no kind, name or rights.",
                    "Give each as {\"kind\": \"account\", \"name\": \"ann\", \"rights\": [\"submit_low\"]}.");
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (@Nullable String name : entry.rights()) {
            rights.add(Rest.choice("One of rights", String.valueOf(name), Right.values()));
        }
        return new Security.Grant(Rest.choice("kind", entry.kind(), Security.Kind.values()), entry.name(), rights);
    }

    private static Security.Generation generation(Context context) {
        return Rest.single(context, "generation")
                                .map(text -> Rest.number("generation", text, 1, 2))
                                .orElse(2L)
                        == 1
                ? Security.Generation.FIRST
                : Security.Generation.SECOND;
    }

    private static int information(Context context) {
        Rest.parameters(context, List.of("generation", "information"));
        return Rest.single(context, "information")
                .map(text -> (int) Rest.number("information", text, 1, 15))
                .orElse(Security.OWNER | Security.GROUP | Security.DACL);
    }

    private void octets(Context context) {
        Security.Octets octets = security.read(generation(context), information(context));
        context.contentType(OCTETS)
                .header("ETag", "\"" + octets.version() + "\"")
                .result(octets.octets());
    }

    private void take(Context context) throws IOException {
        int information = information(context);
        Rest.requireType(context, OCTETS);
        byte[] octets = Submissions.limited(context, "security descriptor", 0x10000 + 1000)
                .readAllBytes();
        OptionalLong expected = context.header("If-Match") == null
                ? OptionalLong.empty() // who has the octets from elsewhere knows no version
                : OptionalLong.of(Rest.ifMatch(context, () -> security.read().version()));
        write(context, security.write(octets, generation(context), information, expected));
    }
}
