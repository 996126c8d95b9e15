package org.caselli.service.trunk;

import io.avaje.jsonb.Json;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.line.AddressRange;
import org.caselli.line.Secret;
import org.caselli.line.TrunkSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a trunk as one fills them in: plain words and numbers, no passwords. What is left out (null) is as it was,
 * or in a new trunk as {@link TrunkSettings#peer} has it. The members mean what those of {@link TrunkSettings} mean; choices
 * are written in lower case.
 *
 * @param server        {@code host} or {@code host:port}
 * @param outboundProxy likewise; empty for none
 * @param registerEvery seconds
 * @param checkEvery    seconds; 0 for never
 * @param sources       addresses and networks that calls may come from
 */
@Json
public record TrunkForm(
        @Nullable String displayName,
        @Nullable String kind,
        @Nullable String server,
        @Nullable String transport,
        @Nullable String outboundProxy,
        @Nullable String user,
        @Nullable String authUser,
        @Nullable String realm,
        @Nullable String number,
        @Nullable String numberName,
        @Nullable String fromUser,
        @Nullable String fromDomain,
        @Nullable String numberHeader,
        @Nullable Integer channels,
        @Nullable String calledNumber,
        @Nullable List<String> sources,
        @Nullable String callerUser,
        @Nullable String callerHash,
        @Nullable String trust,
        @Nullable String authorities,
        @Nullable String fingerprint,
        @Nullable Boolean checkHost,
        @Nullable String certificate,
        @Nullable String certificateKey,
        @Nullable Integer registerEvery,
        @Nullable Integer checkEvery,
        @Nullable String strip,
        @Nullable String prefix) {

    /** Says nothing. */
    public static final TrunkForm NOTHING = new TrunkForm(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null);

    /** The form of a trunk, filled in completely. */
    public static TrunkForm of(TrunkSettings trunk) {
        return new TrunkForm(
                trunk.displayName(),
                word(trunk.kind()),
                trunk.server().toString(),
                word(trunk.transport()),
                trunk.outboundProxy().map(TrunkSettings.Server::toString).orElse(""),
                trunk.login().user(),
                trunk.login().authUser(),
                trunk.login().realm(),
                trunk.identity().number(),
                trunk.identity().name(),
                trunk.identity().fromUser(),
                trunk.identity().domain(),
                word(trunk.identity().header()),
                trunk.channels(),
                word(trunk.incoming().calledNumber()),
                trunk.incoming().sources().stream().map(AddressRange::toString).toList(),
                trunk.incoming().user(),
                word(trunk.incoming().hash()),
                word(trunk.tls().trust()),
                trunk.tls().authorities().map(Path::toString).orElse(""),
                trunk.tls().fingerprint(),
                trunk.tls().checkHost(),
                trunk.tls().certificate().map(Path::toString).orElse(""),
                trunk.tls().key().map(Path::toString).orElse(""),
                (int) trunk.registerEvery().toSeconds(),
                (int) trunk.checkEvery().toSeconds(),
                trunk.dialling().strip(),
                trunk.dialling().prefix());
    }

    /**
     * A new trunk.
     *
     * @throws IllegalArgumentException if something in the form makes no sense; the message says what, and what to give
     */
    public TrunkSettings trunk(String name, Secret password, Secret callerPassword) {
        if (server == null || server.isBlank()) {
            throw new IllegalArgumentException(
                    "The trunk " + name + " has no server; give its host, such as sip.example.org.");
        }
        return changed(TrunkSettings.peer(name, TrunkSettings.Server.of(server)), password, callerPassword);
    }

    /**
     * A trunk with what this form says.
     *
     * @throws IllegalArgumentException if something in the form makes no sense
     */
    public TrunkSettings changed(TrunkSettings before, Secret password, Secret callerPassword) {
        var login = before.login();
        var identity = before.identity();
        var incoming = before.incoming();
        var tls = before.tls();
        return new TrunkSettings(
                before.name(),
                or(displayName, before.displayName()),
                choice("kind", kind, before.kind(), TrunkSettings.Kind.values()),
                map(server, before.server(), TrunkSettings.Server::of),
                choice("transport", transport, before.transport(), TrunkSettings.Transport.values()),
                optional(outboundProxy, before.outboundProxy(), TrunkSettings.Server::of),
                new TrunkSettings.Login(
                        or(user, login.user()), or(authUser, login.authUser()), password, or(realm, login.realm())),
                new TrunkSettings.Identity(
                        or(number, identity.number()),
                        or(numberName, identity.name()),
                        or(fromUser, identity.fromUser()),
                        or(fromDomain, identity.domain()),
                        choice("numberHeader", numberHeader, identity.header(), TrunkSettings.NumberHeader.values())),
                or(channels, before.channels()),
                new TrunkSettings.Incoming(
                        choice(
                                "calledNumber",
                                calledNumber,
                                incoming.calledNumber(),
                                TrunkSettings.CalledNumber.values()),
                        map(
                                sources,
                                incoming.sources(),
                                list -> list.stream().map(AddressRange::of).toList()),
                        or(callerUser, incoming.user()),
                        callerPassword,
                        choice("callerHash", callerHash, incoming.hash(), TrunkSettings.CallerHash.values())),
                new TrunkSettings.Tls(
                        choice("trust", trust, tls.trust(), TrunkSettings.Trust.values()),
                        optional(authorities, tls.authorities(), TrunkForm::path),
                        or(fingerprint, tls.fingerprint()),
                        or(checkHost, tls.checkHost()),
                        optional(certificate, tls.certificate(), TrunkForm::path),
                        optional(certificateKey, tls.key(), TrunkForm::path)),
                map(registerEvery, before.registerEvery(), Duration::ofSeconds),
                map(checkEvery, before.checkEvery(), Duration::ofSeconds),
                new TrunkSettings.Dialling(
                        or(strip, before.dialling().strip()),
                        or(prefix, before.dialling().prefix())));
    }

    private static <T> T or(@Nullable T given, T before) {
        return given == null ? before : given;
    }

    private static <A, T> T map(@Nullable A given, T before, Function<A, T> how) {
        return given == null ? before : how.apply(given);
    }

    private static <T> Optional<T> optional(@Nullable String given, Optional<T> before, Function<String, T> how) {
        return given == null ? before : given.isBlank() ? Optional.empty() : Optional.of(how.apply(given));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException cause) {
            throw new IllegalArgumentException("\"" + text + "\" is not a path; give that of a file.", cause);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E choice(String what, @Nullable String given, E before, E[] choices) {
        if (given == null) {
            return before;
        }
        return Arrays.stream(choices)
                .filter(choice -> word(choice).equals(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " is \"" + given + "\"; give one of "
                        + Arrays.stream(choices).map(TrunkForm::word).collect(Collectors.joining(", ")) + "."));
    }
}
