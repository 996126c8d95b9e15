package org.caselli.cli;

import picocli.CommandLine.Command;

/** {@code caselli routing}. */
@Command(
        name = "routing",
        description = "Which line carries a fax, and where a received one goes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InboundMethodCommands.class, InboundExtensionCommands.class, ExplainIncoming.class})
final class RoutingCommands {}
