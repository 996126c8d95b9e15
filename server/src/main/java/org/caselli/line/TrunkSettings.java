package org.caselli.line;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How one SIP trunk is reached, what we show and believe there, and how many calls it carries at one time. Its devices are
 * called {@code <name>-1} to {@code <name>-<channels>}.
 *
 * @param name          stable, unique: 1 to 32 of {@code a-z 0-9 -}, beginning with a letter, no dash at the end
 * @param displayName   for people; empty for the name
 * @param kind          whether we register there
 * @param server        the far end, and the domain of the numbers dialled there
 * @param transport     how messages travel
 * @param outboundProxy where to send everything instead of to the server; empty for the server itself
 * @param login         what we answer challenges with
 * @param identity      who we say we are
 * @param channels      calls at one time, in and out together: 1 to 1000
 * @param incoming      which calls belong to this trunk, and how they are read
 * @param tls           for {@link Transport#TLS} only
 * @param registerEvery how long a registration is asked for: 1 minute to 1 day; the registrar may want another time
 * @param checkEvery    how often OPTIONS asks whether the far end is there: 5 seconds to 1 day; zero for never
 * @param dialling      what becomes of numbers before they are dialled
 */
public record TrunkSettings(
        String name,
        String displayName,
        Kind kind,
        Server server,
        Transport transport,
        Optional<Server> outboundProxy,
        Login login,
        Identity identity,
        int channels,
        Incoming incoming,
        Tls tls,
        Duration registerEvery,
        Duration checkEvery,
        Dialling dialling) {

    /** Ours: a registrar that forgets us for an hour loses many calls, and one a minute costs nobody anything. */
    public static final Duration REGISTER_EVERY = Duration.ofMinutes(10);
    /** Ours: below the two minutes after which many address translators forget a UDP flow (RFC 4787 REQ-5). */
    public static final Duration CHECK_EVERY = Duration.ofSeconds(60);

    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?");
    private static final Duration DAY = Duration.ofDays(1);

    /** Whether the far end knows where we are. */
    public enum Kind {
        /** It has our address in its settings. */
        STATIC,
        /** We tell it, again and again (RFC 3261 clause 10). */
        REGISTRATION
    }

    /** How messages travel. */
    public enum Transport {
        UDP,
        TCP,
        /** TLS 1.2 or 1.3 over TCP. */
        TLS
    }

    /**
     * A machine.
     *
     * @param host a name or an address (IPv6 without brackets)
     * @param port 1 to 65535; 0 to ask DNS (SRV, RFC 3263), and else the standard port
     */
    public record Server(String host, int port) {
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9.])?");

        public Server {
            if (!HOST.matcher(host).matches() && !isIpv6(host)) {
                throw new IllegalArgumentException("\"" + host
                        + "\" is neither a host name nor an address; give one such as sip.example.org or 192.0.2.7.");
            }
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("The port of " + host + " is " + port + "; give 1 to 65535.");
            }
        }

        private static boolean isIpv6(String host) {
            return host.indexOf(':') >= 0
                    && host.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        }

        /**
         * Reads {@code host}, {@code host:port}, {@code [IPv6]} or {@code [IPv6]:port}.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        public static Server of(String text) {
            String stripped = text.strip();
            int bracket = stripped.startsWith("[") ? stripped.indexOf(']') : -1;
            int colon = stripped.indexOf(':', Math.max(bracket, 0));
            boolean bare = bracket < 0 && colon >= 0 && stripped.indexOf(':', colon + 1) >= 0;
            String host = bare || colon < 0 ? stripped : stripped.substring(0, colon);
            String port = bare || colon < 0 ? "0" : stripped.substring(colon + 1);
            if (!port.matches("[0-9]{1,5}") || (colon >= 0 && !bare && Integer.parseInt(port) == 0)) {
                throw new IllegalArgumentException("\"" + text
                        + "\" has no port of 1 to 65535 after its colon; give one, as in sip.example.org:5060.");
            }
            return new Server(
                    host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(port));
        }

        /** As {@link #of} reads it. */
        @Override
        public String toString() {
            String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return port == 0 ? shown : shown + ":" + port;
        }
    }

    /**
     * What answers a digest challenge.
     *
     * @param user     the account; for a registration also the user part of our address; empty for none
     * @param authUser the user name of the credentials, where the account is not it; empty if it is
     * @param password the secret
     * @param realm    the only realm that is answered; empty for any
     */
    public record Login(String user, String authUser, Secret password, String realm) {
        /** For a far end that asks for nothing. */
        public static final Login NONE = new Login("", "", Secret.NONE, "");

        public Login {
            plain("The user", user);
            plain("The user for authentication", authUser);
            plain("The realm", realm);
            plain("The password", password.reveal());
            if (user.isEmpty() && authUser.isEmpty() && !password.isEmpty()) {
                throw new IllegalArgumentException("The trunk has a password and no user; give both, or none.");
            }
        }

        /** Account and password. */
        public static Login of(String user, String password) {
            return new Login(user, "", new Secret(password), "");
        }

        /** The user name of the credentials. */
        public String credentialsUser() {
            return authUser.isEmpty() ? user : authUser;
        }
    }

    /** In which header the number shown stands besides From. */
    public enum NumberHeader {
        /** In From only. */
        NONE,
        /** P-Asserted-Identity (RFC 3325 clause 9.1): for a far end that trusts us. */
        ASSERTED,
        /** P-Preferred-Identity (RFC 3325 clause 9.2): a wish, for a far end that checks it. */
        PREFERRED
    }

    /**
     * Who we say we are.
     *
     * @param number   the number shown for a fax that names no other; empty for the account
     * @param name     the display name; empty for none
     * @param fromUser the user part of From, where the far end wants the same one always; empty for the number shown
     * @param domain   the domain of From; empty for the server's host
     * @param header   where the number shown stands besides From
     */
    public record Identity(String number, String name, String fromUser, String domain, NumberHeader header) {
        /** The account, in From only. */
        public static final Identity ACCOUNT = new Identity("", "", "", "", NumberHeader.NONE);

        public Identity {
            plain("The number shown", number);
            plain("The name shown", name);
            plain("The user of From", fromUser);
            if (!domain.isEmpty()) {
                domain = new Server(domain, 0).host();
            }
        }
    }

    /** Where the called number of an incoming call stands. */
    public enum CalledNumber {
        /** In the request URI, which the network rewrites on its way. */
        REQUEST_URI,
        /** In To, as the caller dialled; for registrars that put our account into the request URI. */
        TO
    }

    /** Which hashes callers are asked to authenticate with. */
    public enum CallerHash {
        /** SHA-256, and MD5 for who cannot do it (RFC 8760 clause 2.3). */
        BEST,
        /** MD5 only, for machines that look at the first challenge and give up if it is none of theirs. SIPp 3.6 does. */
        MD5
    }

    /**
     * Which incoming calls belong to the trunk.
     *
     * @param calledNumber where the number stands
     * @param sources      the addresses that calls may come from; empty for those of the server and the proxy, and for
     *                     credentials alone where the peer has to show some
     * @param user         the user that the far end must authenticate as; empty if it need not
     * @param password     with this password
     * @param hash         and one of these hashes
     */
    public record Incoming(
            CalledNumber calledNumber, List<AddressRange> sources, String user, Secret password, CallerHash hash) {
        /** From the server's own addresses, number in the request URI. */
        public static final Incoming FROM_SERVER = new Incoming(CalledNumber.REQUEST_URI, List.of(), "", Secret.NONE);

        /** With the best hash that the caller can do. */
        public Incoming(CalledNumber calledNumber, List<AddressRange> sources, String user, Secret password) {
            this(calledNumber, sources, user, password, CallerHash.BEST);
        }

        public Incoming {
            sources = List.copyOf(sources);
            plain("The user that callers authenticate as", user);
            plain("The password of callers", password.reveal());
            if (user.isEmpty() != password.isEmpty()) {
                throw new IllegalArgumentException("Callers of the trunk have "
                        + (user.isEmpty() ? "a password and no user" : "a user and no password")
                        + " to authenticate with; give both, or none.");
            }
        }

        /** Whether the far end must show credentials. */
        public boolean isAuthenticated() {
            return !user.isEmpty();
        }
    }

    /** What makes us believe a certificate. */
    public enum Trust {
        /** A certificate authority that this Java knows. */
        SYSTEM,
        /** A certificate authority in a file of ours. */
        OWN_AUTHORITY,
        /** The certificate has the fingerprint that we know; who signed it does not matter. */
        FINGERPRINT
    }

    /**
     * TLS towards the trunk.
     *
     * @param trust             what makes us believe the far end's certificate
     * @param authorities       PEM file of the authorities, for {@link Trust#OWN_AUTHORITY}
     * @param fingerprint       SHA-256 of the certificate, 64 hex digits, for {@link Trust#FINGERPRINT}; colons and case do
     *                          not matter
     * @param checkHost         whether the certificate must name the server (RFC 5922); of no effect with a fingerprint
     * @param certificate       PEM file of our own certificate, with those that signed it; empty for none
     * @param key               PEM file of its key (PKCS #8, not encrypted)
     */
    public record Tls(
            Trust trust,
            Optional<Path> authorities,
            String fingerprint,
            boolean checkHost,
            Optional<Path> certificate,
            Optional<Path> key) {
        /** As web browsers do it. */
        public static final Tls STANDARD =
                new Tls(Trust.SYSTEM, Optional.empty(), "", true, Optional.empty(), Optional.empty());

        public Tls {
            fingerprint = fingerprint.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
            if (!fingerprint.isEmpty() && !fingerprint.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("The fingerprint is not one of SHA-256; give its 64 hex digits, as"
                        + " `openssl x509 -noout -fingerprint -sha256` prints them.");
            }
            if ((trust == Trust.OWN_AUTHORITY) != authorities.isPresent()) {
                throw new IllegalArgumentException(
                        "A file of certificate authorities belongs to the trust \"own authority\", and to no other.");
            }
            if ((trust == Trust.FINGERPRINT) == fingerprint.isEmpty()) {
                throw new IllegalArgumentException(
                        "A fingerprint belongs to the trust \"fingerprint\", and to no other.");
            }
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException(
                        "Our certificate and its key belong together; give both files, or none.");
            }
        }

        /** Believing one certificate only. */
        public static Tls pinned(String fingerprint) {
            return new Tls(Trust.FINGERPRINT, Optional.empty(), fingerprint, true, Optional.empty(), Optional.empty());
        }

        /** Believing what the authorities in a file have signed. */
        public static Tls signedBy(Path authorities) {
            return new Tls(Trust.OWN_AUTHORITY, Optional.of(authorities), "", true, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What becomes of a number before it is dialled: {@code strip} is taken from its front where it stands there, and then
     * {@code prefix} put before it.
     *
     * @param strip  digits, {@code + * #}; empty for nothing
     * @param prefix digits, {@code + * #}; empty for nothing
     */
    public record Dialling(String strip, String prefix) {
        private static final Pattern PART = Pattern.compile("\\+?[0-9*#]{0,16}");

        /** Numbers stay as they are. */
        public static final Dialling AS_IS = new Dialling("", "");

        public Dialling {
            for (String part : List.of(strip, prefix)) {
                if (!PART.matcher(part).matches()) {
                    throw new IllegalArgumentException("\"" + part
                            + "\" is no beginning of a number; give up to 16 digits, with + before them if need be.");
                }
            }
        }

        /** The number as the trunk wants it. */
        public String dialled(String number) {
            return prefix + (number.startsWith(strip) ? number.substring(strip.length()) : number);
        }
    }

    public TrunkSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A trunk cannot be called \"" + name
                    + "\"; give 1 to 32 of a-z, 0-9 and -, a letter first and no dash at the end, such as berlin.");
        }
        plain("The display name", displayName);
        if (channels < 1 || channels > 1000) {
            throw new IllegalArgumentException("The trunk " + name + " has " + channels + " channels; give 1 to 1000.");
        }
        if (kind == Kind.REGISTRATION && login.user().isEmpty()) {
            throw new IllegalArgumentException(
                    "The trunk " + name + " is to register and has no user; give the account's user.");
        }
        if (registerEvery.compareTo(Duration.ofMinutes(1)) < 0 || registerEvery.compareTo(DAY) > 0) {
            throw new IllegalArgumentException("The trunk " + name + " is to register every "
                    + registerEvery.toSeconds() + " s; give 60 to 86400 s.");
        }
        if (!checkEvery.isZero()
                && (checkEvery.compareTo(Duration.ofSeconds(5)) < 0 || checkEvery.compareTo(DAY) > 0)) {
            throw new IllegalArgumentException("The trunk " + name + " is to be checked every " + checkEvery.toSeconds()
                    + " s; give 5 to 86400 s, or 0 for never.");
        }
        if (transport != Transport.TLS && !tls.equals(Tls.STANDARD)) {
            throw new IllegalArgumentException("The trunk " + name + " has settings for TLS and goes over " + transport
                    + "; choose the transport TLS, or leave them out.");
        }
    }

    /** A far end that has our address in its settings, over UDP, with one channel. */
    public static TrunkSettings peer(String name, Server server) {
        return new TrunkSettings(
                name,
                "",
                Kind.STATIC,
                server,
                Transport.UDP,
                Optional.empty(),
                Login.NONE,
                Identity.ACCOUNT,
                1,
                Incoming.FROM_SERVER,
                Tls.STANDARD,
                REGISTER_EVERY,
                CHECK_EVERY,
                Dialling.AS_IS);
    }

    /** An account at a registrar, over UDP, with one channel. */
    public static TrunkSettings registration(String name, Server server, Login login) {
        return peer(name, server).with(login).with(Kind.REGISTRATION);
    }

    /** For people: the display name, or else the name. */
    public String title() {
        return displayName.isEmpty() ? name : displayName;
    }

    /** The id of a channel's device. */
    public String deviceId(int channel) {
        return name + "-" + channel;
    }

    /** The same of another kind. */
    public TrunkSettings with(Kind other) {
        return changed(draft -> draft.kind = other);
    }

    /** The same over another transport. */
    public TrunkSettings with(Transport other) {
        return changed(draft -> draft.transport = other);
    }

    /** The same with another login. */
    public TrunkSettings with(Login other) {
        return changed(draft -> draft.login = other);
    }

    /** The same with another identity. */
    public TrunkSettings with(Identity other) {
        return changed(draft -> draft.identity = other);
    }

    /** The same with other rules for incoming calls. */
    public TrunkSettings with(Incoming other) {
        return changed(draft -> draft.incoming = other);
    }

    /** The same over TLS, with these settings. */
    public TrunkSettings with(Tls other) {
        return changed(draft -> {
            draft.transport = Transport.TLS;
            draft.tls = other;
        });
    }

    /** The same with another change of numbers. */
    public TrunkSettings with(Dialling other) {
        return changed(draft -> draft.dialling = other);
    }

    /** The same with so many channels. */
    public TrunkSettings withChannels(int count) {
        return changed(draft -> draft.channels = count);
    }

    /** The same, checked so often. */
    public TrunkSettings checkedEvery(Duration pause) {
        return changed(draft -> draft.checkEvery = pause);
    }

    private TrunkSettings changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** A copy that can be changed: the one place that lists all components. */
    private static final class Draft {
        private final String name;
        private final String displayName;
        private final Server server;
        private final Optional<Server> outboundProxy;
        private final Duration registerEvery;
        private Kind kind;
        private Transport transport;
        private Login login;
        private Identity identity;
        private int channels;
        private Incoming incoming;
        private Tls tls;
        private Duration checkEvery;
        private Dialling dialling;

        Draft(TrunkSettings from) {
            name = from.name;
            displayName = from.displayName;
            kind = from.kind;
            server = from.server;
            transport = from.transport;
            outboundProxy = from.outboundProxy;
            login = from.login;
            identity = from.identity;
            channels = from.channels;
            incoming = from.incoming;
            tls = from.tls;
            registerEvery = from.registerEvery;
            checkEvery = from.checkEvery;
            dialling = from.dialling;
        }

        TrunkSettings settings() {
            return new TrunkSettings(
                    name,
                    displayName,
                    kind,
                    server,
                    transport,
                    outboundProxy,
                    login,
                    identity,
                    channels,
                    incoming,
                    tls,
                    registerEvery,
                    checkEvery,
                    dialling);
        }
    }

    private static void plain(String what, String text) {
        if (text.length() > 255 || text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new IllegalArgumentException(
                    what + " has a control character, or more than 255 characters; give a plain text.");
        }
    }
}
