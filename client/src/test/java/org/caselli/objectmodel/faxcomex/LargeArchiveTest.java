package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.caselli.client.Archives.Filter;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive with 10,000 messages on a real server; {@link CursorTest} counts what an iterator asks for. */
class LargeArchiveTest {
    private static final int MESSAGES = 10_000;

    @TempDir
    Path folder;

    /** Has the one message of an archive there so often. */
    private static void multiply(Path data) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("caselli.db"));
                var statement = database.createStatement()) {
            var columns = new ArrayList<String>();
            try (var rows = statement.executeQuery("select name from pragma_table_info('received_message')")) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            columns.removeAll(List.of("place", "id", "fax_id"));
            String rest = String.join(", ", columns);
            statement.executeUpdate("with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                    + (MESSAGES - 1) + ") insert into received_message (place, id, fax_id, " + rest
                    + ") select place - i, printf('%016x', i), printf('%016x', i), " + rest
                    + " from received_message, n");
        }
    }

    private static List<String> walk(FaxIncomingMessageIterator messages) {
        var ids = new ArrayList<String>();
        for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
            ids.add(messages.getMessage().getId());
        }
        return ids;
    }

    @Test
    void ten_thousand_messages_are_walked_whole_while_some_of_them_are_deleted() throws Exception {
        Path data = folder.resolve("data");
        try (var first = new RunningServer(data)) {
            Faxes.receive(first, "One of many");
        }
        multiply(data);
        try (var running = new RunningServer(data)) {
            FaxServer server = FaxServer.create();
            server.connect(running.url().toString(), running.administrator());
            FaxIncomingArchive inbox = server.getFolders().getIncomingArchive();
            List<String> all = walk(inbox.getMessages(1000));
            assertThat(all).hasSize(MESSAGES).doesNotHaveDuplicates();
            assertThat(walk(inbox.getMessages(100))).isEqualTo(all);
            assertThat(walk(inbox.getMessages(MESSAGES))).isEqualTo(all);

            FaxIncomingMessageIterator one = inbox.getMessages(1);
            for (int number = 0; number < 200; number++) {
                assertThat(one.getMessage().getId()).isEqualTo(all.get(number));
                one.moveNext();
            }

            // What is read ahead is gone through; of the rest nothing is missing but what was deleted.
            FaxIncomingMessageIterator messages = inbox.getMessages(2500);
            assertThat(messages.getMessage().getId()).isEqualTo(all.getFirst());
            for (int place : new int[] {0, 2499, 2500, 2501, 4999, 5000, MESSAGES - 1}) {
                running.client().archives().deleteReceived(all.get(place));
            }
            var seen = new ArrayList<String>();
            for (; !messages.isAtEOF(); messages.moveNext()) {
                seen.add(messages.getMessage().getId());
            }
            var wanted = new ArrayList<>(all.subList(0, 2500));
            wanted.addAll(all.subList(2502, 4999));
            wanted.addAll(all.subList(5001, MESSAGES - 1));
            assertThat(seen).isEqualTo(wanted);
            assertThat(new HashSet<>(walk(inbox.getMessages()))).hasSize(MESSAGES - 7);
            assertThat(running.client()
                            .archives()
                            .received(new Filter(), null, 1)
                            .items())
                    .hasSize(1);
            server.disconnect();
        }
    }
}
