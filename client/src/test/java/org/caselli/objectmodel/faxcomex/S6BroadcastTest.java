package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.caselli.client.Api;
import org.caselli.client.Devices;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxRecipients;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S6: one fax to many, and one of them is cancelled. */
class S6BroadcastTest extends Scenario {
    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_thousand_recipients_are_one_submission_whose_ids_match_them(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            paused(server, true);
            FaxDocument document = letter();
            FaxRecipients recipients = document.getRecipients();
            IntStream.range(0, 1000).forEach(i -> recipients.add(Integer.toString(2000 + i), "Recipient " + i));
            document.setGroupBroadcastReceipts(true);

            String[] ids = document.connectedSubmit(server);

            assertThat(ids).hasSize(1000).doesNotHaveDuplicates();
            List<Api.Job> jobs = running.client().jobsOf(document.getSubmissionId());
            for (int i = 0; i < 1000; i++) {
                assertThat(jobs.get(i).id()).isEqualTo(ids[i]);
                assertThat(jobs.get(i).number())
                        .isEqualTo(recipients.getItem(i + 1).getFaxNumber());
            }
            assertThat(queue(server).getJobs())
                    .extracting(FaxOutgoingJob::getId)
                    .containsExactlyInAnyOrder(ids);

            String second = recipients.getItem(2).getName();
            recipients.remove(1);
            assertThat(recipients.getItem(1).getName()).as("the others move up").isEqualTo(second);
            while (recipients.getCount() > 0) {
                recipients.remove(1);
            }
            recipients.add("1002");
            assertThat(document.connectedSubmit(server)).as("the next batch").hasSize(1);
            running.client().cancelSubmission(jobs.get(0).submission());
            cancelAll(server);
            assertThat(queue(server).getJobs().getCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void one_is_cancelled_the_others_go_on_and_one_receipt_tells_of_all(SetUp setUp) throws Exception {
        try (FaxServer server = connected(setUp);
                var mails = new Mails()) {
            mails.serve(running.client());
            // One line sends, so that none calls itself.
            String second =
                    Integer.toString(running.client().devices().list().get(1).id());
            running.client()
                    .devices()
                    .change(second, new Devices.Change(null, false, null, null, null, null, null), "*");
            paused(server, true);
            FaxDocument document = letter();
            document.getRecipients().add(running.number(1), "Bob");
            document.getRecipients().add("1777", "Carol"); // who has no line
            document.getRecipients().add(running.number(1), "Dora");
            document.setReceiptType(FAX_RECEIPT_TYPE_ENUM.frtMAIL);
            document.setReceiptAddress("ann@rossi.example");
            document.setGroupBroadcastReceipts(true);
            String[] ids = document.connectedSubmit(server);
            FaxOutgoingJob doras = queue(server).getJob(ids[2]);
            assertThat(doras.isGroupBroadcastReceipts()).isTrue();
            assertThat(doras.getReceiptType()).isEqualTo(FAX_RECEIPT_TYPE_ENUM.frtMAIL);
            assertThat(doras.getReceiptAddress()).isEqualTo("ann@rossi.example");

            doras.cancel();
            doras.refresh();
            assertThat(doras.getStatus())
                    .as("stays until the others are final")
                    .isEqualTo(Set.of(FAX_JOB_STATUS_ENUM.fjsCANCELED));
            paused(server, false);

            until(server, ids[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
            until(server, ids[1], FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED);
            Eventually.until(running, () -> mails.to("ann@rossi.example").size() == 1);
            String receipt = Mails.text(mails.to("ann@rossi.example").get(0));
            assertThat(receipt).contains("Bob", "Carol", "Dora");
            assertThat(receipt.toLowerCase(java.util.Locale.ROOT)).contains("cancel");
            assertThat(queue(server).getJobs())
                    .as("delivered and cancelled ones have left, the failed one stays")
                    .extracting(FaxOutgoingJob::getId)
                    .containsExactly(ids[1]);
            cancelAll(server);
        }
    }
}
