package org.caselli.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.caselli.client.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli providers}: without more, the list. */
@Command(name = "providers", description = "What offers lines: the server's own providers, and plug-ins.")
final class ProviderCommands implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Session session;

    @Override
    public Integer call() {
        return list(session);
    }

    @Command(name = "list", description = "List the providers, and what is wrong with each.")
    int list(@Mixin Session session) {
        List<Providers.Provider> providers = session.client().providers().list();
        if (session.json()) {
            session.terminal().json(Map.of("items", providers));
            return Exit.DONE;
        }
        var table = new Table("There are no providers.", "PROVIDER", "NAME", "VERSION", "LINES", "STATUS", "IMAGE");
        for (Providers.Provider each : providers) {
            table.row(
                    each.uniqueName(),
                    each.friendlyName(),
                    each.majorVersion() + "." + each.minorVersion() + "." + each.majorBuild() + "." + each.minorBuild(),
                    each.devices().size(),
                    status(each),
                    each.image());
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static String status(Providers.Provider provider) {
        String error = provider.error();
        String status = provider.status().equals("success")
                ? "works"
                : provider.status().replace('_', ' ');
        return switch (provider.pending()) {
            case "added" -> "after restart";
            case "removed" -> status + ", gone after restart";
            default -> error == null ? status : status + ": " + error;
        };
    }

    @Command(
            name = "register",
            description = "Register a provider; it is loaded at the next start of the server.",
            footer = "%nA jar in the plug-in folder needs no registration.")
    int register(
            @Mixin Session session,
            @Parameters(paramLabel = "JAR", description = "The provider's jar, on the server.") Path jar,
            @Option(names = "--guid", required = true, description = "Its unique name, a GUID in braces.") String guid,
            @Option(names = "--name", required = true, description = "For people.") String name,
            @Option(names = "--tapi-name", description = "A telephony provider that belongs to it.") @Nullable
                    String tapiName) {
        Providers.Provider provider = session.client()
                .providers()
                .register(new Providers.Registration(
                        guid, name, jar.toAbsolutePath().normalize().toString(), tapiName, null));
        if (session.json()) {
            session.terminal().json(provider);
        } else {
            session.terminal()
                    .line("Registered " + Table.clean(provider.friendlyName()) + " as " + provider.uniqueName()
                            + ". It is loaded at the next start of the server.");
        }
        return Exit.DONE;
    }

    @Command(name = "unregister", description = "Take a registration back, from the next start of the server on.")
    int unregister(
            @Mixin Session session,
            @Parameters(paramLabel = "PROVIDER", description = "Its unique name.") String uniqueName) {
        session.client().providers().unregister(uniqueName);
        if (session.json()) {
            session.terminal().json(Map.of("provider", uniqueName, "unregistered", true));
        } else {
            session.terminal().line("Unregistered " + uniqueName + ". It is gone at the next start of the server.");
        }
        return Exit.DONE;
    }
}
