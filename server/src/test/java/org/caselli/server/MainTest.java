package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MainTest {
    @TempDir
    Path folder;

    private Config config(int httpPort, int sipPort) {
        return Config.parse("loopback.lines = 2\nsip.lines = 1", "test", Path.of(""))
                .with(OptionalInt.of(httpPort), OptionalInt.of(sipPort), Optional.of(folder.resolve("data")));
    }

    @Test
    void a_program_on_this_machine_finds_the_server_by_its_data_directory_while_it_runs() throws Exception {
        Path file = folder.resolve("data").resolve("server.json");
        try (Main server = Main.start(config(0, 0));
                var client = HttpClient.newHttpClient()) {
            JsonNode told = new ObjectMapper().readTree(file.toFile());
            assertThat(told.get("url").asText()).isEqualTo(server.url().toString());
            assertThat(told.get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            String token = Files.readString(folder.resolve("data").resolve("admin.token"))
                    .strip();
            var response = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/api/v1/server"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new ObjectMapper()
                            .readTree(response.body())
                            .get("sipPort")
                            .asInt())
                    .isEqualTo(server.sipPort());
            assertThat(server.numbers()).containsExactly("1001", "1002");
            assertThat(server.directLines()).isEqualTo(1);
            assertThat(server.failures()).isEmpty();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void a_server_can_be_started_again_after_it_was_closed() throws Exception {
        String token;
        try (Main server = Main.start(config(0, 0))) {
            token = server.token();
        }
        try (Main server = Main.start(config(0, 0))) {
            assertThat(server.token()).isEqualTo(token);
        }
    }

    @Test
    void a_taken_http_port_is_told_with_the_option_that_changes_it_and_leaves_nothing_running() throws Exception {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            assertThatThrownBy(() -> Main.start(config(other.getLocalPort(), 0)).close())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("HTTP port " + other.getLocalPort() + " on 127.0.0.1 is taken")
                    .hasMessageContaining("--port");
        }
        Main.start(config(0, 0)).close();
    }

    @Test
    void a_taken_sip_port_is_told_with_the_option_that_changes_it_and_leaves_nothing_running() throws Exception {
        try (var other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Main.start(config(0, other.getLocalPort())).close())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("SIP port " + other.getLocalPort() + " on 127.0.0.1 is taken")
                    .hasMessageContaining("--sip-port");
        }
        Main.start(config(0, 0)).close();
    }

    @Test
    void two_servers_cannot_have_one_data_directory() throws Exception {
        try (Main first = Main.start(config(0, 0))) {
            assertThatThrownBy(() -> Main.start(config(0, 0)).close())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("--data");
            assertThat(first.failures()).isEmpty();
            assertThat(folder.resolve("data").resolve("server.json")).exists();
        }
    }

    @Test
    void an_address_that_is_none_of_this_machine_is_told() {
        Config elsewhere = Config.parse("sip.address = \"192.0.2.1\"", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data")));
        assertThatThrownBy(() -> Main.start(elsewhere).close())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("192.0.2.1");
        Config name = Config.parse("sip.address = \"localhost\"", "test", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(folder.resolve("data")));
        assertThatThrownBy(() -> Main.start(name).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("numeric address");
    }
}
