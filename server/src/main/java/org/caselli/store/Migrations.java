package org.caselli.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables up to date. Several servers may do so at the same time: Flyway lets one of them go first. */
final class Migrations {
    private static final String ROOT = "classpath:org/caselli/store/migration/";

    private Migrations() {}

    /**
     * Makes the tables, or migrates what an older program has made.
     *
     * @param dialect the folder of what is written differently for this database; all else is in {@code common}
     * @param name    of the database, for messages
     * @throws StoreException if a newer program has migrated them further than this one knows
     */
    static void run(DataSource source, String dialect, String name) {
        var flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(ROOT + dialect, ROOT + "common")
                .load();
        MigrationInfo[] all = flyway.info().all();
        for (MigrationInfo each : all) {
            // Flyway itself would go on; but what a newer program means by its tables an older one cannot know.
            if (each.getState().isApplied() && !each.getState().isResolved()) {
                throw new StoreException(
                        "The tables of the database " + name + " are of a newer Caselli: their version is "
                                + newest(all, known -> true) + ", and this program knows them up to "
                                + newest(all, known -> known.getState().isResolved())
                                + ". Start the newer program; or, to go back to this one, restore the backup that was made before"
                                + " the upgrade.");
            }
        }
        flyway.migrate();
    }

    private static String newest(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Arrays.stream(all)
                .filter(which)
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::toString)
                .orElse("0");
    }
}
