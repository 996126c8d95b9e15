package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.fax.FaxBodyException;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_APIVERSION_ENUM;
import org.caselli.faxcomex.FaxAccountOutgoingQueue;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S5: several files in one fax, and which of them is to blame. */
class S5SeveralBodiesTest extends Scenario {
    private static Path pdf() {
        try {
            return Files.write(folder.resolve("letter.pdf"), Bodies.pdf());
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void files_are_joined_in_order_a_pdf_among_them_and_the_job_is_looked_at(SetUp setUp) throws Exception {
        Map<String, String> mine =
                Map.of("caselli.directory", folder.resolve("me").toString());
        FaxDocument before = FaxDocument.create();
        before.getSender().setName("Ann Rossi");
        Told.with(mine, () -> {
            before.getSender().saveDefaultSender();
            return true;
        });
        try (FaxServer server = connected(setUp)) {
            FaxDocument document = FaxDocument.create();
            document.setBodies(
                    Bodies.text(folder, "two.txt", 2) + ";" + pdf() + ";" + Bodies.text(folder, "one.txt", 1));
            document.getRecipients().add(running.number(1), "Bob");
            Told.with(mine, () -> {
                document.getSender().loadDefaultSender();
                return true;
            });
            String[] ids = document.connectedSubmit2(server);
            FaxOutgoingJob job = queue(server).findJob(ids[0]).orElseThrow();
            assertThat(job.getPages()).isEqualTo(4);
            assertThat(job.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptLOW);
            assertThat(job.getSender().getName()).isEqualTo("Ann Rossi");
            assertThat(running.client().submission(document.getSubmissionId()).files())
                    .containsExactly("two.txt", "letter.pdf", "one.txt");
            until(server, ids[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        }
    }

    /** The administrator of the server's machine has no account; what it finds is the server's. */
    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_job_is_found_by_way_of_the_account_and_tells_what_was_asked_for(SetUp setUp) {
        FaxCredentials ann = account("ann-" + setUp, "submit_low");
        for (Optional<FaxCredentials> who : List.of(Optional.<FaxCredentials>empty(), Optional.of(ann))) {
            try (FaxServer server = FaxServer.create()) {
                who.ifPresentOrElse(
                        credentials -> setUp.connect(server, running, credentials),
                        () -> setUp.connect(server, running));
                assertThat(server.getAPIVersion()).isGreaterThanOrEqualTo(FAX_SERVER_APIVERSION_ENUM.fsAPI_VERSION_3);
                FaxDocument document = FaxDocument.create();
                document.setBodies(
                        pdf().toString(), Bodies.text(folder, "one.txt", 1).toString());
                document.getRecipients().add("1002");
                document.getSender().setName("Ann Rossi");
                document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
                document.setScheduleTime(Instant.now().plusSeconds(3600));
                String id = document.connectedSubmit2(server)[0];

                FaxAccountOutgoingQueue queue =
                        server.getCurrentAccount().getFolders().getOutgoingQueue();
                FaxOutgoingJob job = queue.getJob(id);
                assertThat(job.getStatus()).containsExactly(FAX_JOB_STATUS_ENUM.fjsPENDING);
                assertThat(job.getPriority()).isEqualTo(FAX_PRIORITY_TYPE_ENUM.fptLOW);
                assertThat(job.getSender().getName()).isEqualTo("Ann Rossi");
                assertThat(job.getSubmissionId()).isEqualTo(document.getSubmissionId());
                assertThat(job.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
                assertThat(job.isHasCoverPage()).isFalse();
                assertThat(job.getReceiptAddress()).isEmpty();
                assertThat(queue.getJobs()).extracting(FaxOutgoingJob::getId).containsExactly(id);
                job.cancel();
                refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue.getJob(id));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_bad_file_is_named_by_its_index_from_zero(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxDocument document = FaxDocument.create();
            document.getRecipients().add("1002");
            document.setBodies(
                    Bodies.text(folder, "one.txt", 1).toString(),
                    pdf().toString(),
                    Bodies.file(folder, "program.exe", "MZ\u0000\u0001\u0002\u0003")
                            .toString(),
                    Bodies.file(folder, "broken.pdf", "%PDF-1.7 broken").toString());
            assertThatThrownBy(() -> document.connectedSubmit2(server))
                    .isInstanceOfSatisfying(
                            FaxBodyException.class,
                            cause -> assertThat(cause.index())
                                    .as("the first of them")
                                    .isEqualTo(2));
            assertThat(queue(server).getJobs().getCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void body_and_bodies_exclude_each_other_and_something_is_to_be_sent_to_somebody(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxDocument both = letter("1002");
            both.setBodies(pdf().toString());
            refused(FaxError.E_INVALIDARG, () -> both.connectedSubmit(server));
            refused(FaxError.E_INVALIDARG, () -> both.connectedSubmit2(server));
            FaxDocument nobody = FaxDocument.create();
            nobody.setBodies(pdf().toString());
            refused(FaxError.E_INVALIDARG, () -> nobody.connectedSubmit2(server));
            FaxDocument nothing = FaxDocument.create();
            nothing.getRecipients().add("1002");
            refused(FaxError.E_INVALIDARG, () -> nothing.connectedSubmit2(server));
        }
    }
}
