package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Looks at the database of the servers beside them, and waits for what they do there: each of their commits says that there
 * is one. So a test goes by the progress of the work, not by the clock.
 */
record Onlooker(DataSource database) {
    /** Who waits so long and sees no commit at all is stuck: a server that died is missed within half a minute. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    /** The channel on which the servers tell each other of their commits. */
    private static final String CHANNEL = "caselli";

    interface Condition {
        boolean holds() throws SQLException;
    }

    /** Looks whether this holds, and again after each commit, until it does. */
    void await(String what, Condition condition) throws SQLException {
        try (Connection listening = database.getConnection();
                var statement = listening.createStatement()) {
            statement.execute("listen " + CHANNEL);
            while (!condition.holds()) {
                var news = listening.unwrap(PGConnection.class).getNotifications((int) STUCK.toMillis());
                assertThat(news)
                        .as("nothing goes on while this is waited for: " + what)
                        .isNotEmpty();
            }
        }
    }

    /** Lets all who wait look again. */
    void tell() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("notify " + CHANNEL + ", 'onlooker'");
        }
    }

    long number(String question, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement asked = prepared(connection, question, values);
                var row = asked.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Numbers by names, in their order. */
    Map<String, Long> tally(String question) throws SQLException {
        var tally = new TreeMap<String, Long>();
        try (Connection connection = database.getConnection();
                PreparedStatement asked = connection.prepareStatement(question);
                var row = asked.executeQuery()) {
            while (row.next()) {
                tally.put(row.getString(1), row.getLong(2));
            }
        }
        return tally;
    }

    private static PreparedStatement prepared(Connection connection, String question, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(question);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
