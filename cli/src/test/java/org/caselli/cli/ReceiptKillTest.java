package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.caselli.client.CaselliClient;
import org.caselli.client.Receipts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server is killed (SIGKILL) while receipts wait and while some are being sent. A mail is doubled only where SMTP
 * itself cannot tell: it was taken, and the word of that was lost (RFC 5321 clause 6.1).
 */
@Timeout(180)
class ReceiptKillTest {
    private static final String CONFIG = "sip.lines = 0\nloopback.lines = 2\nloopback.haste = 50\n";
    private static final int FAXES = 7;
    /** As many as a server sends at the same time. */
    private static final int AT_ONCE = 4;

    @TempDir
    Path home;

    @Test
    void no_receipt_is_lost_and_one_is_doubled_only_if_the_mail_server_had_taken_it_and_nobody_heard_so()
            throws Exception {
        try (var mails = new HoldingMailServer()) {
            mails.hold(true);
            List<HoldingMailServer.Held> held;
            List<String> taken;
            var jobs = new ArrayList<String>();
            try (var server = ServerProcess.start(home, CONFIG)) {
                CaselliClient client = server.client();
                client.settings()
                        .change(
                                "receipts",
                                Map.of("sender", "fax@caselli.example", "host", "127.0.0.1", "port", mails.port()),
                                "*");
                for (int i = 0; i < FAXES; i++) {
                    jobs.add(submit(server, i));
                }
                awaitReceipts(client, receipts -> receipts.size() == FAXES);
                held = mails.awaitHeld(AT_ONCE);
                // It hears nothing more, and so not that two of the four were taken.
                server.suspend();
                mails.take(held.get(0));
                mails.take(held.get(1));
                taken = mails.taken();
                assertThat(taken).hasSize(2).doesNotHaveDuplicates();
                server.kill();
            }
            mails.hold(false);
            try (var server = ServerProcess.start(home, CONFIG)) {
                List<Receipts.Receipt> receipts = awaitReceipts(
                        server.client(),
                        all -> all.stream().allMatch(receipt -> receipt.state().equals("sent")));
                assertThat(receipts).extracting(Receipts.Receipt::job).containsExactlyInAnyOrderElementsOf(jobs);
                Set<String> begun =
                        held.stream().map(HoldingMailServer.Held::messageId).collect(Collectors.toSet());
                var expected = new ArrayList<String>();
                for (Receipts.Receipt receipt : receipts) {
                    String id = "<receipt-" + receipt.id() + "@caselli.example>";
                    expected.add(id);
                    if (taken.contains(id)) {
                        expected.add(id); // both copies can be told by it
                    }
                    assertThat(receipt.tries()).as(id).isEqualTo(begun.contains(id) ? 2 : 1);
                }
                assertThat(mails.taken()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private interface Wanted {
        boolean met(List<Receipts.Receipt> receipts);
    }

    /** Follows the log until the receipts are as wanted. */
    private static List<Receipts.Receipt> awaitReceipts(CaselliClient client, Wanted wanted) {
        client.events(
                0L,
                event -> !event.kind().equals("receipt_changed")
                        || !wanted.met(
                                client.receipts().list(List.of(), null, 100).items()));
        return client.receipts().list(List.of(), null, 100).items();
    }

    /** A fax of one page with a receipt; returns its job. */
    private String submit(ServerProcess server, int number) throws Exception {
        String token = Files.readString(home.resolve("data/admin.token")).strip();
        String body = "--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n1002"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"resolution\"\r\n\r\nstandard"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"receipt\"\r\n\r\nanna@example.org"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"letter.txt\"\r\n\r\nFax "
                + number + "\r\n--b--\r\n";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(server.url().resolve("/api/v1/submissions"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "multipart/form-data; boundary=b")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return new ObjectMapper().readTree(answer.body()).get("jobs").get(0).asText();
        }
    }
}
