package org.caselli.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.caselli.service.access.DirectoryException;
import org.caselli.service.access.DirectoryException.Kind;
import org.caselli.service.access.DirectoryUser;
import org.caselli.service.access.PasswordDirectory;
import org.caselli.service.access.TrustedAuthorities;
import org.caselli.service.settings.LdapSettings;

/**
 * Asks an LDAP directory, by the library of Ping Identity: looks somebody up by his name, binds as him with his password, and
 * reads his groups. Each question has a connection of its own.
 */
public final class LdapDirectory implements PasswordDirectory {
    /** Ours: what a person waits for. It is the limit of each of the few steps. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Ours: a directory that is slow must not collect connections. */
    private static final int AT_ONCE = 16;

    private static final int MOST_GROUPS = 5_000;

    private static final int LDAP = 389;
    private static final int LDAPS = 636;

    /** RFC 4519 clause 2.17 and 2.40: the members of {@code groupOfNames} and {@code groupOfUniqueNames}. */
    private static final List<String> MEMBERS = List.of("member", "uniqueMember");

    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** As the server finds it. */
    public LdapDirectory() {
        this(PATIENCE);
    }

    /** @param patience how long each step may take */
    LdapDirectory(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Optional<DirectoryUser> prove(LdapSettings settings, String name, String password)
            throws DirectoryException {
        if (name.isBlank() || password.isEmpty()) {
            return Optional.empty(); // RFC 4513 clause 5.1.2: a bind without a password would be answered with success
        }
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DirectoryException(Kind.AWAY, "The LDAP directory answers too slowly.");
            }
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new DirectoryException(Kind.AWAY, "The LDAP directory was not asked to the end.", cause);
        }
        URI url = URI.create(settings.url());
        boolean tls = "ldaps".equals(url.getScheme());
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        int port = url.getPort() > 0 ? url.getPort() : tls ? LDAPS : LDAP;
        SSLSocketFactory secure = TrustedAuthorities.with(settings.authority()).getSocketFactory();
        try (var line =
                new Line(host, tls ? Optional.of(secure) : Optional.empty(), patience, patience.multipliedBy(2))) {
            try (LDAPConnection connection = connected(line, host, port)) {
                if (settings.startTls()) {
                    startTls(connection, secure);
                }
                return proven(connection, settings, name, password);
            } catch (LDAPException cause) {
                throw trouble(settings, line, cause);
            }
        } finally {
            places.release();
        }
    }

    private Optional<DirectoryUser> proven(
            LDAPConnection connection, LdapSettings settings, String name, String password)
            throws LDAPException, DirectoryException {
        bindAsServer(connection, settings);
        Optional<SearchResultEntry> found = find(connection, settings, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SearchResultEntry entry = found.get();
        try {
            connection.bind(new SimpleBindRequest(entry.getDN(), password));
        } catch (LDAPException refused) {
            // Wrong, locked, expired, must be changed first: the directory has said no.
            if (Set.of(
                            ResultCode.INVALID_CREDENTIALS,
                            ResultCode.UNWILLING_TO_PERFORM,
                            ResultCode.INAPPROPRIATE_AUTHENTICATION,
                            ResultCode.CONSTRAINT_VIOLATION,
                            ResultCode.INSUFFICIENT_ACCESS_RIGHTS)
                    .contains(refused.getResultCode())) {
                return Optional.empty();
            }
            throw refused;
        }
        // People often may not read about themselves what the server may.
        bindAsServer(connection, settings);
        return Optional.of(user(connection, settings, entry));
    }

    private LDAPConnection connected(Line line, String host, int port) throws LDAPException {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(0); // the line has its own
        options.setResponseTimeoutMillis(patience.toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false); // a password goes nowhere but where the settings say
        options.setSSLSocketVerifier(
                new HostNameSSLSocketVerifier(true)); // RFC 4513 clause 3.1.3, where TLS is started
        return new LDAPConnection(line, options, host, port);
    }

    private static void startTls(LDAPConnection connection, SSLSocketFactory secure)
            throws LDAPException, DirectoryException {
        ExtendedResult answer = connection.processExtendedOperation(new StartTLSExtendedRequest(secure));
        if (!answer.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new DirectoryException(
                    Kind.SETTINGS, "The LDAP directory does not begin TLS: " + answer.getResultCode() + ".");
        }
    }

    private static void bindAsServer(LDAPConnection connection, LdapSettings settings)
            throws LDAPException, DirectoryException {
        if (settings.bindDn().isEmpty()) {
            connection.bind(new SimpleBindRequest("", ""));
            return;
        }
        if (settings.bindPassword().isEmpty()) {
            throw new DirectoryException(
                    Kind.SETTINGS, "The setting ldap.bindDn is given, and ldap.bindPassword is not.");
        }
        try {
            connection.bind(new SimpleBindRequest(settings.bindDn(), settings.bindPassword()));
        } catch (LDAPException cause) {
            if (cause.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                throw new DirectoryException(
                        Kind.SETTINGS, "The LDAP directory does not take ldap.bindDn with ldap.bindPassword.", cause);
            }
            throw cause;
        }
    }

    /** The one entry with this name. The name becomes a value of a filter, never a part of one (RFC 4515 clause 3). */
    private Optional<SearchResultEntry> find(LDAPConnection connection, LdapSettings settings, String name)
            throws LDAPException, DirectoryException {
        Filter named = Filter.createEqualityFilter(settings.nameAttribute(), name);
        Filter filter =
                settings.filter().isEmpty() ? named : Filter.createANDFilter(named, Filter.create(settings.filter()));
        String[] wanted = Stream.of(
                        settings.nameAttribute(),
                        settings.idAttribute(),
                        "displayName",
                        "cn",
                        settings.emailAttribute(),
                        settings.groupAttribute())
                .filter(attribute -> !attribute.isEmpty())
                .distinct()
                .toArray(String[]::new);
        var request = new SearchRequest(settings.base(), SearchScope.SUB, filter, wanted);
        request.setSizeLimit(2);
        request.setTimeLimitSeconds((int) Math.max(1, patience.toSeconds()));
        List<SearchResultEntry> entries;
        try {
            SearchResult result = connection.search(request);
            entries = result.getSearchEntries();
        } catch (LDAPException cause) {
            if (!cause.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw cause;
            }
            throw several(name);
        }
        if (entries.size() > 1) {
            throw several(name);
        }
        return entries.stream().findFirst();
    }

    private static DirectoryException several(String name) {
        return new DirectoryException(
                Kind.SETTINGS,
                "The LDAP directory has several people called \"" + name.replaceAll("\\p{Cntrl}", "?")
                        + "\"; make ldap.base or ldap.filter narrower.");
    }

    private static DirectoryUser user(LDAPConnection connection, LdapSettings settings, SearchResultEntry entry)
            throws LDAPException, DirectoryException {
        Attribute id = entry.getAttribute(settings.idAttribute());
        String name = value(entry, settings.nameAttribute());
        if (id == null || id.getValueByteArray() == null || name.isEmpty()) {
            throw new DirectoryException(
                    Kind.SETTINGS,
                    "The LDAP directory shows the server no "
                            + (name.isEmpty() ? settings.nameAttribute() : settings.idAttribute())
                            + " of this person; correct ldap.idAttribute, or what the server may read there.");
        }
        String displayName = value(entry, "displayName");
        return new DirectoryUser(
                settings.base(),
                text(id.getValueByteArray()),
                name,
                displayName.isEmpty() ? value(entry, "cn") : displayName,
                settings.emailAttribute().isEmpty() ? "" : value(entry, settings.emailAttribute()),
                groups(connection, settings, entry));
    }

    /** As it is if it is text; in hexadecimal digits if it is none, as an {@code objectGUID}. */
    private static String text(byte[] octets) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException binary) {
            // written below as what it is
        }
        return "hex:" + HexFormat.of().formatHex(octets);
    }

    private static String value(SearchResultEntry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? "" : value;
    }

    private static Optional<Set<String>> groups(
            LDAPConnection connection, LdapSettings settings, SearchResultEntry entry) throws LDAPException {
        if (settings.groups().isEmpty()) {
            return Optional.empty();
        }
        var groups = new TreeSet<String>();
        if (!settings.groupAttribute().isEmpty()) {
            String[] values = entry.getAttributeValues(settings.groupAttribute());
            if (values != null) {
                groups.addAll(Arrays.asList(values));
            }
        }
        if (!settings.groupBase().isEmpty()) {
            Filter filter = Filter.createORFilter(MEMBERS.stream()
                    .map(member -> Filter.createEqualityFilter(member, entry.getDN()))
                    .toList());
            var request = new SearchRequest(settings.groupBase(), SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
            request.setSizeLimit(MOST_GROUPS);
            connection.search(request).getSearchEntries().forEach(group -> groups.add(group.getDN()));
        }
        return Optional.of(groups);
    }

    private static DirectoryException trouble(LdapSettings settings, Line line, LDAPException cause) {
        boolean setUp = Set.of(
                        ResultCode.NO_SUCH_OBJECT,
                        ResultCode.INVALID_DN_SYNTAX,
                        ResultCode.FILTER_ERROR,
                        ResultCode.UNDEFINED_ATTRIBUTE_TYPE,
                        ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                        ResultCode.CONFIDENTIALITY_REQUIRED,
                        ResultCode.STRONG_AUTH_REQUIRED,
                        ResultCode.REFERRAL)
                .contains(cause.getResultCode());
        return new DirectoryException(
                setUp ? Kind.SETTINGS : Kind.AWAY,
                "The LDAP directory at " + settings.url() + " did not answer "
                        + (line.isOver() ? "in time." : "as it should: " + cause.getResultCode() + "."),
                cause);
    }
}
