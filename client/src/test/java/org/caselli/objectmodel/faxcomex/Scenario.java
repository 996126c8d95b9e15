package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the scenarios have in common: one server for each class, and somebody who sends a letter. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Scenario {
    @TempDir
    static Path folder;

    RunningServer running;

    @BeforeAll
    final void start() throws Exception {
        running = new RunningServer(folder.resolve(getClass().getSimpleName()));
    }

    @AfterAll
    final void stop() {
        running.close();
    }

    /** Connected as the administrator. */
    final FaxServer connected(SetUp setUp) {
        FaxServer server = FaxServer.create();
        setUp.connect(server, running);
        return server;
    }

    /** Connected from elsewhere as somebody with these rights only. */
    final FaxServer connected(String name, String... rights) {
        FaxServer server = FaxServer.create();
        server.connect(running.url().toString(), account(name, rights));
        return server;
    }

    /** Somebody with these rights only. */
    final FaxCredentials account(String name, String... rights) {
        running.client()
                .accounts()
                .add(new org.caselli.client.Accounts.NewAccount(
                        name, null, null, java.util.List.of(rights), null, "a password of 20 letters"));
        return FaxCredentials.password(name, "a password of 20 letters");
    }

    /** What a program is started with that submits without a server object: on its machine the place of the data, elsewhere a token. */
    final Map<String, String> environment(SetUp setUp) {
        String nobody = folder.resolve("nobody").toString();
        return setUp == SetUp.SAME_MACHINE
                ? Map.of("caselli.data", running.data().toString(), "caselli.directory", nobody)
                : Map.of(
                        "caselli.data", running.data().toString(),
                        "caselli.token", running.administrator().secret(),
                        "caselli.directory", nobody);
    }

    /** What such a program calls the server. */
    final String name(SetUp setUp) {
        return setUp == SetUp.SAME_MACHINE ? "" : running.url().toString();
    }

    static FaxDocument letter(String... numbers) {
        FaxDocument document = FaxDocument.create();
        document.setBody(Bodies.text(folder, "letter.txt", 1).toString());
        Stream.of(numbers).forEach(number -> document.getRecipients().add(number));
        return document;
    }

    static FaxOutgoingQueue queue(FaxServer server) {
        return server.getFolders().getOutgoingQueue();
    }

    static void paused(FaxServer server, boolean paused) {
        FaxOutgoingQueue queue = queue(server);
        queue.setPaused(paused);
        queue.save();
    }

    final void until(FaxServer server, String id, FAX_JOB_STATUS_ENUM status) throws Exception {
        Eventually.until(
                running,
                () -> queue(server).findJob(id).orElseThrow().getStatus().contains(status));
    }

    /** Asks again and again for something that comes with time alone, of which no event tells. */
    static void poll(BooleanSupplier so) {
        Instant end = Instant.now().plusSeconds(60); // only a stuck program takes so long
        while (!so.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    static void cancelAll(FaxServer server) {
        for (FaxOutgoingJob job : queue(server).getJobs()) {
            if (job.getAvailableOperations().contains(org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM.fjoDELETE)) {
                job.cancel();
            }
        }
    }

    static void refused(FaxError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaxException.class,
                        cause ->
                                assertThat(cause.error()).as(cause.getMessage()).isEqualTo(error));
    }
}
