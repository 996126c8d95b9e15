package org.caselli.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgreSqlStoreTest implements StoreContract {
    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = TestDatabase.POSTGRESQL.open(directory);
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
}
