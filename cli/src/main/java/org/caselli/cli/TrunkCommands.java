package org.caselli.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.caselli.client.Tagged;
import org.caselli.client.Trunks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code caselli trunks}. A password is asked for on the terminal, or read from a pipe or a variable of the environment: on
 * the command line everybody on the machine could read it, and the shell would remember it.
 */
@Command(
        name = "trunks",
        description = "SIP trunks: the lines to the telephone network.",
        synopsisSubcommandLabel = "COMMAND")
final class TrunkCommands {
    private static final String NAME = "The name of the trunk, such as berlin; its lines are berlin-1, berlin-2, ...";

    @Command(name = "list", description = "List the trunks and how they are.")
    int list(@Mixin Session session) {
        List<Trunks.Trunk> trunks = session.client().trunks().list();
        if (session.json()) {
            session.terminal().json(trunks);
            return Exit.DONE;
        }
        var table = new Table("There are no trunks.", "TRUNK", "SERVER", "KIND", "CALLS", "STATE");
        for (Trunks.Trunk trunk : trunks) {
            Trunks.Status status = trunk.status();
            table.row(
                    trunk.name(),
                    text(trunk.settings().server()),
                    text(trunk.settings().kind()),
                    (status == null ? 0 : status.callsInUse()) + " of "
                            + trunk.settings().channels(),
                    state(trunk));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show how a trunk is set up. Its passwords are not shown.")
    int show(@Mixin Session session, @Parameters(paramLabel = "TRUNK") String name) {
        Trunks.Trunk trunk = session.client().trunks().find(name).value();
        if (session.json()) {
            session.terminal().json(trunk);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        Trunks.Form form = trunk.settings();
        terminal.line("Trunk " + trunk.name() + ": " + Table.clean(state(trunk)));
        tell(terminal, "Title", form.displayName());
        tell(terminal, "Kind", form.kind());
        tell(terminal, "Server", form.server() + " over " + form.transport());
        tell(terminal, "Proxy", form.outboundProxy());
        tell(terminal, "User", form.user());
        tell(terminal, "Auth user", form.authUser());
        tell(terminal, "Realm", form.realm());
        tell(terminal, "Password", trunk.hasPassword() ? "set" : "none");
        tell(terminal, "Number shown", form.number());
        tell(terminal, "Name shown", form.numberName());
        tell(terminal, "From user", form.fromUser());
        tell(terminal, "From domain", form.fromDomain());
        tell(terminal, "Number header", form.numberHeader());
        tell(terminal, "Channels", form.channels());
        tell(terminal, "Called number", form.calledNumber());
        tell(terminal, "Callers from", form.sources() == null ? "" : String.join(", ", form.sources()));
        tell(terminal, "Caller user", form.callerUser());
        tell(terminal, "Caller hash", trunk.hasCallerPassword() ? form.callerHash() : "");
        tell(terminal, "Caller password", trunk.hasCallerPassword() ? "set" : "");
        if ("tls".equals(form.transport())) {
            tell(terminal, "Trust", form.trust());
            tell(terminal, "Authorities", form.authorities());
            tell(terminal, "Fingerprint", form.fingerprint());
            tell(terminal, "Check host", form.checkHost());
            tell(terminal, "Certificate", form.certificate());
            tell(terminal, "Certificate key", form.certificateKey());
        }
        tell(terminal, "Register every", form.registerEvery() + " s");
        tell(
                terminal,
                "Check every",
                Integer.valueOf(0).equals(form.checkEvery()) ? "never" : form.checkEvery() + " s");
        tell(terminal, "Strip", form.strip());
        tell(terminal, "Prefix", form.prefix());
        tell(terminal, "Only on", trunk.node());
        return Exit.DONE;
    }

    private static void tell(Terminal terminal, String what, @Nullable Object value) {
        if (!text(value).isEmpty()) {
            terminal.line("%-16s %s".formatted(what, Table.clean(text(value))));
        }
    }

    @Command(name = "status", description = "Show how a trunk is, or all of them.")
    int status(@Mixin Session session, @Parameters(paramLabel = "TRUNK", arity = "0..1") @Nullable String name) {
        List<Trunks.Trunk> trunks = name == null
                ? session.client().trunks().list()
                : List.of(session.client().trunks().find(name).value());
        if (session.json()) {
            session.terminal().json(trunks);
            return Exit.DONE;
        }
        for (Trunks.Trunk trunk : trunks) {
            Trunks.Status status = trunk.status();
            session.terminal().line(trunk.name() + ": " + Table.clean(state(trunk)));
            if (status != null) {
                session.terminal()
                        .line("  " + status.callsInUse() + " of " + status.channels() + " channels in use; since "
                                + Words.time(status.since())
                                + (status.lastAnswer() == null
                                        ? "; never heard of"
                                        : "; last answer " + Words.time(status.lastAnswer()))
                                + (status.roundTripMillis() == null
                                        ? ""
                                        : " after " + status.roundTripMillis() + " ms"));
            }
        }
        if (trunks.isEmpty()) {
            session.terminal().line("There are no trunks.");
        }
        return Exit.DONE;
    }

    @Command(
            name = "add",
            description =
                    "Set up a trunk: caselli trunks add berlin --kind registration --server sip.example.org --user"
                            + " 4930123")
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "TRUNK", description = NAME) String name,
            @Mixin FormOptions options,
            @Mixin PasswordOptions passwords)
            throws IOException {
        // An account without a password is rare, so one is asked for.
        Trunks.Change wanted = change(session, options, passwords, options.user != null);
        return told(session, session.client().trunks().add(name, wanted), "is set up");
    }

    @Command(name = "set", description = "Change a trunk. What is not named stays; calls under way go on.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "TRUNK", description = NAME) String name,
            @Mixin FormOptions options,
            @Mixin PasswordOptions passwords)
            throws IOException {
        Trunks trunks = session.client().trunks();
        Tagged<Trunks.Trunk> before = trunks.find(name);
        Trunks.Change wanted = change(session, options, passwords, false);
        return told(session, trunks.change(name, wanted, before.tag()), "is changed");
    }

    private static Trunks.Change change(
            Session session, FormOptions options, PasswordOptions passwords, boolean hasAccount) throws IOException {
        return new Trunks.Change(
                options.form(),
                options.node,
                passwords.password(session, hasAccount),
                passwords.callerPassword(session));
    }

    @Command(name = "remove", description = "Take a trunk away. Its calls go on to their end.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "TRUNK") String name) {
        session.client().trunks().remove(name);
        session.terminal().line(session.json() ? "{}" : "The trunk " + Table.clean(name) + " is gone.");
        return Exit.DONE;
    }

    @Command(name = "test", description = "Ask the far end now, and show what comes of it.")
    int test(@Mixin Session session, @Parameters(paramLabel = "TRUNK") String name) {
        Trunks.Tested tested = session.client().trunks().test(name);
        if (session.json()) {
            session.terminal().json(tested);
        } else {
            session.terminal()
                    .line((tested.ok() ? "It works. " : "It does not work. ")
                            + Table.clean(tested.sentence())
                            + (tested.remedy() == null ? "" : " " + Table.clean(tested.remedy()))
                            + (tested.roundTripMillis() == null
                                    ? ""
                                    : " The answer took " + tested.roundTripMillis() + " ms."));
        }
        return tested.ok() ? Exit.DONE : Exit.REFUSED;
    }

    private static int told(Session session, Trunks.Trunk trunk, String what) {
        if (session.json()) {
            session.terminal().json(trunk);
        } else {
            session.terminal()
                    .line("The trunk " + trunk.name() + " " + what + ". Try it with \"caselli trunks test "
                            + trunk.name() + "\".");
        }
        return Exit.DONE;
    }

    private static String state(Trunks.Trunk trunk) {
        Trunks.Status status = trunk.status();
        if (trunk.problem() != null) {
            return "cannot be opened: " + trunk.problem();
        }
        return status == null
                ? "not open on this server"
                : status.state() + ": " + status.sentence() + (status.remedy() == null ? "" : " " + status.remedy());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Where passwords come from. */
    static final class PasswordOptions {
        @Option(
                names = "--password-env",
                paramLabel = "VARIABLE",
                description =
                        "The variable of the environment that has the password. Without it, and where one is needed, it"
                                + " is asked for on the terminal, or read as a line from a pipe.")
        @Nullable
        String variable;

        @Option(names = "--ask-password", description = "Ask for the password, or read it from a pipe.")
        boolean ask;

        @Option(names = "--no-password", description = "The far end asks for none; one that was set is forgotten.")
        boolean none;

        @Option(
                names = "--caller-password-env",
                paramLabel = "VARIABLE",
                description = "The variable that has the password which the far end must show when it calls.")
        @Nullable
        String callerVariable;

        @Option(
                names = "--ask-caller-password",
                description = "Ask for that one, or read it from a pipe (after the other, if both are read).")
        boolean askCaller;

        @Option(names = "--no-caller-password", description = "The far end need not show one.")
        boolean noCaller;

        private @Nullable BufferedReader pipe;

        @Nullable
        String password(Session session, boolean hasAccount) throws IOException {
            if (none) {
                return "";
            }
            if (variable != null) {
                return session.variable(variable);
            }
            return ask || hasAccount ? asked("password of the trunk", "--password-env", "--no-password") : null;
        }

        @Nullable
        String callerPassword(Session session) throws IOException {
            if (noCaller) {
                return "";
            }
            if (callerVariable != null) {
                return session.variable(callerVariable);
            }
            return askCaller
                    ? asked("password that callers must show", "--caller-password-env", "--no-caller-password")
                    : null;
        }

        private String asked(String what, String variableOption, String noneOption) throws IOException {
            Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
            if (console.isPresent()) {
                char[] typed = console.get().readPassword("The %s: ", what);
                return typed == null ? "" : new String(typed);
            }
            BufferedReader in = pipe;
            if (in == null) {
                in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                pipe = in;
            }
            String line = in.readLine();
            if (line == null) {
                throw new Failure(
                        Exit.USAGE,
                        "There is no " + what + ". Type it, pipe it in, name a variable with " + variableOption
                                + ", or give " + noneOption + ".");
            }
            return line;
        }
    }

    /** The settings of a trunk. */
    static final class FormOptions {
        @Option(names = "--title", paramLabel = "TEXT", description = "For people.")
        @Nullable
        String displayName;

        @Option(names = "--kind", paramLabel = "KIND", description = "static or registration.")
        @Nullable
        String kind;

        @Option(names = "--server", paramLabel = "HOST[:PORT]", description = "The far end.")
        @Nullable
        String server;

        @Option(names = "--transport", paramLabel = "TRANSPORT", description = "udp, tcp or tls.")
        @Nullable
        String transport;

        @Option(
                names = "--proxy",
                paramLabel = "HOST[:PORT]",
                description = "Where everything is sent instead; \"\" for none.")
        @Nullable
        String outboundProxy;

        @Option(names = "--user", paramLabel = "USER", description = "The account.")
        @Nullable
        String user;

        @Option(
                names = "--auth-user",
                paramLabel = "USER",
                description = "The user name of the credentials, if another.")
        @Nullable
        String authUser;

        @Option(names = "--realm", paramLabel = "REALM", description = "The only realm that gets our credentials.")
        @Nullable
        String realm;

        @Option(
                names = "--number",
                paramLabel = "NUMBER",
                description = "The number that is shown to those who are called.")
        @Nullable
        String number;

        @Option(names = "--number-name", paramLabel = "NAME", description = "The name that is shown to them.")
        @Nullable
        String numberName;

        @Option(
                names = "--from-user",
                paramLabel = "USER",
                description = "The user part of From, where it must be this one always.")
        @Nullable
        String fromUser;

        @Option(names = "--from-domain", paramLabel = "HOST", description = "The domain of From, if not the server's.")
        @Nullable
        String fromDomain;

        @Option(
                names = "--number-header",
                paramLabel = "HEADER",
                description = "Where the number stands besides From: none, asserted or preferred.")
        @Nullable
        String numberHeader;

        @Option(names = "--channels", paramLabel = "COUNT", description = "Calls at one time, 1 to 1000.")
        @Nullable
        Integer channels;

        @Option(
                names = "--called-number",
                paramLabel = "PLACE",
                description = "Where the called number of a call stands: request_uri or to.")
        @Nullable
        String calledNumber;

        @Option(
                names = "--source",
                paramLabel = "NETWORK",
                description =
                        "An address or network that calls may come from, if not the server's; repeat it for more.")
        @Nullable
        List<String> sources;

        @Option(
                names = "--caller-user",
                paramLabel = "USER",
                description = "The user that the far end must authenticate as; \"\" for none.")
        @Nullable
        String callerUser;

        @Option(
                names = "--caller-hash",
                paramLabel = "HASH",
                description =
                        "What the far end is asked to hash its password with: best (SHA-256, or else MD5) or md5, for"
                                + " machines that know no other.")
        @Nullable
        String callerHash;

        @Option(names = "--trust", paramLabel = "TRUST", description = "TLS: system, own_authority or fingerprint.")
        @Nullable
        String trust;

        @Option(
                names = "--authorities",
                paramLabel = "FILE",
                description = "TLS: PEM file of our authorities, on the server.")
        @Nullable
        String authorities;

        @Option(names = "--fingerprint", paramLabel = "HEX", description = "TLS: SHA-256 of the far end's certificate.")
        @Nullable
        String fingerprint;

        @Option(
                names = "--check-host",
                paramLabel = "true|false",
                description = "TLS: whether the certificate must name the server.")
        @Nullable
        Boolean checkHost;

        @Option(names = "--certificate", paramLabel = "FILE", description = "TLS: our own certificate, on the server.")
        @Nullable
        String certificate;

        @Option(names = "--certificate-key", paramLabel = "FILE", description = "TLS: its key.")
        @Nullable
        String certificateKey;

        @Option(names = "--register-every", paramLabel = "SECONDS", description = "60 to 86400.")
        @Nullable
        Integer registerEvery;

        @Option(names = "--check-every", paramLabel = "SECONDS", description = "5 to 86400; 0 for never.")
        @Nullable
        Integer checkEvery;

        @Option(names = "--strip", paramLabel = "DIGITS", description = "Taken from the front of numbers, such as +.")
        @Nullable
        String strip;

        @Option(names = "--prefix", paramLabel = "DIGITS", description = "Put before them then, such as 00.")
        @Nullable
        String prefix;

        @Option(
                names = "--only-on",
                paramLabel = "NODE",
                description = "In a cluster: the only server that opens it; \"\" for each.")
        @Nullable
        String node;

        Trunks.Form form() {
            return new Trunks.Form(
                    displayName,
                    kind,
                    server,
                    transport,
                    outboundProxy,
                    user,
                    authUser,
                    realm,
                    number,
                    numberName,
                    fromUser,
                    fromDomain,
                    numberHeader,
                    channels,
                    calledNumber,
                    sources,
                    callerUser,
                    callerHash,
                    trust,
                    authorities,
                    fingerprint,
                    checkHost,
                    certificate,
                    certificateKey,
                    registerEvery,
                    checkEvery,
                    strip,
                    prefix);
        }
    }
}
