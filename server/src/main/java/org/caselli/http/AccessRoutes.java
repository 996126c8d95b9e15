package org.caselli.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.caselli.http.wire.AccessWire;
import org.caselli.http.wire.Wire;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.access.Accounts;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Group;
import org.caselli.service.access.Right;
import org.caselli.service.access.SignIn;
import org.jspecify.annotations.Nullable;

/** Accounts and groups, signing in, and what one may do. */
final class AccessRoutes {
    /** Where one signs in, which nobody can have a token for. */
    static final String SESSIONS = Rest.API + "/access/sessions";

    private static final String ACCOUNTS = Rest.API + "/accounts";
    private static final String GROUPS = Rest.API + "/groups";
    private static final String ACCESS = Rest.API + "/access";

    private final Accounts accounts;
    private final SignIn signIn;
    private final Rest rest;

    AccessRoutes(Accounts accounts, SignIn signIn, Rest rest) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.rest = rest;
    }

    void add(RoutesConfig routes) {
        routes.get(ACCOUNTS, this::list, Need.QUERY_CONFIG);
        routes.post(ACCOUNTS, this::add, Need.MANAGE_CONFIG);
        String account = ACCOUNTS + "/{name}";
        routes.get(account, context -> write(context, accounts.find(name(context))), Need.QUERY_CONFIG);
        routes.patch(account, this::change, Need.MANAGE_CONFIG);
        routes.delete(account, this::remove, Need.MANAGE_CONFIG);
        routes.put(account + "/password", this::setPassword, Need.MANAGE_CONFIG);
        routes.delete(account + "/password", this::removePassword, Need.MANAGE_CONFIG);
        routes.delete(account + "/directory", this::unlink, Need.MANAGE_CONFIG);
        routes.get(account + "/tokens", this::tokensOf, Need.MANAGE_CONFIG);
        routes.delete(account + "/tokens/{id}", this::revokeOf, Need.MANAGE_CONFIG);

        routes.get(GROUPS, this::groups, Need.QUERY_CONFIG);
        routes.post(GROUPS, this::addGroup, Need.MANAGE_CONFIG);
        String group = GROUPS + "/{name}";
        routes.get(group, context -> write(context, accounts.group(name(context))), Need.QUERY_CONFIG);
        routes.patch(group, this::changeGroup, Need.MANAGE_CONFIG);
        routes.delete(group, this::removeGroup, Need.MANAGE_CONFIG);
        String member = group + "/members/{account}";
        routes.put(member, context -> member(context, true), Need.MANAGE_CONFIG);
        routes.delete(member, context -> member(context, false), Need.MANAGE_CONFIG);

        routes.post(SESSIONS, this::begin, Need.NOTHING);
        routes.delete(SESSIONS + "/current", this::end, Need.IDENTITY);
        routes.get(ACCESS + "/me", this::me, Need.IDENTITY);
        routes.get(ACCESS + "/check", this::check, Need.IDENTITY);
        routes.get(ACCESS + "/rights", this::rights, Need.IDENTITY);
        routes.put(ACCESS + "/password", this::ownPassword, Need.IDENTITY);
        routes.get(ACCESS + "/tokens", this::tokens, Need.ANY_RIGHT);
        routes.post(ACCESS + "/tokens", this::addToken, Need.ANY_RIGHT);
        routes.delete(ACCESS + "/tokens/{id}", this::revoke, Need.ANY_RIGHT);
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private static Right right(String what, String name) {
        return Rest.choice(what, name.toLowerCase(Locale.ROOT).replace('-', '_'), Right.values());
    }

    private static Optional<Set<Right>> chosen(@Nullable List<String> names) {
        return Optional.ofNullable(names).map(all -> {
            var chosen = EnumSet.noneOf(Right.class);
            for (@Nullable String name : all) {
                chosen.add(right("One of rights", String.valueOf(name)));
            }
            return chosen;
        });
    }

    // Accounts.

    private void list(Context context) {
        Rest.parameters(context, List.of());
        rest.write(
                context,
                new AccessWire.Accounts(
                        accounts.list().stream().map(AccessWire.Account::of).toList()));
    }

    private void write(Context context, Account account) {
        rest.write(context, AccessWire.Account.of(account), account.version());
    }

    private void add(Context context) {
        AccessWire.NewAccount wanted = rest.body(context, AccessWire.NewAccount.class);
        String name = wanted.name();
        if (name == null) {
            throw ProblemException.invalid("The account has no name.", "Give one such as \"ann\".");
        }
        for (@Nullable String group : Objects.requireNonNullElse(wanted.groups(), List.<String>of())) {
            if (group == null) {
                throw ProblemException.invalid("A group is null.", "Give the names of groups.");
            }
        }
        Account made = accounts.add(
                name,
                new AccountForm(
                        Optional.ofNullable(wanted.displayName()),
                        Optional.ofNullable(wanted.email()),
                        Optional.ofNullable(wanted.disabled()),
                        chosen(wanted.rights())),
                Optional.ofNullable(wanted.password()),
                Objects.requireNonNullElse(wanted.groups(), List.of()));
        context.header("ETag", "\"" + made.version() + "\"");
        rest.created(context, "/accounts/" + made.name(), AccessWire.Account.of(made));
    }

    private void change(Context context) {
        accounts.find(name(context)); // says that there is none before it asks for anything else
        long expected = Rest.ifMatch(context, () -> accounts.find(name(context)).version());
        AccessWire.AccountChange wanted = rest.body(context, AccessWire.AccountChange.class);
        write(
                context,
                accounts.change(
                        name(context),
                        new AccountForm(
                                Optional.ofNullable(wanted.displayName()),
                                Optional.ofNullable(wanted.email()),
                                Optional.ofNullable(wanted.disabled()),
                                chosen(wanted.rights())),
                        expected));
    }

    private void remove(Context context) {
        accounts.remove(name(context));
        context.status(204);
    }

    private void setPassword(Context context) {
        accounts.find(name(context));
        AccessWire.Password wanted = rest.body(context, AccessWire.Password.class);
        accounts.setPassword(name(context), given("password", wanted.password()));
        context.status(204);
    }

    private void removePassword(Context context) {
        accounts.removePassword(name(context));
        context.status(204);
    }

    private void unlink(Context context) {
        accounts.unlink(name(context));
        context.status(204);
    }

    private void tokensOf(Context context) {
        rest.write(
                context,
                AccessWire.Tokens.of(signIn.tokens(accounts.find(name(context)).id())));
    }

    private void revokeOf(Context context) {
        signIn.revoke(accounts.find(name(context)), Rest.id(context));
        context.status(204);
    }

    private static String given(String member, @Nullable String text) {
        if (text == null) {
            throw ProblemException.invalid("The body has no member \"" + member + "\".", "Send it as a text.");
        }
        return text;
    }

    // Groups.

    private void groups(Context context) {
        Rest.parameters(context, List.of());
        rest.write(
                context,
                new AccessWire.Groups(
                        accounts.groups().stream().map(AccessWire.Group::of).toList()));
    }

    private void write(Context context, Group group) {
        rest.write(context, AccessWire.Group.of(group), group.version());
    }

    private void addGroup(Context context) {
        AccessWire.GroupChange wanted = rest.body(context, AccessWire.GroupChange.class);
        Group made = accounts.addGroup(
                given("name", wanted.name()),
                Optional.ofNullable(wanted.description()),
                chosen(wanted.rights()).orElse(Set.of()));
        context.header("ETag", "\"" + made.version() + "\"");
        rest.created(context, "/groups/" + made.name(), AccessWire.Group.of(made));
    }

    private void changeGroup(Context context) {
        accounts.group(name(context));
        long expected =
                Rest.ifMatch(context, () -> accounts.group(name(context)).version());
        AccessWire.GroupChange wanted = rest.body(context, AccessWire.GroupChange.class);
        if (wanted.name() != null && !wanted.name().equalsIgnoreCase(name(context))) {
            throw ProblemException.invalid("A group keeps its name.", "Make another one, and remove this one.");
        }
        write(
                context,
                accounts.changeGroup(
                        name(context), Optional.ofNullable(wanted.description()), chosen(wanted.rights()), expected));
    }

    private void removeGroup(Context context) {
        accounts.removeGroup(name(context));
        context.status(204);
    }

    private void member(Context context, boolean member) {
        write(context, accounts.setMember(name(context), context.pathParam("account"), member));
    }

    // One's own.

    private void begin(Context context) {
        AccessWire.Credentials credentials = rest.body(context, AccessWire.Credentials.class);
        SignIn.Session session = signIn.begin(
                given("name", credentials.name()), given("password", credentials.password()), context.ip());
        context.status(201).header("Cache-Control", "no-store");
        rest.write(context, AccessWire.Session.of(session));
    }

    private void end(Context context) {
        signIn.end(HttpFront.bearer(context).getBytes(StandardCharsets.UTF_8));
        context.status(204);
    }

    private void me(Context context) {
        rest.write(context, AccessWire.Me.of(signIn.me()));
    }

    private void check(Context context) {
        Rest.parameters(context, List.of("right"));
        Right right = right(
                "The parameter right",
                Rest.single(context, "right")
                        .orElseThrow(() -> ProblemException.invalid(
                                "The parameter right is missing.", "Give one such as right=submit_normal.")));
        rest.write(
                context, new AccessWire.Check(Wire.name(right), Caller.current().has(right)));
    }

    private void rights(Context context) {
        rest.write(
                context,
                new AccessWire.Rights(Arrays.stream(Right.values())
                        .map(right -> new AccessWire.Right(Wire.name(right), right.bit()))
                        .toList()));
    }

    private void ownPassword(Context context) {
        AccessWire.Password wanted = rest.body(context, AccessWire.Password.class);
        signIn.changePassword(accounts, given("present", wanted.present()), given("password", wanted.password()));
        context.status(204);
    }

    private void tokens(Context context) {
        rest.write(context, AccessWire.Tokens.of(signIn.tokens()));
    }

    private void addToken(Context context) {
        AccessWire.NewToken wanted = rest.body(context, AccessWire.NewToken.class);
        var made = signIn.add(
                given("name", wanted.name()),
                chosen(wanted.rights()),
                Optional.ofNullable(wanted.days()).map(Duration::ofDays));
        context.status(201).header("Cache-Control", "no-store");
        rest.write(context, AccessWire.Token.of(made));
    }

    private void revoke(Context context) {
        signIn.revoke(Rest.id(context));
        context.status(204);
    }
}
