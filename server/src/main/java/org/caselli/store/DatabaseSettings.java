package org.caselli.store;

import java.util.Locale;

/**
 * How a PostgreSQL database is reached.
 *
 * @param url      {@code postgresql://HOST:PORT/NAME}, with {@code jdbc:} before it or without; several hosts with commas
 *                 between them, and parameters of the driver after a question mark, are allowed; user and password are not
 * @param user     the role that owns the tables
 * @param password perhaps empty; never shown
 */
public record DatabaseSettings(String url, String user, String password) {
    public DatabaseSettings {
        if (!url.startsWith("postgresql://") && !url.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException(
                    "\"" + withoutSecrets(url)
                            + "\" is no address of a PostgreSQL database; give one such as postgresql://db.example.com/caselli.");
        }
        String hosts = url.substring(url.indexOf("//") + 2).split("[/?]", 2)[0];
        String parameters = url.substring(Math.max(url.indexOf('?'), 0)).toLowerCase(Locale.ROOT);
        if (hosts.contains("@") || parameters.contains("password=") || parameters.contains("user=")) {
            throw new IllegalArgumentException("The address of the database \"" + withoutSecrets(url)
                    + "\" must hold neither user nor password, for it is shown in messages; give them by themselves.");
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("The database needs a user.");
        }
    }

    String jdbcUrl() {
        return url.startsWith("jdbc:") ? url : "jdbc:" + url;
    }

    private static String withoutSecrets(String url) {
        return url.replaceAll("//[^/@]*@", "//***@").replaceAll("\\?.*", "");
    }

    @Override
    public String toString() {
        return url + " as " + user;
    }
}
