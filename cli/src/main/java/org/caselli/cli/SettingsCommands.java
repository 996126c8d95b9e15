package org.caselli.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.client.Settings;
import org.caselli.client.Tagged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli settings}. */
@Command(
        name = "settings",
        description = "What is set on a server, setting by setting or as one file.",
        synopsisSubcommandLabel = "COMMAND")
final class SettingsCommands {
    @Command(name = "show", description = "Show all settings, or those of one section.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "SECTION", arity = "0..1", description = "Such as outgoing.") @Nullable
                    String section) {
        Settings settings = session.client().settings();
        Map<String, Object> shown = section == null
                ? settings.all().value()
                : settings.section(section).value();
        if (session.json()) {
            session.terminal().line(Json.of(shown));
        } else if (section == null) {
            shown.forEach((name, members) -> ((Map<?, ?>) members)
                    .forEach((member, value) -> tell(session.terminal(), name + "." + member, value)));
        } else {
            shown.forEach((member, value) -> tell(session.terminal(), section + "." + member, value));
        }
        return Exit.DONE;
    }

    private static void tell(Terminal terminal, String name, Object value) {
        terminal.line("%-34s %s".formatted(name, Table.clean(Words.orDash(text(value)))));
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    @Command(name = "get", description = "Print one setting, such as outgoing.retries.")
    int get(@Mixin Session session, @Parameters(paramLabel = "SECTION.KEY") String name) {
        String[] names = names(name);
        Object value = session.client().settings().section(names[0]).value().get(names[1]);
        if (value == null) {
            throw new Failure(
                    Exit.REFUSED,
                    "There is no setting " + name + ", or it is a secret. \"caselli settings show " + names[0]
                            + "\" shows what there is.");
        }
        session.terminal().line(session.json() ? Json.of(value) : text(value));
        return Exit.DONE;
    }

    @Command(
            name = "set",
            description = "Change one setting. A change that somebody else made meanwhile is not overwritten.")
    int set(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "SECTION.KEY", description = "Such as outgoing.retries.") String name,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "VALUE",
                            description =
                                    "Lists with commas, or as JSON. Without it, it is asked for; so a secret stays"
                                            + " out of the shell's history.")
                    @Nullable
                    String value,
            @Option(names = "--file", paramLabel = "FILE", description = "The text of this file is the value.")
                    @Nullable
                    Path file)
            throws IOException {
        String[] names = names(name);
        Settings settings = session.client().settings();
        Tagged<Map<String, Object>> section = settings.section(names[0]);
        Object now = section.value().get(names[1]);
        String wanted = file != null ? content(file) : value == null ? asked(name) : value;
        Map<String, Object> changed = settings.change(
                        names[0], Map.of(names[1], typed(name, now, wanted)), section.tag())
                .value();
        if (session.json()) {
            session.terminal().line(Json.of(changed));
        } else {
            Object after = changed.get(names[1]);
            session.terminal()
                    .line(name + " is "
                            + (after == null ? "set." : "now " + Table.clean(Words.orDash(text(after))) + "."));
        }
        return Exit.DONE;
    }

    private static String[] names(String name) {
        String[] names = name.split("\\.", 2);
        if (names.length < 2) {
            throw new Failure(
                    Exit.USAGE, "\"" + name + "\" is no setting; give section and key, such as outgoing.retries.");
        }
        return names;
    }

    /** The value as what it is on the server: its present value tells whether that is a number, a list or a text. */
    private static Object typed(String name, @Nullable Object now, String value) {
        if (now instanceof Boolean && (value.equals("true") || value.equals("false"))) {
            return Boolean.valueOf(value);
        } else if (now instanceof Boolean) {
            throw new Failure(Exit.USAGE, name + " is \"" + value + "\"; give true or false.");
        } else if (now instanceof Number && value.matches("-?[0-9]{1,18}")) {
            return Long.valueOf(value);
        } else if (now instanceof Number) {
            throw new Failure(Exit.USAGE, name + " is \"" + value + "\"; give a whole number.");
        } else if (now instanceof List && value.startsWith("[")) {
            return Json.texts(value)
                    .orElseThrow(
                            () -> new Failure(Exit.USAGE, name + " is no list; give one such as [\"one\", \"two\"]."));
        } else if (now instanceof List) {
            return Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toList();
        }
        return value;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new Failure(Exit.USAGE, file + " cannot be read: " + cause + ".");
        }
    }

    /** Reads a value from the terminal without showing it, or a line from a pipe. */
    private static String asked(String name) throws IOException {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isPresent()) {
            char[] typed = console.get().readPassword("%s: ", name);
            return typed == null ? "" : new String(typed);
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            throw new Failure(Exit.USAGE, "There is no value for " + name + ". Give it as the last argument.");
        }
        return line;
    }

    @Command(
            name = "export",
            description = "Print everything that is set as one file (TOML), without secrets: caselli settings export >"
                    + " caselli-settings.toml")
    int export(@Mixin Session session) {
        String file = session.client().settings().export();
        if (session.json()) {
            session.terminal().line(Json.of(Map.of("file", file)));
        } else {
            session.terminal().line(file.stripTrailing());
        }
        return Exit.DONE;
    }

    @Command(name = "apply", description = "Apply such a file: all of it, or nothing.")
    int apply(
            @Mixin Session session,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--dry-run", description = "Change nothing; show what would be changed.") boolean dryRun) {
        String text = content(file);
        Settings.Applied applied = session.client().settings().apply(text, dryRun);
        if (session.json()) {
            session.terminal().json(applied);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        for (Settings.Change change : applied.changes()) {
            String sign = switch (change.kind()) {
                case "added" -> "+ ";
                case "removed" -> "- ";
                default -> "~ ";
            };
            terminal.line(sign + "[" + Table.clean(change.entry()) + "]");
            for (Settings.Difference member : change.members()) {
                if (member.before() != null) {
                    terminal.line("  - " + Table.clean(member.member() + " = " + member.before()));
                }
                if (member.after() != null) {
                    terminal.line("  + " + Table.clean(member.member() + " = " + member.after()));
                }
            }
        }
        applied.notes().forEach(note -> terminal.line("! " + Table.clean(note)));
        int count = applied.changes().size();
        String what = count == 0 ? "Nothing" : count == 1 ? "One entry" : count + " entries";
        terminal.line(what + (dryRun ? " would be changed." : count == 0 ? " had to be changed." : " changed."));
        return Exit.DONE;
    }
}
