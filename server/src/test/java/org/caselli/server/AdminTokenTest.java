package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @TempDir
    Path folder;

    @Test
    void the_first_start_makes_a_token_and_the_next_ones_keep_it() throws IOException {
        String token = AdminToken.of(folder);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(AdminToken.of(folder)).isEqualTo(token);
        assertThat(Files.readString(folder.resolve("admin.token"))).isEqualTo(token + "\n");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void two_data_directories_have_two_tokens() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(AdminToken.of(folder)).isNotEqualTo(AdminToken.of(other));
    }

    @Test
    void a_start_that_was_cut_off_leaves_no_half_token() throws IOException {
        Files.writeString(folder.resolve("admin.token.new"), "half");
        assertThat(AdminToken.of(folder)).hasSize(43);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobody_but_its_owner_may_read_it() throws IOException {
        AdminToken.of(folder);
        Path file = folder.resolve("admin.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AdminToken.of(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void an_empty_token_is_refused_because_everybody_would_know_it() throws IOException {
        AdminToken.of(folder);
        Files.writeString(folder.resolve("admin.token"), "\n");
        assertThatThrownBy(() -> AdminToken.of(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Delete it");
    }
}
