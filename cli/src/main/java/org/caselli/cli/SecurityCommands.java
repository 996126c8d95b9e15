package org.caselli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caselli.client.Security;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli access security}. */
@Command(
        name = "security",
        description = "Who may do what, as one thing: the documented security descriptor.",
        synopsisSubcommandLabel = "COMMAND")
final class SecurityCommands {
    private static final String GENERATION = "Of the bits in its masks: 1 or 2. Default: ${DEFAULT-VALUE}.";

    @Command(name = "show", description = "Show what each group and account has been given itself.")
    int show(@Mixin Session session) {
        show(session, session.client().security().read().value());
        return Exit.DONE;
    }

    @Command(name = "save", description = "Save it as a self-relative SECURITY_DESCRIPTOR, as ported programs read it.")
    int save(
            @Mixin Session session,
            @Parameters(paramLabel = "FILE", description = "Where to; it is replaced.") Path file,
            @Option(names = "--generation", paramLabel = "N", defaultValue = "2", description = GENERATION)
                    int generation) {
        byte[] octets = session.client().security().octets(generation, 7);
        try {
            Files.write(file, octets);
        } catch (IOException cause) {
            throw new Failure(
                    Exit.USAGE, file + " cannot be written: " + cause.getMessage() + ". Choose another place.");
        }
        session.terminal().line(session.json() ? "{}" : "Saved " + octets.length + " octets to " + file + ".");
        return Exit.DONE;
    }

    @Command(
            name = "apply",
            description =
                    "Take a self-relative SECURITY_DESCRIPTOR. Groups and accounts that it does not name lose their own rights.")
    int apply(
            @Mixin Session session,
            @Parameters(paramLabel = "FILE", description = "With the octets.") Path file,
            @Option(names = "--generation", paramLabel = "N", defaultValue = "2", description = GENERATION)
                    int generation) {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (IOException cause) {
            throw new Failure(Exit.USAGE, file + " cannot be read: " + cause.getMessage() + ". Check its name.");
        }
        show(session, session.client().security().write(octets, generation, 7));
        return Exit.DONE;
    }

    private static void show(Session session, Security.Descriptor descriptor) {
        if (session.json()) {
            session.terminal().json(descriptor);
            return;
        }
        var table = new Table("There are neither groups nor accounts.", "WHO", "NAME", "RIGHTS", "SID");
        for (Security.Entry entry : descriptor.entries()) {
            table.row(entry.kind(), entry.name(), String.join(", ", entry.rights()), entry.sid());
        }
        table.print(session.terminal());
    }
}
