package org.caselli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Programs and tables of different ages. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class MigrationsTest {
    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    @Test
    void an_old_program_does_not_start_on_newer_tables_and_says_what_where_and_what_to_do() {
        try (Store store = database.open(directory)) {
            store.write(
                    handle -> handle.execute(
                            "insert into flyway_schema_history (installed_rank, version, description,"
                                    + " type, script, checksum, installed_by, execution_time, success)"
                                    + " values (9999, '9999', 'of the future', 'SQL', 'V9999__of_the_future.sql', 1, 'test', 1, true)"));
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> database.open(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("of a newer Caselli")
                    .hasMessageContaining("their version is 9999")
                    .hasMessageContaining(
                            database == TestDatabase.SQLITE
                                    ? directory.resolve("caselli.db").toString()
                                    : "postgresql://127.0.0.1:")
                    .hasMessageContaining("Start the newer program")
                    .hasMessageContaining("restore the backup");
        }
        var newer = Jdbi.create(source());
        newer.useHandle(handle -> handle.execute("delete from flyway_schema_history where version = '9999'"));
        database.open(directory).close(); // nothing else was touched
    }

    @Test
    void tables_of_the_first_version_are_migrated_with_what_is_in_them() {
        DataSource source = source();
        var jdbi = Jdbi.create(source);
        if (database == TestDatabase.POSTGRESQL) {
            jdbi.useHandle(handle -> handle.execute("drop schema public cascade; create schema public"));
        }
        String dialect = database.name().toLowerCase(Locale.ROOT);
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(
                        "classpath:org/caselli/store/migration/" + dialect,
                        "classpath:org/caselli/store/migration/common")
                .target("1")
                .load()
                .migrate();
        jdbi.useHandle(MigrationsTest::fill);
        try (Store store = database.open(directory)) {
            List<Map<String, Object>> jobs = store.read(handle -> handle.createQuery(
                            "select id, job_number, state, number_key, schedule, in_queue, ready_at from job order by id")
                    .mapToMap()
                    .list());
            assertThat(jobs)
                    .extracting(job -> job.get("id") + " " + job.get("job_number") + " " + job.get("state") + " "
                            + job.get("number_key") + " " + job.get("schedule") + " " + job.get("in_queue") + " "
                            + job.get("ready_at"))
                    .containsExactly(
                            "00000000000000a1 1 PENDING 1002 AT 1 5000",
                            "00000000000000a2 2 COMPLETED 1003 NOW 1 1000");
            assertThat(store.<Integer>read(handle -> handle.createQuery("select last from job_number")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(2);
            assertThat(count(store, "received_message")).isEqualTo(1);
            assertThat(count(store, "sent_message")).isEqualTo(1);
            assertThat(count(store, "event")).isEqualTo(1);
        }
        database.open(directory).close();
    }

    private static long count(Store store, String table) {
        return store.read(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    private static void fill(Handle handle) {
        handle.execute("insert into submission (id, request_digest, submitted_at, subject, sender_name, sender_id,"
                + " header_sender, zone, pages, pages_blob)"
                + " values ('00000000000000f1', '', 1000, 'Offer', 'Ann', '', 'Ann', 'UTC', 1, 'p')");
        job(handle, "00000000000000a1", 0, "1002", "PENDING", 5000, "null");
        job(handle, "00000000000000a2", 1, "1003", "COMPLETED", 1000, "2000");
        handle.execute(
                "insert into attempt (id, job_id, fence, node, lease_until, device, call_id, started_at, first_page,"
                        + " pages_confirmed, awaiting, ended_at, outcome, phase, far_id, bits_per_second, carrier, coding,"
                        + " error_correction) values ('00000000000000b1', '00000000000000a2', 1, 'local', 0, 'loopback-1001', 'c1',"
                        + " 1000, 1, 1, 0, 2000, 100, '', '', 0, '', '', 0)");
        handle.execute(
                "insert into sent_fax (id, attempt_id, ended_at) values ('00000000000000a2', '00000000000000b1', 2000)");
        handle.execute(
                "insert into call (id, outgoing, node, device, peer, called_number, job_id, started_at, ended_at,"
                        + " outcome, phase, far_id, bits_per_second, carrier, coding, error_correction, diary)"
                        + " values ('00000000000000c2', 0, 'local', 'loopback-1002', '1001', '1002', null, 1000, 2000, 100, '', '', 0,"
                        + " '', '', 0, '')");
        handle.execute("insert into received_fax (id, call_id, pages, complete, damaged_rows, outcome, tiff_blob, seen)"
                + " values ('00000000000000d1', '00000000000000c2', 1, 1, 0, 100, 't', 0)");
        handle.execute("insert into event (at, kind, subject, facts) values (1000, 'SERVER_STARTED', 'local', '{}')");
    }

    private static void job(
            Handle handle, String id, int position, String number, String state, long due, String ended) {
        handle.execute(
                "insert into job (id, submission_id, position, number, recipient_name, state, priority, submitted_at,"
                        + " due_at, attempts, tries, fence, pages, pages_confirmed, outcome, ended_at)"
                        + " values (?, '00000000000000f1', ?, ?, '', ?, 1, 1000, ?, 0, 0, 0, 1, 0, null, " + ended
                        + ")",
                id,
                position,
                number,
                state,
                due);
    }

    /** What a database tool would connect to. */
    private DataSource source() {
        StoreSettings settings = database.in(directory);
        if (settings.database().isEmpty()) {
            var source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + directory.resolve("caselli.db"));
            return source;
        }
        DatabaseSettings found = settings.database().get();
        var source = new PGSimpleDataSource();
        source.setUrl(found.jdbcUrl());
        source.setUser(found.user());
        return source;
    }
}
