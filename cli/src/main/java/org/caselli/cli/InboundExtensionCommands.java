package org.caselli.cli;

import java.util.List;
import java.util.Map;
import org.caselli.client.InboundRouting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli routing extensions}. */
@Command(
        name = "extensions",
        description = "Programs that offer routing methods for received faxes.",
        synopsisSubcommandLabel = "COMMAND")
final class InboundExtensionCommands {
    @Command(name = "list", description = "List all extensions, and whether they work.")
    int list(@Mixin Session session) {
        return shown(session, session.client().inboundRouting().extensions());
    }

    private static int shown(Session session, List<InboundRouting.Extension> extensions) {
        if (session.json()) {
            session.terminal().json(new InboundRouting.Extensions(extensions));
            return Exit.DONE;
        }
        var table = new Table("There is no extension.", "NAME", "EXTENSION", "VERSION", "STATE", "JAR");
        for (InboundRouting.Extension each : extensions) {
            String error = each.error();
            String pending = each.pending();
            table.row(
                    each.uniqueName(),
                    each.friendlyName(),
                    each.version(),
                    pending != null
                            ? pending + ", from the next start on"
                            : error == null ? "works" : each.status() + ": " + error,
                    each.image());
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    @Command(name = "register", description = "Register an extension. It works from the next start of the server on.")
    int register(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "NAME", description = "Its unique name.") String name,
            @Parameters(index = "1", paramLabel = "JAR", description = "The path of its jar on the server.")
                    String image,
            @Option(names = "--name", paramLabel = "TEXT", description = "Its name for people. Default: NAME.")
                    @org.jspecify.annotations.Nullable
                    String friendlyName,
            @Option(
                            names = "--method",
                            paramLabel = "METHOD",
                            required = true,
                            description = "A method as \"name;friendly name;function;GUID\"; may be given again.")
                    List<String> methods) {
        return shown(
                session,
                session.client()
                        .inboundRouting()
                        .register(name, friendlyName == null ? name : friendlyName, image, methods));
    }

    @Command(
            name = "unregister",
            description = "Take a registered extension away. It works until the server is started again.")
    int unregister(
            @Mixin Session session, @Parameters(paramLabel = "NAME", description = "Its unique name.") String name) {
        session.client().inboundRouting().unregister(name);
        if (session.json()) {
            session.terminal().json(Map.of("uniqueName", name));
        } else {
            session.terminal().line(Table.clean(name) + " is gone when the server is started again.");
        }
        return Exit.DONE;
    }
}
