package org.caselli.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.service.access.DirectoryException;
import org.caselli.service.access.DirectoryException.Kind;
import org.caselli.service.access.DirectoryUser;
import org.caselli.service.settings.LdapSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real directory in memory, with sockets and certificates. */
class LdapDirectoryTest {
    private static final String BASE = "ou=people,dc=example,dc=org";
    private static final String SERVER = "cn=fax server,dc=example,dc=org";
    private static final String SERVER_PASSWORD = "the server's";
    private static final String FAX = "cn=fax,ou=groups,dc=example,dc=org";

    /** Only what does not answer at all meets it. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private InMemoryDirectoryServer directory;
    private final LdapDirectory ldap = new LdapDirectory();

    @BeforeEach
    void open() throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.addAdditionalBindCredentials(SERVER, SERVER_PASSWORD);
        config.setSchema(null);
        Path keys = keys();
        var server = new SSLUtil(
                new KeyStoreKeyManager(keys.toFile(), "password".toCharArray(), "PKCS12", "own"),
                new TrustAllTrustManager());
        SSLSocketFactory client = new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory();
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", here, 0, server.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "ldaps", here, 0, server.createSSLServerSocketFactory(), client));
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        directory.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
        directory.add("dn: ou=groups,dc=example,dc=org", "objectClass: organizationalUnit", "ou: groups");
        person("ann", "Ann Other");
        person("bob", "Bob (Desk)");
        directory.add("dn: " + FAX, "objectClass: groupOfNames", "cn: fax", "member: uid=ann," + BASE);
        directory.startListening();
    }

    private void person(String uid, String name) throws Exception {
        directory.add(
                "dn: uid=" + uid + "," + BASE,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + name,
                "sn: " + name,
                "mail: " + uid + "@example.org",
                "memberOf: " + FAX,
                "employeeType: " + (uid.equals("ann") ? "nurse" : "guest"),
                "userPassword: of " + uid);
    }

    @AfterEach
    void close() {
        directory.shutDown(true);
    }

    /** A key and a certificate of this machine that no authority but itself has signed. */
    private Path keys() throws CertException {
        Path file = folder.resolve("keys.p12");
        var told = new ByteArrayOutputStream();
        var code = ManageCertificates.main(
                null,
                new PrintStream(told, true, StandardCharsets.UTF_8),
                new PrintStream(told, true, StandardCharsets.UTF_8),
                "generate-self-signed-certificate",
                "--keystore",
                file.toString(),
                "--keystore-password",
                "password",
                "--keystore-type",
                "PKCS12",
                "--alias",
                "own",
                "--subject-dn",
                "CN=127.0.0.1",
                "--subject-alternative-name-ip-address",
                "127.0.0.1");
        assertThat(code.intValue()).as(told.toString(StandardCharsets.UTF_8)).isZero();
        return file;
    }

