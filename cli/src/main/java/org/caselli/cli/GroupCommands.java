package org.caselli.cli;

import java.util.List;
import org.caselli.client.Accounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli groups}. */
@Command(
        name = "groups",
        description = "Rights that several accounts have together.",
        synopsisSubcommandLabel = "COMMAND")
final class GroupCommands {
    /** What can be said of a group. */
    static final class Form {
        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        @Nullable
        String description;

        @Option(
                names = "--right",
                paramLabel = "RIGHT",
                split = ",",
                description = "A right of its members, such as query_archives; \"none\" for none. May be repeated;"
                        + " replaces those it had.")
        @Nullable
        List<String> rights;

        Accounts.GroupChange change(@Nullable String name) {
            return new Accounts.GroupChange(name, description, AccountCommands.chosen(rights));
        }
    }

    @Command(name = "list", description = "List the groups, and who is in them.")
    int list(@Mixin Session session) {
        List<Accounts.Group> groups = session.client().accounts().groups();
        if (session.json()) {
            session.terminal().json(new Accounts.GroupList(groups));
            return Exit.DONE;
        }
        var table = new Table("There are no groups.", "GROUP", "DESCRIPTION", "RIGHTS", "MEMBERS");
        for (Accounts.Group group : groups) {
            table.row(
                    group.name(),
                    Words.orDash(group.description()),
                    AccountCommands.rights(group.rights()),
                    Words.orDash(String.join(" ", group.members())));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static int told(Session session, Accounts.Group group) {
        if (session.json()) {
            session.terminal().json(group);
        } else {
            session.terminal()
                    .line("Group " + group.name() + ", rights: " + AccountCommands.rights(group.rights())
                            + "; members: " + (group.members().isEmpty() ? "none" : String.join(" ", group.members())));
        }
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a group.")
    int show(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        return told(session, session.client().accounts().group(name).value());
    }

    @Command(name = "add", description = "Make a group.")
    int add(@Mixin Session session, @Parameters(paramLabel = "NAME") String name, @Mixin Form form) {
        return told(session, session.client().accounts().addGroup(form.change(name)));
    }

    @Command(name = "set", description = "Change a group.")
    int set(@Mixin Session session, @Parameters(paramLabel = "NAME") String name, @Mixin Form form) {
        Accounts accounts = session.client().accounts();
        String tag = accounts.group(name).tag();
        return told(session, accounts.changeGroup(name, form.change(null), tag));
    }

    @Command(name = "remove", description = "Remove a group; who is in it loses its rights.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        session.client().accounts().removeGroup(name);
        if (!session.json()) {
            session.terminal().line("Group " + name + " is removed.");
        }
        return Exit.DONE;
    }

    @Command(name = "join", description = "Put an account into a group.")
    int join(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "ACCOUNT") String account) {
        return told(session, session.client().accounts().join(group, account));
    }

    @Command(name = "leave", description = "Take an account out of a group.")
    int leave(
            @Mixin Session session,
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "ACCOUNT") String account) {
        return told(session, session.client().accounts().leave(group, account));
    }
}
