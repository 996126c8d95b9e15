package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.caselli.service.access.Caller;
import org.caselli.service.access.OpenIdSignIn;
import org.caselli.service.access.SignIn;
import org.jspecify.annotations.Nullable;

/** The JSON objects of accounts, groups, and who may do what. */
public final class AccessWire {
    private AccessWire() {}

    /** Their names, in the order of their bits. */
    static List<String> names(Collection<org.caselli.service.access.Right> rights) {
        return rights.stream().sorted().map(Wire::name).toList();
    }

    @Json
    public record NewAccount(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean disabled,
            @Nullable List<String> rights,
            @Nullable List<String> groups,
            @Nullable String password) {}

    @Json
    public record AccountChange(
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean disabled,
            @Nullable List<String> rights) {}

    @Json
    public record Account(
            String id,
            String name,
            String displayName,
            String email,
            boolean disabled,
            List<String> rights,
            List<String> groups,
            List<String> effectiveRights,
            boolean hasPassword,
            @Nullable String directory,
            String createdAt) {
        public static Account of(org.caselli.service.access.Account account) {
            return new Account(
                    account.id(),
                    account.name(),
                    account.displayName(),
                    account.email(),
                    account.disabled(),
                    names(account.rights()),
                    account.groups(),
                    names(account.effective()),
                    account.hasPassword(),
                    account.directory().orElse(null),
                    account.createdAt().toString());
        }
    }

    @Json
    public record Accounts(List<Account> items) {}

    /** A new password; the present one only where one changes one's own. */
    @Json
    public record Password(
            @Nullable String present, @Nullable String password) {}

    @Json
    public record GroupChange(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> rights) {}

    @Json
    public record Group(
            String id, String name, String description, List<String> rights, List<String> members, String createdAt) {
        public static Group of(org.caselli.service.access.Group group) {
            return new Group(
                    group.id(),
                    group.name(),
                    group.description(),
                    names(group.rights()),
                    group.members(),
                    group.createdAt().toString());
        }
    }

    @Json
    public record Groups(List<Group> items) {}

    @Json
    public record Credentials(
            @Nullable String name, @Nullable String password) {}

    @Json
    public record Session(String token, String expiresAt, String account, List<String> rights) {
        public static Session of(SignIn.Session session) {
            return new Session(
                    session.secret(),
                    session.expiresAt().toString(),
                    session.account().name(),
                    names(session.account().effective()));
        }
    }

    @Json
    public record NewVisit(@Nullable String redirectUri) {}

    @Json
    public record Visit(String flow, String authorizationUri, String state, String expiresAt) {
        public static Visit of(OpenIdSignIn.Visit visit) {
            return new Visit(
                    visit.flow(),
                    visit.authorization().toString(),
                    visit.state(),
                    visit.expiresAt().toString());
        }
    }

    /** @param interval s between questions */
    @Json
    public record DeviceVisit(
            String flow,
            String userCode,
            String verificationUri,
            @Nullable String verificationUriComplete,
            long interval,
            String expiresAt) {
        public static DeviceVisit of(OpenIdSignIn.DeviceVisit visit) {
            return new DeviceVisit(
                    visit.flow(),
                    visit.userCode(),
                    visit.uri().toString(),
                    visit.complete().map(Object::toString).orElse(null),
                    visit.interval().toSeconds(),
                    visit.expiresAt().toString());
        }
    }

    @Json
    public record VisitEnd(
            @Nullable String flow,
            @Nullable String state,
            @Nullable String code) {}

    /** @param interval s until one may ask again */
    @Json
    public record Waiting(long interval) {}

    /** @param group absent: the account itself */
    @Json
    public record Source(@Nullable String group, List<String> rights) {}

    /**
     * @param bits           of FAX_ACCESS_RIGHTS_ENUM_2
     * @param firstGeneration of FAX_ACCESS_RIGHTS_ENUM
     */
    @Json
    public record Me(
            String name,
            @Nullable String account,
            @Nullable String displayName,
            @Nullable String email,
            List<String> rights,
            int bits,
            int firstGeneration,
            List<Source> sources) {
        public static Me of(SignIn.Me me) {
            Caller caller = me.caller();
            var account = me.account();
            return new Me(
                    caller.name(),
                    account.map(org.caselli.service.access.Account::id).orElse(null),
                    account.map(org.caselli.service.access.Account::displayName).orElse(null),
                    account.map(org.caselli.service.access.Account::email).orElse(null),
                    names(caller.rights()),
                    org.caselli.service.access.Right.bits(caller.rights()),
                    org.caselli.service.access.Right.firstGeneration(caller.rights()),
                    me.sources().stream()
                            .map(source -> new Source(
                                    source.group().isEmpty() ? null : source.group(), names(source.rights())))
                            .toList());
        }
    }

    @Json
    public record Check(String right, boolean allowed) {}

    @Json
    public record Right(String name, int bit) {}

    @Json
    public record Rights(List<Right> items) {}

    @Json
    public record NewToken(
            @Nullable String name,
            @Nullable List<String> rights,
            @Nullable Integer days) {}

    /** @param token the secret, only in the answer that makes it */
    @Json
    public record Token(
            String id,
            String name,
            List<String> rights,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt,
            @Nullable String token) {
        public static Token of(org.caselli.service.access.Token token) {
            return of(token, null);
        }

        public static Token of(org.caselli.service.access.Token.WithSecret made) {
            return of(made.token(), made.secret());
        }

        private static Token of(org.caselli.service.access.Token token, @Nullable String secret) {
            return new Token(
                    token.id(),
                    token.name(),
                    names(token.rights()),
                    token.createdAt().toString(),
                    text(token.expiresAt()),
                    text(token.lastUsed()),
                    secret);
        }

        private static @Nullable String text(Optional<Instant> time) {
            return time.map(Instant::toString).orElse(null);
        }
    }

    @Json
    public record Tokens(List<Token> items) {
        public static Tokens of(List<org.caselli.service.access.Token> tokens) {
            return new Tokens(tokens.stream().map(Token::of).toList());
        }
    }
}