    private String authority() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, "password".toCharArray());
        }
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getCertificate("own").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private String url(String listener) {
        return listener + "://127.0.0.1:" + directory.getListenPort(listener);
    }

    private LdapSettings settings() {
        return settings(url("ldap"), false, "", "");
    }

    private static LdapSettings settings(String url, boolean startTls, String filter, String authority) {
        return new LdapSettings(
                url,
                startTls,
                SERVER,
                SERVER_PASSWORD,
                BASE,
                "uid",
                filter,
                "entryUUID",
                "mail",
                "memberOf",
                "",
                List.of("fax=office"),
                authority);
    }

    private static void refused(Kind kind, String says, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        DirectoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(says)
                .hasMessageNotContaining(SERVER_PASSWORD);
    }

    @Test
    void who_gives_the_right_password_is_who_the_directory_says() throws Exception {
        DirectoryUser ann = ldap.prove(settings(), "ANN", "of ann").orElseThrow();
        assertThat(ann.directory()).isEqualTo(BASE);
        assertThat(ann.name()).isEqualTo("ann");
        assertThat(ann.displayName()).isEqualTo("Ann Other");
        assertThat(ann.email()).isEqualTo("ann@example.org");
        assertThat(ann.groups()).contains(Set.of(FAX));
        assertThat(ann.subject())
                .isEqualTo(directory.getEntry("uid=ann," + BASE, "entryUUID").getAttributeValue("entryUUID"));
    }

    @Test
    void a_wrong_password_and_a_wrong_name_are_the_same() throws Exception {
        assertThat(ldap.prove(settings(), "ann", "wrong")).isEmpty();
        assertThat(ldap.prove(settings(), "nobody", "of ann")).isEmpty();
    }

    @Test
    void an_empty_password_proves_nothing_though_the_directory_would_say_yes() throws Exception {
        // RFC 4513 clause 5.1.2; this directory answers such a bind with success as the anonymous one that it is.
        assertThat(ldap.prove(settings(), "ann", "")).isEmpty();
    }

    @Test
    void what_is_a_filter_elsewhere_is_a_name_here() throws Exception {
        for (String attack : List.of(
                "*",
                "a*",
                "ann)(uid=*",
                "*)(userPassword=*",
                "ann)(|(uid=*",
                "\\61nn",
                "ann\u0000",
                "(uid=ann)",
                "&")) {
            assertThat(ldap.prove(settings(), attack, "of ann")).as(attack).isEmpty();
            assertThat(ldap.prove(settings(), attack, "of bob")).as(attack).isEmpty();
        }
    }

    @Test
    void a_filter_leaves_out_whom_it_does_not_fit() throws Exception {
        LdapSettings nurses = settings(url("ldap"), false, "(employeeType=nurse)", "");
        assertThat(ldap.prove(nurses, "ann", "of ann")).isPresent();
        assertThat(ldap.prove(nurses, "bob", "of bob")).isEmpty();
        refused(
                Kind.SETTINGS,
                "filter error",
                () -> ldap.prove(settings(url("ldap"), false, "(((", ""), "ann", "of ann"));
    }

    @Test
    void groups_are_looked_for_where_people_do_not_have_them() throws Exception {
        var looking = new LdapSettings(
                url("ldap"),
                false,
                SERVER,
                SERVER_PASSWORD,
                BASE,
                "uid",
                "",
                "entryUUID",
                "mail",
                "",
                "ou=groups,dc=example,dc=org",
                List.of("fax=office"),
                "");
        assertThat(ldap.prove(looking, "ann", "of ann").orElseThrow().groups()).contains(Set.of(FAX));
        assertThat(ldap.prove(looking, "bob", "of bob").orElseThrow().groups()).contains(Set.of());
    }

    @Test
    void two_people_of_one_name_are_nobody() throws Exception {
        directory.add(
                "dn: cn=another,ou=people,dc=example,dc=org",
                "objectClass: inetOrgPerson",
                "cn: another",
                "sn: another",
                "uid: ann",
                "userPassword: of ann");
        refused(Kind.SETTINGS, "several people", () -> ldap.prove(settings(), "ann", "of ann"));
    }

    @Test
    void a_binary_id_is_written_in_hexadecimal_digits() throws Exception {
        directory.modify(
                "dn: uid=ann," + BASE,
                "changetype: modify",
                "add: objectGUID",
                "objectGUID:: AAECAwQFBgcICQoLDA0O/w==");
        var settings = new LdapSettings(
                url("ldap"), false, SERVER, SERVER_PASSWORD, BASE, "uid", "", "objectGUID", "", "", "", List.of(), "");
        DirectoryUser ann = ldap.prove(settings, "ann", "of ann").orElseThrow();
        assertThat(ann.subject()).isEqualTo("hex:000102030405060708090a0b0c0d0eff");
        assertThat(ann.groups()).isEqualTo(Optional.empty());
        refused(Kind.SETTINGS, "objectGUID", () -> ldap.prove(settings, "bob", "of bob"));
    }

    @Test
    void a_server_whom_the_directory_does_not_know_says_so() {
        var wrong = new LdapSettings(
                url("ldap"), false, SERVER, "old", BASE, "uid", "", "entryUUID", "", "", "", List.of(), "");
        refused(Kind.SETTINGS, "does not take ldap.bindDn", () -> ldap.prove(wrong, "ann", "of ann"));
        var nowhere = new LdapSettings(
                url("ldap"),
                false,
                SERVER,
                SERVER_PASSWORD,
                "ou=nowhere,dc=example,dc=org",
                "uid",
                "",
                "entryUUID",
                "",
                "",
                "",
                List.of(),
                "");
        refused(Kind.SETTINGS, "no such object", () -> ldap.prove(nowhere, "ann", "of ann"));
    }

    // TLS.

    @Test
    void with_its_own_authority_tls_is_spoken_from_the_first_octet_and_by_starting_it() throws Exception {
        assertThat(ldap.prove(settings(url("ldaps"), false, "", authority()), "ann", "of ann"))
                .isPresent();
        assertThat(ldap.prove(settings(url("ldap"), true, "", authority()), "ann", "of ann"))
                .isPresent();
    }

    @Test
    void a_certificate_that_nobody_vouches_for_gets_no_password() {
        refused(
                Kind.AWAY,
                "did not answer as it should",
                () -> ldap.prove(settings(url("ldaps"), false, "", ""), "ann", "of ann"));
        refused(
                Kind.AWAY,
                "did not answer as it should",
                () -> ldap.prove(settings(url("ldap"), true, "", ""), "ann", "of ann"));
    }

    @Test
    void a_certificate_of_another_name_gets_no_password() {
        refused(
                Kind.AWAY,
                "did not answer as it should",
                () -> ldap.prove(
                        settings("ldaps://localhost:" + directory.getListenPort("ldaps"), false, "", authority()),
                        "ann",
                        "of ann"));
    }

    // Away.

    @Test
    void a_directory_that_is_not_there_is_told_so() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        refused(
                Kind.AWAY,
                "connect error",
                () -> ldap.prove(settings("ldap://127.0.0.1:" + port, false, "", ""), "ann", "of ann"));
    }

    @Test
    void a_directory_that_takes_the_connection_and_says_nothing_does_not_hold_anybody_for_long() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            var impatient = new LdapDirectory(SHORT);
            refused(
                    Kind.AWAY,
                    "did not answer",
                    () -> impatient.prove(settings("ldap://" + address, false, "", ""), "ann", "of ann"));
            refused(
                    Kind.AWAY,
                    "did not answer",
                    () -> impatient.prove(settings("ldap://" + address, true, "", ""), "ann", "of ann"));
            refused(
                    Kind.AWAY,
                    "did not answer",
                    () -> impatient.prove(settings("ldaps://" + address, false, "", ""), "ann", "of ann"));
        }
    }

    @Test
    void a_directory_that_begins_tls_and_then_says_nothing_does_not_hold_anybody_for_long() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            var answering = Thread.ofVirtual().start(() -> {
                try (var socket = silent.accept()) {
                    var in = socket.getInputStream();
                    assertThat(in.read()).isEqualTo(0x30);
                    // ExtendedResponse of message 1, success: RFC 4511 clause 4.12.
                    socket.getOutputStream().write(new byte[] {
                        0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00
                    });
                    while (in.read() >= 0) {
                        // hears the handshake and lets it wait
                    }
                } catch (IOException cut) {
                    // by the one who had waited
                }
            });
            refused(
                    Kind.AWAY,
                    "did not answer",
                    () -> new LdapDirectory(SHORT)
                            .prove(
                                    settings("ldap://127.0.0.1:" + silent.getLocalPort(), true, "", ""),
                                    "ann",
                                    "of ann"));
            answering.join();
        }
    }
}
