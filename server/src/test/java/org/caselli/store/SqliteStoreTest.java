package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest implements StoreContract {
    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public Store reopen() {
        store.close();
        open();
        return store;
    }

    @Test
    void two_servers_cannot_share_a_data_directory_and_the_second_is_told_why() {
        assertThatThrownBy(() -> Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use by another server")
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining("--data");
    }

    @Test
    void a_directory_that_is_a_file_is_a_clear_error(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("data"), "no directory");
        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void a_database_that_is_none_is_a_clear_error_and_the_directory_is_free_again(@TempDir Path other)
            throws IOException {
        Files.writeString(other.resolve("caselli.db"), "This is no database, however long one reads it. ".repeat(50));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Store.open(other))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be opened");
        }
    }

    @Test
    void the_database_syncs_fully_and_keeps_a_write_ahead_log() {
        Integer synchronous = store.write(handle ->
                handle.createQuery("pragma synchronous").mapTo(Integer.class).one());
        String journal = store.write(handle ->
                handle.createQuery("pragma journal_mode").mapTo(String.class).one());
        assertThat(synchronous).isEqualTo(2);
        assertThat(journal).isEqualTo("wal");
    }
}
