package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.line.TlsListener;
import org.caselli.store.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    @TempDir
    Path folder;

    private static Config parse(String text) {
        return Config.parse(text, "caselli.toml", Path.of("/etc/caselli"));
    }

    @Test
    void a_server_without_a_file_is_what_the_documentation_says() {
        Config config = Config.standard();
        assertThat(config.http().address()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(7030);
        assertThat(config.http().maxUploadBytes()).isEqualTo(64L << 20);
        assertThat(config.sip()).isEqualTo(new Config.SipSettings("127.0.0.1", 5060, 8, Optional.empty()));
        assertThat(config.data()).isEqualTo(Path.of("data"));
        assertThat(config.loopbackLines()).isEqualTo(4);
        assertThat(config.loopbackHaste()).isEqualTo(1);
        assertThat(config.http().openMetrics()).isFalse();
        assertThat(config.logFormat()).isEqualTo(LogSetup.Format.TEXT);
    }

    @Test
    void every_setting_can_be_set() {
        Config config = parse("""
                [http]
                address = "0.0.0.0"
                port = 80
                max-upload-mb = 1
                [sip]
                address = "192.0.2.1"
                port = 0
                lines = 30
                tls-certificate = "fax.pem"
                tls-key = "/keys/fax.key"
                tls-port = 5062
                tls-callers = "ca.pem"
                [data]
                directory = "faxes"
                [loopback]
                lines = 0
                haste = 1000
                [metrics]
                open = true
                [log]
                format = "json"
                """);
        assertThat(config.http().address()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(80);
        assertThat(config.http().maxUploadBytes()).isEqualTo(1L << 20);
        assertThat(config.sip())
                .isEqualTo(new Config.SipSettings(
                        "192.0.2.1",
                        0,
                        30,
                        Optional.of(new TlsListener(
                                5062,
                                Path.of("/etc/caselli/fax.pem"),
                                Path.of("/keys/fax.key"),
                                Optional.of(Path.of("/etc/caselli/ca.pem"))))));
        assertThat(config.data()).isEqualTo(Path.of("/etc/caselli/faxes"));
        assertThat(config.loopbackLines()).isZero();
        assertThat(config.loopbackHaste()).isEqualTo(1000);
        assertThat(config.http().openMetrics()).isTrue();
        assertThat(config.logFormat()).isEqualTo(LogSetup.Format.JSON);
    }

    @Test
    void the_command_line_goes_before_the_file() {
        Config config = parse("[http]\nport = 80").with(OptionalInt.of(0), OptionalInt.of(5070), Optional.of(folder));
        assertThat(config.http().port()).isZero();
        assertThat(config.sip().port()).isEqualTo(5070);
        assertThat(config.data()).isEqualTo(folder);
        assertThat(parse("[http]\nport = 80").with(OptionalInt.empty(), OptionalInt.empty(), Optional.empty()))
                .isEqualTo(parse("[http]\nport = 80"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [http];prot = 1                 | line 2, column 1: there is no setting "http.prot"; did you mean "http.port"?
                    ;;[htpp]                        | line 3, column 1: there is no setting "htpp"; did you mean "http.port"?
                    [http];port = 65536             | line 2, column 1: http.port is 65536; give 0 to 65535.
                    [http];port = -1                | line 2, column 1: http.port is -1; give 0 to 65535.
                    [http];port = "80"              | line 2, column 1: http.port is not a whole number; give 0 to 65535.
                    [http];port = 8.5               | line 2, column 1: http.port is not a whole number; give 0 to 65535.
                    [http];address = ""             | line 2, column 1: http.address has 0 characters; give 1 to 255.
                    [http];address = 127            | line 2, column 1: http.address is not a text; write it in quotation marks.
                    [http];max-upload-mb = 0        | line 2, column 1: http.max-upload-mb is 0; give 1 to 1024.
                    http = 7030                     | line 1, column 1: [http] is a table; write its keys on lines below it.
                    http.port = 99999999999         | line 1, column 1: http.port is 99999999999; give 0 to 65535.
                    [[http]]                        | [http] is a table
                    [loopback];lines = 101          | line 2, column 1: loopback.lines is 101; give 0 to 100.
                    [fax];station-id = "123"        | line 2, column 1: fax.station-id is no longer said here; it is the setting identity.stationId
                    [fax];header = "Caselli & Co"   | "caselli settings set identity.senderName VALUE"
                    [retry];tries = 3               | "caselli settings set outgoing.retries VALUE"
                    [retry];delay = "10m"           | line 2, column 1: retry.delay is no longer said here; it is the setting outgoing.retryDelay
                    [fax];colour = "red"            | line 2, column 1: there is no setting "fax.colour"
                    [sip];tls-port = 5061           | line 2, column 1: sip.tls-port is of no use without tls-certificate in [sip].
                    [sip];tls-certificate = "a.pem" | line 2, column 1: sip.tls-certificate needs its key; give the file of the key
                    [log];format = "xml"            | line 2, column 1: log.format is "xml"; give one of text, json.
                    [metrics];open = 1              | line 2, column 1: metrics.open is not true or false.
                    [http];port = 1;port = 2        | line 3
                    [http;port = 1                  | line 1
                    port                            | line 1
                    """)
    void a_mistake_is_told_with_its_place_and_what_to_write(String lines, String says) {
        assertThatThrownBy(() -> parse(lines.replace(';', '\n')))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("caselli.toml, line ")
                .hasMessageContaining(says);
    }

    @Test
    void a_file_that_is_not_there_or_not_text_is_told_as_such() throws Exception {
        Path none = folder.resolve("none.toml");
        assertThatThrownBy(() -> Config.read(none))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no file");
        Path latin = Files.write(folder.resolve("latin.toml"), "# gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Config.read(latin))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("UTF-8");
        Path right = Files.writeString(folder.resolve("right.toml"), "data.directory = \"d\"");
        assertThat(Config.read(right).data()).isEqualTo(folder.resolve("d"));
    }

    @Test
    void a_server_is_one_of_several_when_it_names_a_database_and_a_folder_for_pages() throws Exception {
        Files.writeString(folder.resolve("secret"), "geheim\n");
        Config config = Config.parse("""
                [database]
                url = "postgresql://db/caselli"
                user = "fax"
                password-file = "secret"
                [data]
                pages = "/shared/pages"
                [server]
                node = "fax1"
                lease = 30
                """, "caselli.toml", folder);
        assertThat(config.store().node()).isEqualTo("fax1");
        assertThat(config.store().blobs()).isEqualTo(Path.of("/shared/pages"));
        assertThat(config.store().database())
                .contains(new DatabaseSettings("postgresql://db/caselli", "fax", "geheim"));
        assertThat(config.sharing().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.toString()).doesNotContain("geheim");
        assertThat(parse("").store().node()).isEqualTo("local");
        assertThat(parse("").store().blobs()).isEqualTo(Path.of("/etc/caselli/data/blobs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[database];url = \"postgresql://db/x\" | line 2, column 1: database.url names a database that several",
                "[database];user = \"x\" | database.user is of no use without url",
                "[database];url = \"mysql://db/x\";[data];pages = \"/p\" | is no address of a PostgreSQL database",
                "[database];url = \"postgresql://u:geheim@db/x\";[data];pages = \"/p\" | neither user nor password",
                "[database];url = \"postgresql://db/x\";password-file = \"none\" | names /etc/caselli/none, which cannot be read",
                "[database];url = \"postgresql://db/x\";password = \"a\";password-file = \"b\" | leave one of them out",
                "[server];node = \"fax 1\" | server.node cannot be used: \"fax 1\" is no name",
                "[server];lease = 5 | server.lease is 5; give 10 to 600"
            })
    void a_mistake_about_sharing_is_told_with_what_to_write(String lines, String says) {
        assertThatThrownBy(() -> parse(lines.replace(';', '\n')))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("geheim");
    }
}
