package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caselli.http.wire.NoticeWire;
import org.caselli.queue.EventClass;
import org.caselli.queue.ServerEvent;
import org.caselli.service.notice.Webhook;
import org.caselli.service.notice.WebhookForm;
import org.caselli.service.notice.Webhooks;
import org.jspecify.annotations.Nullable;

/** Webhooks. */
final class WebhookRoutes {
    private static final String WEBHOOKS = Rest.API + "/webhooks";

    private final Webhooks webhooks;
    private final Rest rest;

    WebhookRoutes(Webhooks webhooks, Rest rest) {
        this.webhooks = webhooks;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        String one = WEBHOOKS + "/{id}";
        routes.get(
                WEBHOOKS,
                context -> rest.write(
                        context,
                        new NoticeWire.WebhookList(webhooks.list().stream()
                                .map(NoticeWire.Webhook::of)
                                .toList())),
                Need.QUERY_CONFIG);
        routes.post(WEBHOOKS, this::add, Need.MANAGE_CONFIG);
        routes.get(one, context -> write(context, webhooks.find(Rest.id(context))), Need.QUERY_CONFIG);
        routes.patch(one, this::change, Need.MANAGE_CONFIG);
        routes.delete(
                one,
                context -> {
                    webhooks.remove(Rest.id(context));
                    context.status(204);
                },
                Need.MANAGE_CONFIG);
        routes.post(
                one + "/test",
                context -> rest.write(context, NoticeWire.WebhookTry.of(webhooks.test(Rest.id(context)))),
                Need.MANAGE_CONFIG);
        routes.post(one + "/resume", context -> write(context, webhooks.resume(Rest.id(context))), Need.MANAGE_CONFIG);
        routes.post(
                one + "/secret",
                context -> {
                    Webhooks.WithSecret made = webhooks.newSecret(Rest.id(context));
                    context.header("Cache-Control", "no-store");
                    rest.write(
                            context, NoticeWire.Webhook.of(made), made.webhook().version());
                },
                Need.MANAGE_CONFIG);
        routes.get(
                one + "/tries",
                context -> rest.write(
                        context,
                        new NoticeWire.WebhookTries(webhooks.tries(Rest.id(context)).stream()
                                .map(NoticeWire.WebhookTry::of)
                                .toList())),
                Need.QUERY_CONFIG);
    }

    private void write(Context context, Webhook webhook) {
        rest.write(context, NoticeWire.Webhook.of(webhook), webhook.version());
    }

    private void add(Context context) {
        NoticeWire.WebhookChange wanted = rest.body(context, NoticeWire.WebhookChange.class);
        String name = wanted.name();
        if (name == null) {
            throw ProblemException.invalid("The webhook has no name.", "Give one such as \"crm\".");
        }
        Webhooks.WithSecret made = webhooks.add(name, form(wanted));
        context.header("Cache-Control", "no-store")
                .header("ETag", "\"" + made.webhook().version() + "\"");
        rest.created(context, "/webhooks/" + name, NoticeWire.Webhook.of(made));
    }

    private void change(Context context) {
        String name = Rest.id(context);
        webhooks.find(name); // says that there is none before it asks for anything else
        long expected = Rest.ifMatch(context, () -> webhooks.find(name).version());
        NoticeWire.WebhookChange wanted = rest.body(context, NoticeWire.WebhookChange.class);
        if (wanted.name() != null && !wanted.name().equals(name)) {
            throw ProblemException.invalid("A webhook keeps its name.", "Make another one, and remove this one.");
        }
        write(context, webhooks.change(name, form(wanted), expected));
    }

    private static WebhookForm form(NoticeWire.WebhookChange wanted) {
        return new WebhookForm(
                Optional.ofNullable(wanted.url()),
                Optional.ofNullable(wanted.description()),
                Optional.ofNullable(wanted.active()),
                chosen("classes", wanted.classes(), EventClass.values(), EventClass.class),
                chosen("kinds", wanted.kinds(), ServerEvent.Kind.values(), ServerEvent.Kind.class),
                Optional.ofNullable(wanted.secret()));
    }

    private static <E extends Enum<E>> Optional<Set<E>> chosen(
            String member, @Nullable List<String> names, E[] constants, Class<E> type) {
        return Optional.ofNullable(names).map(all -> {
            var chosen = EnumSet.noneOf(type);
            for (@Nullable String name : all) {
                chosen.add(Rest.choice("One of " + member, String.valueOf(name), constants));
            }
            return (Set<E>) chosen;
        });
    }
}
