package org.caselli.objectmodel.faxcom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxServer;

/** What the tests of faxcom share. */
final class Faxes {
    /** As long as only a stuck program takes. */
    private static final long LONG = 60;

    private Faxes() {}

    /** A text of so many pages. */
    static Path letter(Path folder, int pages) throws IOException {
        String page = "A line of a letter, as people write them to each other.\n".repeat(30);
        return Files.writeString(folder.resolve("letter-" + pages + ".txt"), (page + "\f").repeat(pages));
    }

    /** Waits for the first event, of all that there were, that is wanted. */
    static Api.Event await(CaselliClient client, Predicate<Api.Event> wanted) {
        var found = new CompletableFuture<Api.Event>();
        Thread listener = Thread.ofVirtual().start(() -> {
            try {
                client.events(0L, event -> {
                    if (wanted.test(event)) {
                        found.complete(event);
                    }
                    return !found.isDone();
                });
                found.completeExceptionally(new IllegalStateException("The stream of events has ended."));
            } catch (RuntimeException cause) {
                found.completeExceptionally(cause);
            }
        });
        try {
            return found.get(LONG, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException cause) {
            listener.interrupt();
            throw new AssertionError("The event did not come.", cause);
        }
    }

    /** Waits until a job has come to this state. */
    static void awaitState(CaselliClient client, String id, String state) {
        await(
                client,
                event -> event.kind().equals("job_changed")
                        && event.subject().equals(id)
                        && state.equals(event.facts().get("state")));
    }

    /** The job with this number, if it is among those of the server. */
    static FaxJob job(FaxServer server, int number) {
        for (FaxJob job : server.getJobs()) {
            if (job.getJobId() == number) {
                return job;
            }
        }
        throw new AssertionError("There is no job " + number + ".");
    }

    static void assertRefused(FaxError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaxException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
