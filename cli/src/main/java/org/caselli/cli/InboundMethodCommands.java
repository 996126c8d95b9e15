package org.caselli.cli;

import java.util.List;
import org.caselli.client.InboundRouting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli routing methods}. */
@Command(
        name = "methods",
        description =
                "What is done with received faxes: stored in a folder, mailed, printed, given to accounts, handed to programs.",
        synopsisSubcommandLabel = "COMMAND")
final class InboundMethodCommands {
    private static final String METHOD = "A method: its GUID, its number in the list, or a part of its name.";

    @Command(name = "list", description = "List all methods in the order in which they run, or what one device does.")
    int list(
            @Mixin Session session,
            @Option(names = "--device", paramLabel = "DEVICE", description = "A device: its number or its key.")
                    @Nullable
                    String device) {
        InboundRouting routing = session.client().inboundRouting();
        return device == null ? all(session, routing.methods()) : of(session, routing.uses(device));
    }

    private static int all(Session session, List<InboundRouting.Method> methods) {
        if (session.json()) {
            session.terminal().json(new InboundRouting.Methods(methods));
            return Exit.DONE;
        }
        var table = new Table("There is no routing method.", "NO", "METHOD", "EXTENSION", "GUID", "STATE");
        for (InboundRouting.Method method : methods) {
            String problem = method.problem();
            table.row(
                    method.priority(),
                    method.name(),
                    method.extensionName(),
                    method.guid(),
                    problem == null ? "works" : problem);
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static int of(Session session, List<InboundRouting.Use> uses) {
        if (session.json()) {
            session.terminal().json(new InboundRouting.Uses(uses));
            return Exit.DONE;
        }
        var table = new Table("There is no routing method.", "NO", "METHOD", "ON", "WITH", "");
        for (InboundRouting.Use use : uses) {
            String complaint = use.complaint();
            table.row(
                    use.method().priority(),
                    use.method().name(),
                    use.enabled() ? "yes" : "no",
                    with(use),
                    use.enabled() && complaint != null ? complaint : "");
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    static String with(InboundRouting.Use use) {
        String value = use.value();
        String shown = value != null ? value : use.data() == null ? "-" : "(octets)";
        return use.inherited() ? shown + " (of the server)" : shown;
    }

    @Command(
            name = "set",
            description =
                    "Say what a method works with, and switch it on or off for a device. Without --device: what it"
                            + " works with on devices that say nothing else.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "METHOD", description = METHOD) String method,
            @Option(names = "--device", paramLabel = "DEVICE", description = "A device: its number or its key.")
                    @Nullable
                    String device,
            @Option(
                            names = "--value",
                            paramLabel = "VALUE",
                            description =
                                    "A folder's whole path, mail addresses, a printer's name, or accounts (ann;bob)."
                                            + " Options follow a bar: \"/srv/faxes|format=pdf|name={date} {caller} {id}\".")
                    @Nullable
                    String value,
            @Option(names = "--on", description = "Switch it on.") boolean on,
            @Option(names = "--off", description = "Switch it off.") boolean off) {
        boolean nothing = value == null && !on && !off;
        if ((on && off) || nothing || (device == null && (on || off))) {
            throw new Failure(
                    Exit.USAGE,
                    "Give --value, --on or --off; on and off are for one device, so that --device is needed as well.");
        }
        InboundRouting routing = session.client().inboundRouting();
        String guid = guid(routing.methods(), method);
        InboundRouting.Use use = device == null
                ? routing.configure(guid, String.valueOf(value), "*")
                : routing.use(device, guid, on ? Boolean.TRUE : off ? Boolean.FALSE : null, value, "*");
        if (session.json()) {
            session.terminal().json(use);
        } else {
            session.terminal()
                    .line(Table.clean(use.method().name()) + ": "
                            + (device == null
                                    ? "on the whole server"
                                    : (use.enabled() ? "on" : "off") + " for device " + Table.clean(device))
                            + ", with " + Table.clean(with(use)));
        }
        return Exit.DONE;
    }

    @Command(name = "order", description = "Put a method at another place in the order in which they run.")
    int order(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "METHOD", description = METHOD) String method,
            @Parameters(index = "1", paramLabel = "NO", description = "1 for the first; any large number for the last.")
                    int priority) {
        InboundRouting routing = session.client().inboundRouting();
        // The place was chosen by the order as it is now: whoever changes it in this moment is not overwritten.
        String guid = guid(routing.methods(), method);
        routing.setPriority(guid, priority, routing.find(guid).tag());
        return all(session, routing.methods());
    }

    private static String guid(List<InboundRouting.Method> methods, String wanted) {
        List<InboundRouting.Method> found = methods.stream()
                .filter(method -> method.guid().equalsIgnoreCase(wanted)
                        || String.valueOf(method.priority()).equals(wanted))
                .toList();
        if (found.isEmpty()) {
            found = methods.stream()
                    .filter(method -> method.name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains(wanted.toLowerCase(java.util.Locale.ROOT)))
                    .toList();
        }
        if (found.size() != 1) {
            throw new Failure(
                    Exit.REFUSED,
                    (found.isEmpty() ? "There is no method \"" : "There are several methods \"") + Table.clean(wanted)
                            + "\". \"caselli routing methods list\" shows what there is.");
        }
        return found.getFirst().guid();
    }
}
