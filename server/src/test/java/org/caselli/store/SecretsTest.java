package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SecretsTest {
    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    @TempDir
    Path otherNode;

    private Store store;

    @BeforeEach
    void open() {
        store = database.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Secrets here() {
        return new Secrets(directory, store);
    }

    @Test
    void what_was_sealed_is_opened_again_also_by_the_next_process() {
        String sealed = here().seal("pässword", "trunk/berlin");
        assertThat(sealed).doesNotContain("ssword");
        assertThat(here().open(sealed, "trunk/berlin")).isEqualTo("pässword");
        assertThat(here().seal("pässword", "trunk/berlin")).isNotEqualTo(sealed);
    }

    @Test
    void no_key_is_made_before_it_is_needed_and_then_it_is_its_owners_only() throws IOException {
        Secrets secrets = here();
        assertThat(directory.resolve(Secrets.FILE)).doesNotExist();
        secrets.seal("a", "b");
        assertThat(Files.getPosixFilePermissions(directory.resolve(Secrets.FILE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".new"));
        }
    }

    @Test
    void a_secret_is_opened_only_for_what_it_was_sealed_for_and_only_whole() {
        Secrets secrets = here();
        String sealed = secrets.seal("password", "trunk/berlin");
        assertThatThrownBy(() -> secrets.open(sealed, "trunk/paris")).isInstanceOf(Secrets.KeyException.class);
        String changed = sealed.substring(0, 20) + (sealed.charAt(20) == 'A' ? 'B' : 'A') + sealed.substring(21);
        assertThatThrownBy(() -> secrets.open(changed, "trunk/berlin")).isInstanceOf(Secrets.KeyException.class);
        for (String damaged : new String[] {"", "v1:", "v1:!!", "password", sealed.substring(0, 12)}) {
            assertThatThrownBy(() -> secrets.open(damaged, "trunk/berlin"))
                    .as(damaged)
                    .isInstanceOf(Secrets.KeyException.class);
        }
    }

    @Test
    void a_server_without_the_key_of_the_others_makes_none_of_its_own_and_says_what_to_copy() throws IOException {
        String sealed = here().seal("password", "trunk/berlin");
        var other = new Secrets(otherNode, store);
        assertThatThrownBy(() -> other.open(sealed, "trunk/berlin"))
                .isInstanceOf(Secrets.KeyException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("Copy secrets.key");
        assertThatThrownBy(() -> other.seal("x", "y")).isInstanceOf(Secrets.KeyException.class);
        assertThat(otherNode.resolve(Secrets.FILE)).doesNotExist();

        Files.writeString(otherNode.resolve(Secrets.FILE), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        assertThatThrownBy(() -> new Secrets(otherNode, store).open(sealed, "trunk/berlin"))
                .isInstanceOf(Secrets.KeyException.class)
                .hasMessageContaining("not the one");

        Files.delete(otherNode.resolve(Secrets.FILE));
        Files.copy(directory.resolve(Secrets.FILE), otherNode.resolve(Secrets.FILE));
        assertThat(other.open(sealed, "trunk/berlin")).isEqualTo("password");
    }
}
