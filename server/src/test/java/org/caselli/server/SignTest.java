package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignTest {
    @TempDir
    Path folder;

    @Test
    void a_server_is_named_once_however_often_it_was_killed_and_not_after_it_was_stopped() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path own = folder.resolve("home").resolve("own");
        Sign killed = Sign.put(own, data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        try (Sign again = Sign.put(own, data)) {
            assertThat(again).isNotSameAs(killed);
            assertThat(own.resolve("servers")).isDirectoryContaining(sign -> says(sign, data));
            assertThat(own.resolve("servers").toFile().list()).hasSize(1);
        }
        assertThat(own.resolve("servers")).isEmptyDirectory();
    }

    @Test
    void signs_to_directories_that_are_gone_are_taken_away_by_the_next_server() throws IOException {
        Path own = folder.resolve("own");
        Path gone = Files.createDirectory(folder.resolve("gone"));
        assertThat(Sign.put(own, gone)).isNotNull();
        Files.delete(gone);
        Path data = Files.createDirectory(folder.resolve("data"));
        try (Sign sign = Sign.put(own, data)) {
            assertThat(sign).isNotNull();
            assertThat(own.resolve("servers").toFile().list()).hasSize(1);
        }
    }

    private static boolean says(Path sign, Path data) {
        try {
            return Files.readString(sign).strip().equals(data.toRealPath().toString());
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }
}
