package org.caselli.service.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.caselli.service.Refusal;
import org.caselli.service.settings.LdapSettings;
import org.caselli.service.settings.OidcSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories of others by which people may sign in: what speaks with them, and how that is set. */
public final class Directories {
    private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

    private final Settings settings;
    private final Secrets secrets;
    private volatile Optional<PasswordDirectory> passwords;
    private volatile Optional<OpenIdProvider> openId;

    /** With nobody to speak with them yet. */
    public Directories(Settings settings, Secrets secrets) {
        this(settings, secrets, Optional.empty(), Optional.empty());
    }

    public Directories(
            Settings settings,
            Secrets secrets,
            Optional<PasswordDirectory> passwords,
            Optional<OpenIdProvider> openId) {
        this.settings = settings;
        this.secrets = secrets;
        this.passwords = passwords;
        this.openId = openId;
    }

    /** Looks for them beside the server, and then in these jars. */
    public void load(Collection<ClassLoader> jars) {
        var loaders = new ArrayList<>(List.of(Directories.class.getClassLoader()));
        loaders.addAll(jars);
        passwords = first(PasswordDirectory.class, loaders);
        openId = first(OpenIdProvider.class, loaders);
    }

    private static <T> Optional<T> first(Class<T> type, List<ClassLoader> loaders) {
        for (ClassLoader loader : loaders) {
            try {
                Optional<T> found = ServiceLoader.load(type, loader).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            } catch (ServiceConfigurationError | LinkageError broken) {
                LOG.error(
                        "A plug-in for signing in cannot be loaded: {}. Replace its jar, or take it away.",
                        broken.getMessage(),
                        broken);
            }
        }
        return Optional.empty();
    }

    boolean makeAccounts() {
        return settings.access().autoCreateAccountOnConnect();
    }

    /** The groups of an LDAP directory. */
    GroupMapping ldapGroups() {
        return new GroupMapping(settings.get(LdapSettings.class).value().groups());
    }

    /** The groups of the OpenID provider. */
    GroupMapping oidcGroups() {
        return new GroupMapping(settings.get(OidcSettings.class).value().groups());
    }

    /** Whether names and passwords are to be asked of a directory too. */
    boolean hasPasswords() {
        return passwords.isPresent()
                && settings.get(LdapSettings.class).value().unusable().isEmpty();
    }

    /**
     * Whose name and password these are.
     *
     * @throws Refusal of kind DIRECTORY_AWAY if nobody can say
     */
    Optional<DirectoryUser> prove(String name, String password) {
        // RFC 4513 clause 5.1.2: a bind with a name and no password proves nothing and is often answered with success.
        if (password.isEmpty()) {
            return Optional.empty();
        }
        try {
            return passwords.orElseThrow().prove(opened(settings::ldap), name, password);
        } catch (DirectoryException cause) {
            if (cause.kind() == DirectoryException.Kind.REFUSED) {
                return Optional.empty();
            }
            LOG.warn("The LDAP directory could not be asked: {}", cause.getMessage(), cause);
            throw away(cause);
        }
    }

    /** What speaks with the provider, if it is there and a provider is set. */
    OpenIdProvider openId() {
        OidcSettings set = settings.get(OidcSettings.class).value();
        set.unusable().ifPresent(why -> {
            int end = why.indexOf(". ") + 1;
            throw new Refusal(Refusal.Kind.CONFLICT, why.substring(0, end), why.substring(end + 1));
        });
        return openId.orElseThrow(() -> new Refusal(
                Refusal.Kind.CONFLICT,
                "This server was installed without its part for OpenID providers.",
                "Put the jar caselli-oidc and its libraries beside the server's."));
    }

    /** With the client's secret. */
    OidcSettings oidc() {
        return opened(settings::oidc);
    }

    /** What may bring bearer tokens, if somebody may. */
    Optional<OpenIdProvider> bearers() {
        return oidcAsKept().audience().isEmpty() || oidcAsKept().unusable().isPresent() ? Optional.empty() : openId;
    }

    /** Without the client's secret. */
    OidcSettings oidcAsKept() {
        return settings.get(OidcSettings.class).value();
    }

    /** Seals what a flow keeps. */
    String seal(String secret, String flow) {
        return opened(() -> secrets.seal(secret, "sign-in/" + flow));
    }

    /** Opens it again. */
    String open(String sealed, String flow) {
        return opened(() -> secrets.open(sealed, "sign-in/" + flow));
    }

    private static <T> T opened(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (Secrets.KeyException cause) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "The server cannot make itself known to the directory.",
                    String.valueOf(cause.getMessage()),
                    cause);
        }
    }

    /** The refusal that says the same. */
    static Refusal away(DirectoryException cause) {
        String what = String.valueOf(cause.getMessage());
        return cause.kind() == DirectoryException.Kind.AWAY
                ? new Refusal(
                        Refusal.Kind.DIRECTORY_AWAY,
                        what,
                        "Try again in a minute. Accounts with a password of this server and tokens are not concerned.",
                        cause)
                : new Refusal(
                        Refusal.Kind.CONFLICT,
                        what,
                        "An administrator corrects it in the settings oidc or ldap, or in the directory.",
                        cause);
    }
}
