package org.caselli.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.caselli.client.OutboundRouting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli routing}: which line carries a fax; and, in classes of their own, where a received one goes. */
@Command(
        name = "routing",
        description = "Which line carries a fax, and where a received one goes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RoutingCommands.Groups.class,
            RoutingCommands.Rules.class,
            InboundMethodCommands.class,
            InboundExtensionCommands.class,
            ExplainIncoming.class
        })
final class RoutingCommands {
    private static final String KEY =
            "Country code and area code: 49-30; 49-0 for a whole country; 0-0 for all other numbers.";
    private static final String DEVICE = "A device by its number or its name, such as 3 or berlin-1.";

    @Command(name = "explain", description = "Explain which line a number would take, and why. Nothing is dialled.")
    int explain(
            @Mixin Session session,
            @Parameters(paramLabel = "NUMBER", description = "As you would type it for a fax.") String number) {
        OutboundRouting.Explanation why = session.client().outboundRouting().explain(number);
        if (session.json()) {
            session.terminal().json(why);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        terminal.line(Table.clean(why.verdict()));
        terminal.line("Dialled  " + Table.clean(why.reading().dialled()));
        for (OutboundRouting.RuleLookedAt rule : why.rules()) {
            terminal.line("Rule     " + rule.key() + " (" + rule.title() + ") "
                    + (rule.taken() ? "decides. " : "is passed over. ") + Table.clean(rule.why()));
        }
        for (OutboundRouting.DeviceLookedAt device : why.devices()) {
            terminal.line("Device   " + device.id() + (device.count() > 1 ? "... " : " ")
                    + Table.clean(device.keys() + ": " + device.why()));
        }
        return Exit.DONE;
    }

    /** {@code caselli routing groups}. */
    @Command(name = "groups", description = "Groups of devices that send.", synopsisSubcommandLabel = "COMMAND")
    static final class Groups {
        @Command(
                name = "list",
                description = "List the groups with their devices, in the order in which they are tried.")
        int list(@Mixin Session session) {
            List<OutboundRouting.Group> groups =
                    session.client().outboundRouting().groups();
            if (session.json()) {
                session.terminal().json(groups);
                return Exit.DONE;
            }
            var table = new Table("There are no groups.", "GROUP", "STATUS", "DEVICES");
            groups.forEach(group -> table.row(group.name(), meaning(group.status()), devices(group)));
            table.print(session.terminal());
            return Exit.DONE;
        }

        @Command(name = "add", description = "Make a group.")
        int add(
                @Mixin Session session,
                @Parameters(index = "0", paramLabel = "GROUP", description = "Its name, 1 to 128 characters.")
                        String name,
                @Parameters(index = "1..*", paramLabel = "DEVICE", arity = "0..*", description = DEVICE) @Nullable
                        List<String> devices) {
            return told(
                    session, session.client().outboundRouting().addGroup(name, devices == null ? List.of() : devices));
        }

        @Command(name = "remove", description = "Delete a group to which no rule leads.")
        int remove(@Mixin Session session, @Parameters(paramLabel = "GROUP") String name) {
            session.client().outboundRouting().removeGroup(name);
            return done(session, "The group " + name + " is deleted.");
        }

        @Command(
                name = "devices",
                description =
                        "Say which devices a group has, in the order in which they are tried; without devices: none.")
        int devices(
                @Mixin Session session,
                @Parameters(index = "0", paramLabel = "GROUP") String name,
                @Parameters(index = "1..*", paramLabel = "DEVICE", arity = "0..*", description = DEVICE) @Nullable
                        List<String> devices) {
            OutboundRouting routing = session.client().outboundRouting();
            String tag = routing.findGroup(name).tag();
            return told(session, routing.setDevices(name, devices == null ? List.of() : devices, tag));
        }

        private static int told(Session session, OutboundRouting.Group group) {
            if (session.json()) {
                session.terminal().json(group);
            } else {
                session.terminal()
                        .line("The group " + Table.clean(group.name() + " has " + devices(group)) + " ("
                                + meaning(group.status()) + ").");
            }
            return Exit.DONE;
        }

        private static String devices(OutboundRouting.Group group) {
            return group.devices().isEmpty()
                    ? "no device"
                    : group.devices().stream()
                            .map(device -> device.key() == null
                                    ? device.id() + " (gone)"
                                    : device.key() + (device.maySend() ? "" : " (off)"))
                            .collect(Collectors.joining(", "));
        }
    }

    /** {@code caselli routing rules}. */
    @Command(
            name = "rules",
            description = "Rules for sending, by country and area.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Rules {
        @Command(name = "list", description = "List the rules. The most special one that fits a number decides.")
        int list(@Mixin Session session) {
            List<OutboundRouting.Rule> rules =
                    session.client().outboundRouting().rules();
            if (session.json()) {
                session.terminal().json(rules);
                return Exit.DONE;
            }
            var table = new Table("There are no rules.", "RULE", "FOR", "LEADS TO", "STATUS");
            rules.forEach(rule -> table.row(rule.key(), rule.title(), target(rule), meaning(rule.status())));
            table.print(session.terminal());
            return Exit.DONE;
        }

        @Command(name = "add", description = "Make a rule: caselli routing rules add 49-30 --group Berlin")
        int add(
                @Mixin Session session,
                @Parameters(paramLabel = "COUNTRY-AREA", description = KEY) String key,
                @ArgGroup(multiplicity = "1") Target target) {
            if (!key.matches("[0-9]{1,3}(-[0-9]{1,9})?")) {
                throw new Failure(
                        Exit.USAGE,
                        "\"" + key + "\" is no country code with an area code; give one such as 49-30, or 49-0.");
            }
            String[] codes = key.split("-", 2);
            int country = Integer.parseInt(codes[0]);
            long area = codes.length < 2 ? 0 : Long.parseLong(codes[1]);
            OutboundRouting routing = session.client().outboundRouting();
            return told(
                    session,
                    target.device == null
                            ? routing.addRuleToGroup(country, area, String.valueOf(target.group))
                            : routing.addRuleToDevice(country, area, target.device));
        }

        @Command(name = "set", description = "Let a rule lead elsewhere; also the one for all other numbers, 0-0.")
        int set(
                @Mixin Session session,
                @Parameters(paramLabel = "COUNTRY-AREA", description = KEY) String key,
                @ArgGroup(multiplicity = "1") Target target) {
            OutboundRouting routing = session.client().outboundRouting();
            String tag = routing.findRule(key).tag();
            return told(
                    session,
                    target.device == null
                            ? routing.setRuleToGroup(key, String.valueOf(target.group), tag)
                            : routing.setRuleToDevice(key, target.device, tag));
        }

        @Command(name = "remove", description = "Delete a rule.")
        int remove(@Mixin Session session, @Parameters(paramLabel = "COUNTRY-AREA", description = KEY) String key) {
            session.client().outboundRouting().removeRule(key);
            return done(session, "The rule " + key + " is deleted.");
        }

        private static int told(Session session, OutboundRouting.Rule rule) {
            if (session.json()) {
                session.terminal().json(rule);
            } else {
                session.terminal()
                        .line("The rule " + rule.key() + " (" + rule.title() + ") leads to " + Table.clean(target(rule))
                                + " (" + meaning(rule.status()) + ").");
            }
            return Exit.DONE;
        }

        private static String target(OutboundRouting.Rule rule) {
            return rule.device() == null ? "group " + rule.group() : "device " + rule.device();
        }
    }

    /** Where a rule leads. */
    static final class Target {
        @Option(names = "--device", required = true, paramLabel = "DEVICE", description = DEVICE)
        @Nullable
        String device;

        @Option(
                names = "--group",
                required = true,
                paramLabel = "GROUP",
                description = "A group; \"<All Devices>\" for whichever line is free.")
        @Nullable
        String group;
    }

    private static int done(Session session, String sentence) {
        session.terminal().line(session.json() ? "{}" : Table.clean(sentence));
        return Exit.DONE;
    }

    /** A status of a group or of a rule in plain words. */
    private static String meaning(String status) {
        return switch (status) {
            case "all_dev_valid" -> "all can send";
            case "empty" -> "empty";
            case "all_dev_not_valid" -> "none can send";
            case "some_dev_not_valid" -> "some cannot send";
            case "valid" -> "in use";
            case "empty_group" -> "not in use: the group is empty";
            case "all_group_dev_not_valid" -> "not in use: no device of the group can send";
            case "some_group_dev_not_valid" -> "in use; some devices of the group cannot send";
            case "bad_device" -> "not in use: the device is gone or off";
            default -> status;
        };
    }
}
