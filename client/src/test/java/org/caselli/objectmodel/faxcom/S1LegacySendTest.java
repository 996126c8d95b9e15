package org.caselli.objectmodel.faxcom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcom.Faxes.assertRefused;

import java.io.IOException;
import java.nio.file.Path;
import org.caselli.fax.FaxError;
import org.caselli.faxcom.FaxConstants;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxServer;
import org.caselli.objectmodel.CutAnswers;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.caselli.server.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario S1: the commonest program of all sends one file with faxcom. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S1LegacySendTest {
    @TempDir
    static Path folder;

    private RunningServer running;

    @BeforeAll
    void start() throws StartException {
        running = new RunningServer(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_file_is_sent_and_the_number_that_send_returns_is_in_the_list_of_jobs(SetUp setUp) throws IOException {
        try (FaxServer server = FaxServer.create()) {
            setUp.connect(server, running);
            String letter = Faxes.letter(folder, 1).toString();
            FaxDoc early = server.createDocument(letter);
            early.setFaxNumber(running.number(1));
            early.setRecipientName("Early");
            early.setDisplayName("Letter");
            early.setSenderName("Ann");
            early.setBillingCode("4711");
            early.setDiscountSend(false);

            // Several sends on one connection, and the numbers are in the list of jobs.
            server.setPauseServerQueue(true);
            int first = send(server, letter, "First");
            int second = send(server, letter, "Second");
            assertThat(second).isGreaterThan(first);
            assertThat(Faxes.job(server, first).getRecipientName()).isEqualTo("First");
            assertThat(Faxes.job(server, second).getRecipientName()).isEqualTo("Second");
            server.setPauseServerQueue(false);

            // A document that was created earlier still sends after other calls, and the same one again.
            server.setPauseServerQueue(true);
            int third = early.send();
            int fourth = early.send();
            assertThat(fourth).isGreaterThan(third);
            assertThat(Faxes.job(server, third).getRecipientName()).isEqualTo("Early");
            assertThat(Faxes.job(server, third).getType()).isEqualTo(FaxConstants.JT_SEND);

            // A missing file is an error of one documented step: of Send.
            FaxDoc missing = server.createDocument(folder.resolve("missing.txt").toString());
            missing.setFaxNumber(running.number(1));
            assertRefused(FaxError.ERROR_FILE_NOT_FOUND, missing::send);

            server.setPauseServerQueue(false);
            for (int number : new int[] {first, second, third, fourth}) {
                String id = running.client().job(Integer.toString(number)).job().id();
                Faxes.awaitState(running.client(), id, "completed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann@example.org"})
    void a_send_whose_answer_is_lost_is_one_fax_when_it_is_called_again(String receipt) throws IOException {
        try (var network = new CutAnswers(running.url(), 1);
                FaxServer server = FaxServer.create()) {
            server.connect(network.url().toString(), running.administrator());
            server.setPauseServerQueue(true);
            FaxDoc document = server.createDocument(Faxes.letter(folder, 1).toString());
            document.setFaxNumber(running.number(1));
            document.setEmailAddress(receipt);
            assertRefused(FaxError.RPC_S_SERVER_UNAVAILABLE, document::send);
            assertThat(network.left()).isZero();

            int once = document.send();
            assertThat(server.getJobs()).extracting(FaxJob::getJobId).containsExactly(once);
            int twice = document.send(); // which was answered, and so means another fax
            assertThat(server.getJobs()).extracting(FaxJob::getJobId).containsExactly(once, twice);
            server.getJobs().forEach(job -> job.setStatus(FaxConstants.JC_DELETE));
            server.setPauseServerQueue(false);
        }
    }

    private int send(FaxServer server, String file, String recipient) {
        FaxDoc document = server.createDocument(file);
        document.setFaxNumber(running.number(1));
        document.setRecipientName(recipient);
        return document.send();
    }
}
