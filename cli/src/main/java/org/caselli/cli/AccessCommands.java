package org.caselli.cli;

import java.util.List;
import org.caselli.client.Access;
import org.caselli.client.Archives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli access}. */
@Command(
        name = "access",
        description = "Who I am, what I may do, and my tokens.",
        subcommands = {AccessCommands.Tokens.class, SecurityCommands.class},
        synopsisSubcommandLabel = "COMMAND")
final class AccessCommands {
    /** How to sign in; one of them. */
    static final class Way {
        @Option(
                names = "--password-env",
                paramLabel = "VARIABLE",
                description = "With the password in this variable of the environment.")
        @Nullable
        String variable;

        @Option(names = "--oidc", description = "With a browser on this machine, by the server's OpenID provider.")
        boolean browser;

        @Option(names = "--device", description = "With a browser on any machine, by the server's OpenID provider.")
        boolean device;
    }

    @Command(name = "sign-in", description = "Sign in, and print the token of the session; set CASELLI_TOKEN to it.")
    int signIn(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Of the account, where it has a password.")
                    @Nullable
                    String name,
            @ArgGroup(multiplicity = "1") Way way,
            @Option(names = "--no-browser", description = "Show the address only, and let me open it.")
                    boolean noBrowser) {
        Access access = session.stranger().access();
        Access.Session begun;
        if (way.browser) {
            begun = new BrowserSignIn(access, session.terminal()).here(!noBrowser);
        } else if (way.device) {
            begun = new BrowserSignIn(access, session.terminal()).elsewhere();
        } else if (name == null) {
            throw new Failure(Exit.USAGE, "There is no name. Give that of an account, or sign in with --oidc.");
        } else {
            begun = access.signIn(name, session.variable(String.valueOf(way.variable)));
        }
        if (session.json()) {
            session.terminal().json(begun);
        } else {
            session.terminal().line(begun.token());
        }
        return Exit.DONE;
    }

    @Command(name = "sign-out", description = "End the session whose token is used.")
    int signOut(@Mixin Session session) {
        session.client().access().signOut();
        if (!session.json()) {
            session.terminal().line("The session has ended.");
        }
        return Exit.DONE;
    }

    @Command(name = "me", description = "Who I am, what I may do, and why.")
    int me(@Mixin Session session) {
        Access.Me me = session.client().access().me();
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.json(me);
            return Exit.DONE;
        }
        terminal.line("I am " + me.name() + (me.account() == null ? ", by the server's key" : "") + ".");
        terminal.line("May      " + AccountCommands.rights(me.rights()));
        for (Access.Source source : me.sources()) {
            terminal.line((source.group() == null ? "Own      " : "Group " + source.group() + ": ")
                    + AccountCommands.rights(source.rights()));
        }
        return Exit.DONE;
    }

    @Command(name = "folders", description = "What is in the folders of my account.")
    int folders(@Mixin Session session) {
        Archives.Folders folders = session.client().archives().folders();
        if (session.json()) {
            session.terminal().json(folders);
            return Exit.DONE;
        }
        var table = new Table("There are no folders.", "FOLDER", "FAXES", "NEW", "PAGES", "SIZE");
        row(table, "my inbox", folders.inbox());
        Archives.Totals common = folders.receiveFolder();
        if (common != null) {
            row(table, "receive folder", common);
        }
        row(table, "my sent faxes", folders.sentItems());
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static void row(Table table, String name, Archives.Totals totals) {
        table.row(name, totals.messages(), totals.unread(), totals.pages(), Words.octets(totals.octets()));
    }

    @Command(name = "rights", description = "List all rights, and which of them I have.")
    int rights(@Mixin Session session) {
        Access access = session.client().access();
        List<Access.Right> rights = access.rights();
        if (session.json()) {
            session.terminal().json(new Access.RightList(rights));
            return Exit.DONE;
        }
        List<String> mine = access.me().rights();
        var table = new Table("There are no rights.", "RIGHT", "BIT", "MINE");
        for (Access.Right right : rights) {
            table.row(right.name(), "0x%03x".formatted(right.bit()), mine.contains(right.name()) ? "yes" : "no");
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    @Command(name = "check", description = "Whether I have a right; exit code 6 if not.")
    int check(@Mixin Session session, @Parameters(paramLabel = "RIGHT") String right) {
        Access.Check check = session.client().access().check(right);
        if (session.json()) {
            session.terminal().json(check);
        } else {
            session.terminal().line(check.allowed() ? "yes" : "no");
        }
        return check.allowed() ? Exit.DONE : Exit.REFUSED;
    }

    @Command(name = "password", description = "Change my password, and end my sessions.")
    int password(
            @Mixin Session session,
            @Option(
                            names = "--present-env",
                            paramLabel = "VARIABLE",
                            required = true,
                            description = "The variable of the environment that has the present password.")
                    String present,
            @Option(
                            names = "--password-env",
                            paramLabel = "VARIABLE",
                            required = true,
                            description = "The variable that has the new one.")
                    String next) {
        session.client().access().changePassword(session.variable(present), session.variable(next));
        if (!session.json()) {
            session.terminal().line("The password is changed; all sessions have ended.");
        }
        return Exit.DONE;
    }

    /** {@code caselli access tokens}. */
    @Command(name = "tokens", description = "My personal tokens.", synopsisSubcommandLabel = "COMMAND")
    static final class Tokens {
        @Command(name = "list", description = "List my personal tokens.")
        int list(
                @Mixin Session session,
                @Option(names = "--of", paramLabel = "ACCOUNT", description = "Those of another account.") @Nullable
                        String account) {
            List<Access.Token> tokens = account == null
                    ? session.client().access().tokens()
                    : session.client().accounts().tokens(account);
            if (session.json()) {
                session.terminal().json(new Access.TokenList(tokens));
                return Exit.DONE;
            }
            var table = new Table("There are no tokens.", "ID", "TOKEN", "RIGHTS", "EXPIRES", "LAST USED");
            for (Access.Token token : tokens) {
                table.row(
                        token.id(),
                        token.name(),
                        AccountCommands.rights(token.rights()),
                        Words.orDash(Words.time(token.expiresAt())),
                        Words.orDash(Words.time(token.lastUsedAt())));
            }
            table.print(session.terminal());
            return Exit.DONE;
        }

        @Command(name = "add", description = "Make a personal token, and show its secret this once.")
        int add(
                @Mixin Session session,
                @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
                @Option(
                                names = "--right",
                                paramLabel = "RIGHT",
                                split = ",",
                                description = "At most this right; otherwise all that I have now. May be repeated.")
                        @Nullable
                        List<String> rights,
                @Option(names = "--days", paramLabel = "N", description = "How long it counts; otherwise for ever.")
                        @Nullable
                        Integer days) {
            Access.Token made = session.client().access().addToken(name, rights, days);
            if (session.json()) {
                session.terminal().json(made);
            } else {
                session.terminal().line("Token " + made.id() + " may " + AccountCommands.rights(made.rights()) + ".");
                session.terminal().line("It is, and is not shown again: " + made.token());
            }
            return Exit.DONE;
        }

        @Command(name = "revoke", description = "Revoke a personal token.")
        int revoke(
                @Mixin Session session,
                @Parameters(paramLabel = "ID") String id,
                @Option(names = "--of", paramLabel = "ACCOUNT", description = "One of another account.") @Nullable
                        String account) {
            if (account == null) {
                session.client().access().revokeToken(id);
            } else {
                session.client().accounts().revoke(account, id);
            }
            if (!session.json()) {
                session.terminal().line("Token " + id + " is revoked.");
            }
            return Exit.DONE;
        }
    }
}
