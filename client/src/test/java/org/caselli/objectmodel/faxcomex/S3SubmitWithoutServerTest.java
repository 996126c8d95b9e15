package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caselli.client.Api;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.objectmodel.CutAnswers;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3: a program submits with a document alone, and tries again when it has heard of an error. */
class S3SubmitWithoutServerTest extends Scenario {
    @ParameterizedTest
    @EnumSource(SetUp.class)
    void works_without_a_connection_and_returns_one_id_for_each_recipient_in_their_order(SetUp setUp) throws Exception {
        FaxDocument document = letter();
        document.setDocumentName("Offer");
        document.getRecipients().add(running.number(1), "Bob");
        document.getRecipients().add("1003", "Carol");
        document.getSender().setName("Ann Rossi");
        document.getSender().setCompany("Rossi");
        document.getSender().setFaxNumber("+39 (011) 555");
        document.getSender().setEmail("ann@rossi.example");
        document.setPriority(FAX_PRIORITY_TYPE_ENUM.fptHIGH);

        String[] ids = Told.with(environment(setUp), () -> document.submit(name(setUp)));

        assertThat(ids).hasSize(2);
        List<Api.Job> jobs = running.client().jobsOf(document.getSubmissionId());
        assertThat(jobs).extracting(Api.Job::id).containsExactly(ids);
        assertThat(jobs).extracting(Api.Job::recipientName).containsExactly("Bob", "Carol");
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.documentName()).isEqualTo("Offer");
            assertThat(job.priority()).isEqualTo("high");
            assertThat(job.senderName()).isEqualTo("Ann Rossi");
            assertThat(job.senderNumber()).isEqualTo("+39 (011) 555");
        });
    }

    /** The server as it is seen through a bad network. */
    private Map<String, String> through(SetUp setUp, CutAnswers network) throws IOException {
        Path data =
                Files.createDirectories(folder.resolve("seen-" + network.url().getPort()));
        Files.writeString(
                data.resolve("server.json"),
                "{\"url\":\"" + network.url() + "\",\"pid\":"
                        + ProcessHandle.current().pid() + "}");
        Files.copy(running.data().resolve("admin.token"), data.resolve("admin.token"));
        var told = new java.util.HashMap<>(environment(setUp));
        told.put("caselli.data", data.toString());
        return told;
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_caller_that_tries_again_sends_nothing_twice(SetUp setUp) throws Exception {
        try (var network = new CutAnswers(running.url(), 2)) {
            Map<String, String> told = through(setUp, network);
            String name = setUp == SetUp.SAME_MACHINE ? "" : network.url().toString();
            FaxDocument document = letter("1002");
            document.setSubject("sent once, " + setUp);
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> Told.with(told, () -> document.submit(name)));
            String key = document.getIdempotencyKey();
            assertThat(key).isNotEmpty();
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> Told.with(told, () -> document.submit(name)));
            assertThat(document.getIdempotencyKey()).isEqualTo(key);
            assertThat(network.left()).isZero();

            String[] ids = Told.with(told, () -> document.submit(name));

            assertThat(sent(document.getSubject())).extracting(Api.Job::id).containsExactly(ids);
            assertThat(document.getIdempotencyKey())
                    .as("the next one is another one")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_document_that_was_changed_meanwhile_is_another_one(SetUp setUp) throws Exception {
        try (var network = new CutAnswers(running.url(), 1)) {
            Map<String, String> told = through(setUp, network);
            String name = setUp == SetUp.SAME_MACHINE ? "" : network.url().toString();
            FaxDocument document = letter("1002");
            document.setSubject("changed, " + setUp);
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> Told.with(told, () -> document.submit(name)));
            document.getRecipients().getItem(1).setName("Bob");
            Told.with(told, () -> document.submit(name));
            assertThat(sent(document.getSubject())).hasSize(2);
        }
    }

    private List<Api.Job> sent(String subject) {
        return running.client().jobs(List.of(), true, null, 1000).items().stream()
                .filter(job -> job.subject().equals(subject))
                .toList();
    }
}
