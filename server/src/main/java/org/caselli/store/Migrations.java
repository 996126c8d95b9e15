package org.caselli.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. Several servers may do so at the same time: Flyway lets one of them go first. */
final class Migrations {
    private static final String ROOT = "classpath:org/caselli/store/migration/";

    private Migrations() {}

    /** @param dialect the folder of what is written differently for this database; all else is in {@code common} */
    static void run(DataSource source, String dialect) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(ROOT + dialect, ROOT + "common")
                .load()
                .migrate();
    }
}
