package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S4: a program looks at the server first, and submits through its connection. */
class S4ConnectedSubmitTest extends Scenario {
    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_document_is_submitted_through_a_connection_and_again_for_another_recipient(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxActivity activity = server.getActivity();
            assertThat(activity.getOutgoingMessages())
                    .as("or one refuses politely")
                    .isZero();
            assertThat(activity.getIncomingMessages()).isZero();
            assertThat(activity.getRoutingMessages()).isZero();
            assertThat(activity.getQueuedMessages()).isZero();
            paused(server, true);
            FaxDocument document = letter();
            document.getRecipients().add("1002").setName("Bob"); // the wrong but common pattern
            FaxOutgoingJob bobs = queue(server).getJob(document.connectedSubmit(server)[0]);
            assertThat(bobs.getRecipient().getName()).isEqualTo("Bob");

            document.getRecipients().remove(1);
            document.getRecipients().add("1003", "Carol");
            activity.refresh();
            assertThat(activity.getQueuedMessages()).isEqualTo(1);
            FaxOutgoingJob carols = queue(server).getJob(document.connectedSubmit(server)[0]);
            assertThat(carols.getRecipient().getName()).isEqualTo("Carol");
            assertThat(carols.getSubmissionId())
                    .isEqualTo(document.getSubmissionId())
                    .isNotEqualTo(bobs.getSubmissionId());
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void through_a_server_that_is_not_connected_nothing_is_submitted(SetUp setUp) {
        FaxServer server = FaxServer.create();
        FaxDocument document = letter("1002");
        refused(FaxError.E_HANDLE, () -> document.connectedSubmit(server));
        setUp.connect(server, running);
        FaxOutgoingJob job;
        try {
            paused(server, true);
            job = queue(server).getJob(document.connectedSubmit(server)[0]);
            refused(FaxError.E_INVALIDARG, () -> letter().connectedSubmit(server));
        } finally {
            server.disconnect(); // in all paths, also after an error
        }
        assertThat(server.isConnected()).isFalse();
        refused(FaxError.E_HANDLE, () -> document.connectedSubmit(server));
        assertThat(job.getDocumentName()).as("what was read before").isEqualTo("letter.txt");
        refused(FaxError.E_HANDLE, job::refresh);
        setUp.connect(server, running);
        assertThat(document.connectedSubmit(server)).hasSize(1);
        cancelAll(server);
        server.disconnect();
    }
}
