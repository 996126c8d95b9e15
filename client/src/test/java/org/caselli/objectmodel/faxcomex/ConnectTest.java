package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.client.Accounts.NewAccount;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a program comes to a server, and who it is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private RunningServer running;

    @BeforeAll
    void start() throws StartException {
        running = new RunningServer(folder.resolve("data"));
        running.client().accounts().add(new NewAccount("ann", null, null, List.of("query_config"), null, PASSWORD));
        running.client().accounts().add(new NewAccount("idle", null, null, List.of(), null, PASSWORD));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private String url() {
        return running.url().toString();
    }

    private static void refused(FaxError error, ThrowingCallable call) {
        AdministrationTest.refused(error, call);
    }

    @ParameterizedTest
    @EnumSource
    void a_program_connects_disconnects_and_connects_again(SetUp setUp) {
        FaxServer server = FaxServer.create();
        assertThat(server.isConnected()).isFalse();
        refused(FaxError.E_HANDLE, server::getServerName);
        refused(FaxError.E_HANDLE, server::getDevices);
        refused(FaxError.E_HANDLE, server::getActivity);
        refused(FaxError.E_HANDLE, server::disconnect);
        server.close(); // which is no error
        setUp.connect(server, running);
        assertThat(server.isConnected()).isTrue();
        assertThat(server.getServerName()).isEqualTo(setUp == SetUp.REMOTE ? url() : "");
        FaxDevice device = server.getDevices().getItem(1);
        FaxActivity activity = server.getActivity();

        setUp.connect(server, running);
        refused(FaxError.E_HANDLE, device::refresh); // it belonged to the connection before
        FaxDevice again = server.getDevices().getItem(1);
        server.disconnect();
        assertThat(server.isConnected()).isFalse();
        assertThat(again.getDeviceName()).as("what was read stays").isEqualTo(device.getDeviceName());
        refused(FaxError.E_HANDLE, again::save);
        refused(FaxError.E_HANDLE, activity::getQueuedMessages);
        refused(FaxError.E_HANDLE, server::getMajorVersion);
        refused(FaxError.E_HANDLE, server::disconnect);
    }

    @Test
    void a_password_is_as_good_as_a_token() {
        try (FaxServer server = FaxServer.create()) {
            server.connect(url(), FaxCredentials.password("ann", PASSWORD));
            assertThat(server.getDevices().getCount()).isEqualTo(2);
            refused(FaxError.E_ACCESSDENIED, () -> server.getFaxAccountSet().addAccount("somebody"));
        }
    }

    /** Its server only writes down what it is asked. */
    @Test
    void an_authority_of_ones_own_is_trusted_and_a_session_ends_with_the_connection() throws Exception {
        Path own = Files.createDirectories(folder.resolve("trust"));
        Path keys = own.resolve("keys.p12");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1");
        keytool(
                keys,
                "-exportcert",
                "-rfc",
                "-file",
                own.resolve("authority.pem").toString());
        var asked = new CopyOnWriteArrayList<String>();
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        tls.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = (exchange.getRequestURI().getPath().endsWith("/me")
                            ? "{\"name\":\"ann\",\"rights\":[\"query_config\"],\"bits\":32,\"sources\":[]}"
                            : "{\"token\":\"s\",\"account\":\"ann\",\"rights\":[],\"expiresAt\":\"2030-01-01T00:00:00Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tls.start();
        String name = "127.0.0.1:" + tls.getAddress().getPort();
        Path file = own.resolve("client.properties");
        Files.writeString(
                file,
                "ours.url = https://" + name
                        + "\nours.user = ann\nours.password = p\nours.trust = authority.pem\nopen.url = https://" + name
                        + "\nopen.token = t\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String before = System.setProperty("caselli.directory", own.toString());
        try (FaxServer server = FaxServer.create()) {
            server.connect("ours");
            server.disconnect();
            assertThat(asked)
                    .containsExactly(
                            "POST /api/v1/access/sessions Bearer",
                            "GET /api/v1/access/me Bearer s",
                            "DELETE /api/v1/access/sessions/current Bearer s");
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> server.connect("open"));
            Files.writeString(own.resolve("authority.pem"), "no certificate");
            refused(FaxError.E_INVALIDARG, () -> server.connect("ours"));
        } finally {
            System.setProperty("caselli.directory", before);
            tls.stop(0);
        }
    }

    private static void keytool(Path keys, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-keystore",
                keys.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "ours"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void a_session_that_has_ended_is_opened_again() {
        running.client().accounts().add(new NewAccount("eve", null, null, List.of("query_config"), null, PASSWORD));
        FaxServer server = FaxServer.create();
        server.connect(url(), FaxCredentials.password("eve", PASSWORD));
        running.client().accounts().setPassword("eve", PASSWORD + " new");
        refused(FaxError.E_ACCESSDENIED, server::getDevices);
        running.client().accounts().setPassword("eve", PASSWORD);
        assertThat(server.getDevices().getCount())
                .as("with the password that it knows")
                .isEqualTo(2);
        server.close();
    }

    @Test
    void who_is_not_known_or_may_do_nothing_is_refused_and_nobody_is_nobody() throws IOException {
        FaxServer server = FaxServer.create();
        refused(FaxError.E_ACCESSDENIED, () -> server.connect(url(), FaxCredentials.token("wrong")));
        refused(FaxError.E_ACCESSDENIED, () -> server.connect(url(), FaxCredentials.password("ann", "wrong")));
        refused(FaxError.E_ACCESSDENIED, () -> server.connect(url(), FaxCredentials.password("idle", PASSWORD)));
        refused(FaxError.E_ACCESSDENIED, () -> server.connect(url()));
        refused(FaxError.E_INVALIDARG, () -> server.connect("two words"));
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> server.connect(""));
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> server.connect(null));
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        refused(
                FaxError.RPC_S_SERVER_UNAVAILABLE,
                () -> server.connect("http://127.0.0.1:" + free, FaxCredentials.token("t")));
        refused(
                FaxError.RPC_S_SERVER_UNAVAILABLE,
                () -> server.connect("http://127.0.0.1:" + free, FaxCredentials.password("ann", "p")));
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        refused(
                FaxError.RPC_S_CALL_FAILED,
                () -> server.connect("http://127.0.0.1:" + other.getAddress().getPort(), FaxCredentials.token("t")));
        other.stop(0);
        assertThat(server.isConnected()).isFalse();
    }

    @Test
    void a_server_that_was_away_is_asked_again_by_the_next_call() throws Exception {
        Path data = folder.resolve("away");
        var first = new RunningServer(data);
        FaxServer server = FaxServer.create();
        server.connect(first.url().toString(), first.administrator());
        first.close();
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, server::getDevices);
        try (Main again = Main.start(Config.parse("sip.lines = 0\nloopback.lines = 3", "test", Path.of(""))
                .with(OptionalInt.of(first.url().getPort()), OptionalInt.of(0), Optional.of(data)))) {
            assertThat(again.url()).isEqualTo(first.url());
            assertThat(server.getDevices().getCount()).isEqualTo(3);
        }
        server.close();
    }

    @Test
    void a_server_is_found_from_any_directory_once_it_has_announced_itself() throws Exception {
        Path own = folder.resolve("found");
        String before = System.setProperty("caselli.directory", own.toString());
        try {
            try (Main announced = Main.start(Config.parse("sip.lines = 0\nloopback.lines = 1", "test", Path.of(""))
                            .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("elsewhere"))));
                    FaxServer server = FaxServer.create()) {
                announced.announce();
                server.connect("");
                assertThat(server.getDevices().getCount()).isEqualTo(1);
            }
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> FaxServer.create().connect(""));
        } finally {
            System.setProperty("caselli.directory", before);
        }
    }

    @Test
    void a_file_of_the_user_says_who_he_is_on_which_server() throws IOException {
        Path own = Files.createDirectories(folder.resolve("file"));
        Path file = Files.writeString(
                own.resolve("client.properties"),
                "office.url = " + url() + "\noffice.user = ann\noffice.password = " + PASSWORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String before = System.setProperty("caselli.directory", own.toString());
        try (FaxServer server = FaxServer.create()) {
            server.connect("\\\\OFFICE");
            assertThat(server.getServerName()).isEqualTo("\\\\OFFICE");
            assertThat(server.getFaxAccountSet().getAccount("ANN").getAccountName())
                    .isEqualTo("ann");
        } finally {
            System.setProperty("caselli.directory", before);
        }
    }

    @Test
    void one_program_has_two_servers_and_many_threads() throws Exception {
        try (var other = new RunningServer(folder.resolve("other"));
                FaxServer one = FaxServer.create();
                FaxServer two = FaxServer.create()) {
            one.connect(url(), running.administrator());
            two.connect(other.url().toString(), other.administrator());
            one.setExtensionProperty("{00000000-0000-0000-0000-000000000001}", new byte[] {1});
            two.setExtensionProperty("{00000000-0000-0000-0000-000000000001}", new byte[] {2});
            var work = new ArrayList<Callable<Void>>();
            for (int thread = 0; thread < 16; thread++) {
                work.add(() -> {
                    for (int turn = 0; turn < 20; turn++) {
                        assertThat(one.getExtensionProperty("{00000000-0000-0000-0000-000000000001}"))
                                .containsExactly(1);
                        assertThat(two.getExtensionProperty("{00000000-0000-0000-0000-000000000001}"))
                                .containsExactly(2);
                        assertThat(one.getDevices().getItem(2).getDeviceName()).isNotEmpty();
                    }
                    return null;
                });
            }
            try (var threads = Executors.newFixedThreadPool(16)) {
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
            }
        }
    }
}
