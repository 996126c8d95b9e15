package org.caselli.service.access;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caselli.service.settings.OidcSettings;

/**
 * A provider that knows everybody: a code, and the second letters of a token, are who it is, and after a comma his groups. What
 * real ones do is tested in the module oidc.
 */
public final class PretendedProvider implements OpenIdProvider {
    /** The issuer of one that answers. */
    public static final String HERE = "https://here.example";

    /** The issuer of one that does not. */
    public static final String AWAY = "https://away.example";

    /** Who has not decided yet, without a browser; all others have. */
    static final String UNDECIDED = "undecided";

    /** The person that a device code is for. */
    static volatile String device = UNDECIDED;

    private static void look(OidcSettings settings) throws DirectoryException {
        if (settings.issuer().equals(AWAY)) {
            throw new DirectoryException(DirectoryException.Kind.AWAY, "The provider is away.");
        }
    }

    private static DirectoryUser user(OidcSettings settings, String who) throws DirectoryException {
        look(settings);
        String[] parts = who.split(",", -1);
        if (parts[0].equals("bad")) {
            throw new DirectoryException(DirectoryException.Kind.REFUSED, "The provider says no: it is bad.");
        }
        Optional<Set<String>> groups = parts.length < 2
                ? Optional.empty()
                : Optional.of(new TreeSet<>(Arrays.asList(parts).subList(1, parts.length)));
        String[] names = parts[0].split("/", 2);
        return new DirectoryUser(
                settings.issuer(),
                "subject of " + names[0],
                names[names.length - 1],
                "Display " + names[names.length - 1],
                names[names.length - 1] + "@here.example",
                groups);
    }

    @Override
    public URI authorization(OidcSettings settings, Visit visit, Instant now) throws DirectoryException {
        look(settings);
        return URI.create(HERE + "/authorize?state=" + visit.state());
    }

    @Override
    public DirectoryUser redeem(OidcSettings settings, Visit visit, String code, Instant now)
            throws DirectoryException {
        return user(settings, code);
    }

    @Override
    public DeviceCode device(OidcSettings settings, Instant now) throws DirectoryException {
        look(settings);
        return new DeviceCode(
                "the device's",
                "ABCD",
                URI.create(HERE),
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5));
    }

    @Override
    public Progress progress(OidcSettings settings, String deviceCode, Instant now) throws DirectoryException {
        look(settings);
        return switch (device) {
            case UNDECIDED -> new Progress.Pending();
            case "hasty" -> new Progress.SlowDown();
            default -> new Progress.Done(user(settings, device));
        };
    }

    @Override
    public DirectoryUser bearer(OidcSettings settings, String token, Instant now) throws DirectoryException {
        return user(settings, token.substring(3, token.indexOf('.')).replace('_', ','));
    }
}
