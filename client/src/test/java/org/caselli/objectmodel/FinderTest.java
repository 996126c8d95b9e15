package org.caselli.objectmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a server: what a name means with this environment and these files. */
class FinderTest {
    @TempDir
    Path folder;

    private final Map<String, String> told = new HashMap<>();

    @BeforeEach
    void theUsersOwnDirectory() {
        told.put("directory", folder.resolve("own").toString());
    }

    private Found find(String name) {
        return new Finder(key -> Optional.ofNullable(told.get(key))).find(name, Optional.empty());
    }

    private void refused(FaxError error, String name, String sentence) {
        assertThatExceptionOfType(FaxException.class)
                .isThrownBy(() -> find(name))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error))
                .withMessageContaining(sentence);
    }

    /** A server that runs, or did. */
    private Path data(String name, String url, long pid) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        Files.writeString(data.resolve("server.json"), "{\"url\":\"" + url + "\",\"pid\":" + pid + "}");
        Files.writeString(data.resolve("admin.token"), "key of " + name + "\n");
        Path signs = Files.createDirectories(folder.resolve("own").resolve("servers"));
        Files.writeString(signs.resolve(name), data + "\n");
        return data;
    }

    private static long alive() {
        return ProcessHandle.current().pid();
    }

    private void written(String... lines) throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("client.properties"), String.join("\n", lines));
        Files.setPosixFilePermissions(own.resolve("client.properties"), PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @CsvSource({
        "fax.example.org,             https://fax.example.org",
        "FAX01,                       https://FAX01",
        "\\\\FAX01,                   https://FAX01",
        "\\\\FAX01\\Fax,              https://FAX01",
        "fax.example.org:7030,        https://fax.example.org:7030",
        "192.0.2.7,                   https://192.0.2.7",
        "2001:db8::7,                 https://[2001:db8::7]",
        "[2001:db8::7]:7030,          https://[2001:db8::7]:7030",
        "http://127.0.0.1:7030,       http://127.0.0.1:7030",
        "https://fax.example.org/,    https://fax.example.org"
    })
    void a_name_means_tls_unless_it_says_otherwise(String name, URI url) {
        assertThat(find(name)).isEqualTo(Found.at(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "ftp://fax.example.org", "https://", "a\\b"})
    void what_can_be_no_name_is_refused(String name) {
        refused(FaxError.E_INVALIDARG, name, "is not the name of a server");
    }

    @Test
    void the_server_that_runs_on_this_machine_is_found_wherever_one_is() throws IOException {
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, "", "No fax server was found on this machine");
        data("killed", "http://127.0.0.1:1", Long.MAX_VALUE);
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, "", "No fax server was found on this machine");
        data("one", "http://127.0.0.1:7030", alive());
        var one = Found.here(folder.resolve("one"), URI.create("http://127.0.0.1:7030"))
                .as(Optional.of(FaxCredentials.token("key of one")));
        assertThat(find("")).isEqualTo(one);
        assertThat(find("localhost")).isEqualTo(one);
        assertThat(find("\\\\.")).isEqualTo(one);
        assertThat(find("http://127.0.0.1:7030"))
                .as("an address stays what it is")
                .isEqualTo(Found.at(one.url()).as(one.who()));
        assertThat(find("http://127.0.0.1:7031").who()).isEmpty();
    }

    @Test
    void of_two_servers_on_this_machine_one_must_be_named() throws IOException {
        data("one", "http://127.0.0.1:7030", alive());
        Path two = data("two", "http://127.0.0.1:7031", alive());
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, "", "2 servers run on this machine");
        told.put("data", two.toString());
        assertThat(find("").url()).hasPort(7031);
        told.put("data", folder.resolve("three").toString());
        refused(FaxError.RPC_S_SERVER_UNAVAILABLE, "", "No server runs with the data directory");
    }

    @Test
    void the_environment_may_say_that_the_server_is_elsewhere() {
        told.put("url", "https://fax.example.org");
        told.put("token", "t");
        assertThat(find(""))
                .isEqualTo(Found.at(URI.create("https://fax.example.org")).as(Optional.of(FaxCredentials.token("t"))));
        assertThat(find("fax.example.org").who()).contains(FaxCredentials.token("t"));
        assertThat(find("other.example.org").who())
                .as("nobody else is shown the token")
                .isEmpty();
        told.remove("url");
        told.remove("token");
        told.put("user", "ann");
        told.put("password", "secret");
        assertThat(find("other.example.org").who()).contains(FaxCredentials.password("ann", "secret"));
    }

    @Test
    void a_file_of_the_user_has_names_addresses_and_credentials() throws IOException {
        written(
                "server = Office",
                "office.url = https://fax.example.org:8443/",
                "office.user = ann",
                "office.password = secret",
                "office.trust = authority.pem",
                "fax02.example.org.token = t");
        var office = new Found(
                URI.create("https://fax.example.org:8443"),
                Optional.empty(),
                Optional.of(FaxCredentials.password("ann", "secret")),
                Optional.of(folder.resolve("own").resolve("authority.pem")));
        assertThat(find("office")).isEqualTo(office);
        assertThat(find("\\\\OFFICE")).isEqualTo(office);
        assertThat(find("")).isEqualTo(office);
        assertThat(find("https://fax.example.org:8443")).isEqualTo(office);
        assertThat(find("fax02.example.org"))
                .isEqualTo(
                        Found.at(URI.create("https://fax02.example.org")).as(Optional.of(FaxCredentials.token("t"))));
        var finder = new Finder(key -> Optional.ofNullable(told.get(key)));
        assertThat(finder.find("office", Optional.of(FaxCredentials.token("explicit")))
                        .who())
                .contains(FaxCredentials.token("explicit"));
    }

    @Test
    void a_file_that_others_may_read_is_refused_and_one_with_nonsense_too() throws IOException {
        written("office.token = t");
        Path file = folder.resolve("own").resolve("client.properties");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refused(FaxError.E_ACCESSDENIED, "office", "chmod 600 " + file);
        written("office.pasword = t");
        refused(FaxError.E_INVALIDARG, "office", "\"office.pasword\"");
        written("office.url = \\u00");
        refused(FaxError.E_INVALIDARG, "office", "cannot be read");
    }
}
