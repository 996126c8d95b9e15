package org.caselli.cli;

import java.util.List;
import org.caselli.client.Tagged;
import org.caselli.client.Webhooks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli webhooks}. */
@Command(
        name = "webhooks",
        description = "Programs that are told of events over HTTP.",
        synopsisSubcommandLabel = "COMMAND")
final class WebhookCommands {
    /** What can be said of a webhook. */
    static final class Form {
        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        @Nullable
        String description;

        @Option(
                names = "--active",
                arity = "1",
                paramLabel = "true|false",
                description = "Whether anything is delivered.")
        @Nullable
        Boolean active;

        @Option(
                names = "--class",
                paramLabel = "CLASS",
                split = ",",
                description = "Only events of this class, such as out_queue; \"all\" for all. May be repeated.")
        @Nullable
        List<String> classes;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                split = ",",
                description = "Only events of this kind, such as sent_fax_added; \"all\" for all. May be repeated.")
        @Nullable
        List<String> kinds;

        Webhooks.Change change(@Nullable String name, @Nullable String url) {
            return new Webhooks.Change(name, url, description, active, chosen(classes), chosen(kinds), null);
        }

        private static @Nullable List<String> chosen(@Nullable List<String> names) {
            if (names == null || names.equals(List.of("all"))) {
                return names == null ? null : List.of();
            }
            return names.stream().map(name -> name.replace('-', '_')).toList();
        }
    }

    @Command(name = "list", description = "List the webhooks, and how deliveries go.")
    int list(@Mixin Session session) {
        List<Webhooks.Webhook> webhooks = session.client().webhooks().list();
        if (session.json()) {
            session.terminal().json(new Webhooks.WebhookList(webhooks));
            return Exit.DONE;
        }
        var table =
                new Table("There are no webhooks.", "WEBHOOK", "ADDRESS", "EVENTS", "STATE", "WAITING", "LAST SUCCESS");
        for (Webhooks.Webhook webhook : webhooks) {
            Webhooks.Delivery delivery = webhook.delivery();
            table.row(
                    webhook.name(),
                    webhook.url(),
                    events(webhook),
                    state(webhook),
                    delivery.backlog(),
                    Words.orDash(Words.time(delivery.lastSuccessAt())));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    private static String events(Webhooks.Webhook webhook) {
        List<String> chosen = webhook.kinds().isEmpty() ? webhook.classes() : webhook.kinds();
        return chosen.isEmpty() ? "all" : String.join(" ", chosen);
    }

    private static String state(Webhooks.Webhook webhook) {
        Webhooks.Delivery delivery = webhook.delivery();
        if (!webhook.active()) {
            return "off";
        }
        if (delivery.pausedAt() != null) {
            return "paused: " + delivery.lastError();
        }
        return delivery.failures() == 0 ? "ok" : delivery.failures() + " failures: " + delivery.lastError();
    }

    @Command(name = "add", description = "Make a webhook, and show its secret this once.")
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "1 to 60 lower-case letters, digits and hyphens.")
                    String name,
            @Parameters(paramLabel = "URL", description = "Where events are posted to.") String url,
            @Mixin Form form) {
        Webhooks.Webhook made = session.client().webhooks().add(form.change(name, url));
        if (session.json()) {
            session.terminal().json(made);
        } else {
            session.terminal()
                    .line("Webhook " + made.name() + " tells " + made.url() + " of " + events(made) + " events.");
            secret(session.terminal(), made);
        }
        return Exit.DONE;
    }

    private static void secret(Terminal terminal, Webhooks.Webhook webhook) {
        terminal.line("Its secret, which is not shown again: " + webhook.secret());
    }

    @Command(name = "set", description = "Change a webhook.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--post-to", paramLabel = "URL", description = "Where events are posted to.") @Nullable
                    String url,
            @Mixin Form form) {
        Webhooks webhooks = session.client().webhooks();
        Tagged<Webhooks.Webhook> before = webhooks.find(name);
        return told(session, webhooks.change(name, form.change(null, url), before.tag()));
    }

    private static int told(Session session, Webhooks.Webhook webhook) {
        if (session.json()) {
            session.terminal().json(webhook);
        } else {
            session.terminal()
                    .line("Webhook " + webhook.name() + ", " + Table.clean(webhook.url()) + ", " + events(webhook)
                            + " events: " + Table.clean(state(webhook)));
        }
        return Exit.DONE;
    }

    @Command(name = "remove", description = "Remove a webhook.")
    int remove(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        session.client().webhooks().remove(name);
        if (!session.json()) {
            session.terminal().line("Webhook " + name + " is removed.");
        }
        return Exit.DONE;
    }

    @Command(name = "test", description = "Post a test at once, and say how that went.")
    int test(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        Webhooks.Try attempt = session.client().webhooks().test(name);
        if (session.json()) {
            session.terminal().json(attempt);
        } else {
            session.terminal().line(said(attempt));
        }
        return attempt.delivered() ? Exit.DONE : Exit.REFUSED;
    }

    private static String said(Webhooks.Try attempt) {
        return (attempt.delivered() ? "Delivered" : "Not delivered: " + Table.clean(String.valueOf(attempt.error())))
                + " (" + attempt.milliseconds() + " ms)";
    }

    @Command(name = "resume", description = "Deliver again after a pause, from where it stopped.")
    int resume(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        return told(session, session.client().webhooks().resume(name));
    }

    @Command(name = "secret", description = "Make a new secret, and show it this once.")
    int secret(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        Webhooks.Webhook made = session.client().webhooks().newSecret(name);
        if (session.json()) {
            session.terminal().json(made);
        } else {
            secret(session.terminal(), made);
        }
        return Exit.DONE;
    }

    @Command(name = "log", description = "Show the last tries to deliver, the newest first.")
    int log(@Mixin Session session, @Parameters(paramLabel = "NAME") String name) {
        List<Webhooks.Try> tries = session.client().webhooks().tries(name);
        if (session.json()) {
            session.terminal().json(new Webhooks.Tries(tries));
            return Exit.DONE;
        }
        var table = new Table("Nothing was delivered yet.", "AT", "EVENT", "RESULT");
        for (Webhooks.Try attempt : tries) {
            table.row(Words.time(attempt.at()), attempt.event() == null ? "test" : attempt.event(), said(attempt));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }
}
