package org.caselli.cli;

import java.util.List;
import org.caselli.client.Accounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli accounts}. */
@Command(name = "accounts", description = "Who may use the server.", synopsisSubcommandLabel = "COMMAND")
final class AccountCommands {
    /** What can be said of an account. */
    static final class Form {
        @Option(names = "--display-name", paramLabel = "NAME", description = "For people.")
        @Nullable
        String displayName;

        @Option(names = "--email", paramLabel = "ADDRESS", description = "Its e-mail address.")
        @Nullable
        String email;

        @Option(
                names = "--right",
                paramLabel = "RIGHT",
                split = ",",
                description = "A right of its own, such as submit_normal; \"none\" for none. May be repeated; replaces"
                        + " those it had.")
        @Nullable
        List<String> rights;
    }

    /** What is meant by the names of rights on a command line. */
    static @Nullable List<String> chosen(@Nullable List<String> names) {
        return names == null || !names.equals(List.of("none")) ? names : List.of();
    }

    static String rights(List<String> rights) {
        return rights.isEmpty() ? "none" : String.join(" ", rights);
    }

    @Command(name = "list", description = "List the accounts, and what each may do.")
    int list(@Mixin Session session) {
        List<Accounts.Account> accounts = session.client().accounts().list();
        if (session.json()) {
            session.terminal().json(new Accounts.AccountList(accounts));
            return Exit.DONE;
        }
        var table = new Table("There are no accounts.", "ACCOUNT", "NAME", "GROUPS", "MAY", "STATE");
        for (Accounts.Account account : accounts) {
            table.row(
                    account.name(),
                    Words.orDash(account.displayName()),
                    Words.orDash(String.join(" ", account.groups())),
                    rights(account.effectiveRights()),
                    state(account));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static String state(Accounts.Account account) {
        if (account.disabled()) {
            return "disabled";
        } else if (account.directory() != null) {
            return "by " + account.directory();
        }
        return account.hasPassword() ? "ok" : "no password";
    }

    @Command(name = "show", description = "Show an account.")
    int show(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        return told(session, session.client().accounts().find(name).value());
    }

    private static int told(Session session, Accounts.Account account) {
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.json(account);
            return Exit.DONE;
        }
        terminal.line("Account " + account.name() + ": " + state(account));
        terminal.line("Name     " + Table.clean(Words.orDash(account.displayName())) + ", "
                + Table.clean(Words.orDash(account.email())));
        terminal.line("Rights   " + rights(account.rights()));
        terminal.line("Groups   " + Words.orDash(String.join(" ", account.groups())));
        terminal.line("May      " + rights(account.effectiveRights()));
        return Exit.DONE;
    }

    @Command(name = "add", description = "Make an account. Without a password nobody can sign in until one is set.")
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "Letters, digits, dots, hyphens, underscores.") String name,
            @Option(names = "--group", paramLabel = "GROUP", split = ",", description = "A group that it is in.")
                    @Nullable
                    List<String> groups,
            @Option(
                            names = "--password-env",
                            paramLabel = "VARIABLE",
                            description = "The variable of the environment that has its password.")
                    @Nullable
                    String variable,
            @Mixin Form form) {
        String password = variable == null ? null : session.variable(variable);
        return told(
                session,
                session.client()
                        .accounts()
                        .add(new Accounts.NewAccount(
                                name, form.displayName, form.email, chosen(form.rights), groups, password)));
    }

    @Command(name = "set", description = "Change an account.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--disabled",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "Whether it may not sign in.")
                    @Nullable
                    Boolean disabled,
            @Mixin Form form) {
        Accounts accounts = session.client().accounts();
        String tag = accounts.find(name).tag();
        return told(
                session,
                accounts.change(
                        name, new Accounts.Change(form.displayName, form.email, disabled, chosen(form.rights)), tag));
    }

    /** Which password. */
    static final class NewPassword {
        @Option(
                names = "--password-env",
                paramLabel = "VARIABLE",
                description = "The variable of the environment that has the password.")
        @Nullable
        String variable;

        @Option(
                names = "--none",
                description =
                        "None: from now on the account is for whoever signs in by a directory with its name. Revokes"
                                + " its tokens too.")
        boolean none;
    }

    @Command(name = "password", description = "Set an account's password, and end its sessions.")
    int password(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME") String name,
            @ArgGroup(multiplicity = "1") NewPassword password) {
        Accounts accounts = session.client().accounts();
        if (password.none) {
            accounts.removePassword(name);
        } else {
            accounts.setPassword(name, session.variable(String.valueOf(password.variable)));
        }
        if (!session.json()) {
            session.terminal()
                    .line("Account " + name + " has " + (password.none ? "no" : "a new")
                            + " password; its sessions have ended.");
        }
        return Exit.DONE;
    }

    @Command(
            name = "unlink",
            description =
                    "Forget whose account it is in a directory: the next one who comes from there with its name gets"
                            + " it.")
    int unlink(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        session.client().accounts().unlink(name);
        if (!session.json()) {
            session.terminal().line("Account " + name + " belongs to nobody of a directory; its sessions have ended.");
        }
        return Exit.DONE;
    }

    @Command(name = "remove", description = "Remove an account with its tokens. Its faxes stay.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        session.client().accounts().remove(name);
        if (!session.json()) {
            session.terminal().line("Account " + name + " is removed.");
        }
        return Exit.DONE;
    }
}
