package org.caselli.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.client.CaselliException;
import org.caselli.document.DocumentException;
import org.caselli.server.ConfigException;
import org.caselli.server.Main;
import org.caselli.server.StartException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code caselli} command: the tree of its subcommands, and what becomes of their failures. */
@Command(
        name = "caselli",
        versionProvider = Caselli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        header = "An open fax server.%n",
        description = "%nThe first steps: \"caselli demo\" sends a fax from one line of this machine to another."
                + " \"caselli serve\" runs the server; then \"caselli send 1002 letter.pdf\" from another terminal.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It was done; of send and demo: delivered.",
            "1:An error of Caselli's own.",
            "2:A wrong option or argument, or a mistake in caselli.toml.",
            "3:A document cannot be read or turned into fax pages.",
            "4:The fax was not delivered.",
            "5:No server answers, or it does not accept the token.",
            "6:The server refused: there is no such thing, its state does not allow it, or a right is missing.",
            "7:The server cannot start."
        },
        subcommands = {
            Demo.class,
            Serve.class,
            Send.class,
            Render.class,
            JobCommands.class,
            QueueCommands.class,
            InboxCommands.class,
            IncomingCommands.class,
            SentCommands.class,
            ArchiveCommands.class,
            RoutingCommands.class,
            DocumentCommands.class,
            DeviceCommands.class,
            ProviderCommands.class,
            NodeCommands.class,
            SettingsCommands.class,
            CoverCommands.class,
            SenderCommands.class,
            TrunkCommands.class,
            WebhookCommands.class,
            ReceiptCommands.class,
            AccountCommands.class,
            GroupCommands.class,
            AccessCommands.class,
            LogCommand.class,
            AuditCommands.class,
            Watch.class
        })
public final class Caselli implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    private Caselli() {}

    /** The command of this process. */
    public static void main(String[] args) {
        // Only a server that runs on has a log to keep; others show what matters themselves.
        if (System.getProperty("caselli.log") == null && !List.of(args).contains("serve")) {
            System.setProperty("caselli.log", "WARN");
        }
        Terminal terminal = Terminal.ofProcess();
        int code = run(terminal, System.getenv(), args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /** Runs one command and answers its exit code. */
    static int run(Terminal terminal, Map<String, String> environment, String... args) {
        var clients = new ArrayList<CaselliClient>();
        try {
            return commands(terminal, environment, clients::add).execute(args);
        } finally {
            // Their threads would hold up the end of the process for a third of a second.
            clients.forEach(CaselliClient::close);
        }
    }

    static CommandLine commands(Terminal terminal, Map<String, String> environment, Consumer<CaselliClient> opened) {
        CommandLine.IFactory usual = CommandLine.defaultFactory();
        var line = new CommandLine(new Caselli(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == Session.class) {
                    return type.cast(new Session(terminal, environment, opened));
                }
                return type == Output.class ? type.cast(new Output(terminal)) : usual.create(type);
            }
        });
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Instant.class, Caselli::time);
        line.setParameterExceptionHandler((problem, arguments) -> misused(terminal, problem));
        line.setExecutionExceptionHandler((cause, command, result) -> failed(terminal, cause));
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "diary", description = "Show what was heard, said and decided in a call.")
    int diary(
            @Mixin Session session,
            @Parameters(
                            paramLabel = "CALL",
                            description =
                                    "The id of a call, of a sent fax's job (its last call is shown), or of a received"
                                            + " fax; or \"latest\".")
                    String id) {
        Api.Call call = call(session.client(), id);
        if (session.json()) {
            session.terminal().json(call);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        Api.Outcome outcome = call.outcome();
        terminal.line("Call " + call.id() + (call.outgoing() ? ", to " : ", from ")
                + Table.clean(Words.orDash(call.peer())) + ", on " + call.device() + ", "
                + Words.time(call.startedAt()));
        for (Api.DiaryLine line : call.lines()) {
            double seconds = Duration.between(call.startedAt(), line.at()).toMillis() / 1000.0;
            terminal.line(String.format(Locale.ROOT, "%9.3f  %s", seconds, Table.clean(line.text())));
        }
        terminal.line(
                outcome == null
                        ? "The call is still going on; its diary is there when it has ended."
                        : outcome.sentence());
        return Exit.DONE;
    }

    /** Finds a call by any id that leads to it. */
    private static Api.Call call(CaselliClient client, String id) {
        if (id.equals("latest")) {
            List<Api.Call> calls = client.calls(null, 1).items();
            if (calls.isEmpty()) {
                throw new Failure(Exit.REFUSED, "There has been no call yet.");
            }
            return client.call(calls.getFirst().id());
        }
        try {
            return client.call(id);
        } catch (CaselliException notACall) {
            if (notACall.kind() != CaselliException.Kind.NOT_FOUND) {
                throw notACall;
            }
            return client.call(callBehind(client, id, notACall));
        }
    }

    private static String callBehind(CaselliClient client, String id, CaselliException notACall) {
        try {
            return client.job(id).attempts().reversed().stream()
                    .map(Api.Attempt::call)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> new Failure(Exit.REFUSED, "Job " + id + " has not come to a call yet."));
        } catch (CaselliException notAJob) {
            try {
                return client.archives().receivedFax(id).call();
            } catch (CaselliException notAFax) {
                notACall.addSuppressed(notAJob);
                notACall.addSuppressed(notAFax);
                throw notACall;
            }
        }
    }

    @Command(
            name = "completion",
            description = "Print a script that completes caselli's commands and options in bash and zsh.",
            footer = "%nFor this shell: source <(caselli completion)")
    int completion() {
        spec.commandLine().getOut().print(AutoComplete.bash("caselli", spec.commandLine()));
        spec.commandLine().getOut().flush();
        return Exit.DONE;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException cause) {
            throw new CommandLine.TypeConversionException(
                    "\"" + text
                            + "\" is no time; give it with its offset, such as 2026-11-21T22:00:00Z or 2026-11-21T22:00:00+01:00");
        }
    }

    private static int misused(Terminal terminal, ParameterException problem) {
        terminal.complain(String.valueOf(problem.getMessage()));
        CommandLine command = problem.getCommandLine();
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        terminal.err().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        return Exit.USAGE;
    }

    private static int failed(Terminal terminal, Exception cause) {
        int code = switch (cause) {
            case Failure failure -> failure.code();
            case DocumentException refused -> Exit.DOCUMENT;
            case ConfigException mistake -> Exit.USAGE;
            case StartException stopped -> Exit.CANNOT_START;
            case CaselliException refused ->
                switch (refused.kind()) {
                    case UNREACHABLE, UNAUTHORIZED -> Exit.UNREACHABLE;
                    case DOCUMENT_REFUSED -> Exit.DOCUMENT;
                    case INVALID -> Exit.USAGE;
                    case FORBIDDEN, NOT_FOUND, CONFLICT -> Exit.REFUSED;
                    case SERVER_ERROR -> Exit.INTERNAL;
                };
            default -> Exit.INTERNAL;
        };
        terminal.complain(String.valueOf(cause.getMessage()));
        // What is only away at the moment is nobody's mistake.
        boolean away = cause instanceof CaselliException refused && refused.status() == 503;
        if (code == Exit.INTERNAL && !away) {
            cause.printStackTrace(terminal.err());
        }
        return code;
    }

    /** Tells the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"caselli " + Main.version() + ", Java " + Runtime.version()};
        }
    }
}
