package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.RunningServer;

/** Faxes for the tests, sent by somebody else than the objects that are tested. */
final class Faxes {
    private Faxes() {}

    /** Sends one page from one line to another; answers with the job. */
    static String send(RunningServer running, String subject) {
        return send(running.client(), List.of(running.number(1)), subject).getFirst();
    }

    /** Sends one page to these numbers; answers with their jobs. */
    static List<String> send(CaselliClient client, List<String> numbers, String subject) {
        return client.submit(
                        Api.NewSubmission.to(numbers).about(subject),
                        List.of(letter()),
                        UUID.randomUUID().toString())
                .jobs();
    }

    private static Path letter() {
        try {
            Path letter = Files.createTempFile("letter", ".txt");
            letter.toFile().deleteOnExit();
            return Files.writeString(letter, "Dear Ann,\nsee you on Monday.\nBob\n");
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Sends a page, and waits until it has been received; answers with the received message. */
    static String receive(RunningServer running, String subject) throws Exception {
        long before = running.client().server().lastEvent();
        send(running, subject);
        return event(running, before, event -> event.kind().equals("received_fax_added"))
                .subject();
    }

    /** Waits for such an event; the first one after that. */
    static Api.Event event(RunningServer running, long after, Predicate<Api.Event> wanted) throws Exception {
        var found = new CompletableFuture<Api.Event>();
        Thread.ofVirtual().start(() -> {
            try {
                running.client().events(after, event -> {
                    if (wanted.test(event)) {
                        found.complete(event);
                    }
                    return !found.isDone();
                });
            } catch (RuntimeException cause) {
                found.completeExceptionally(cause);
            }
        });
        try {
            return found.get(60, TimeUnit.SECONDS); // only a stuck program takes so long
        } finally {
            found.cancel(false);
        }
    }

    /** Makes an account with these rights. */
    static FaxCredentials account(RunningServer running, String name, String... rights) {
        running.client()
                .accounts()
                .add(new org.caselli.client.Accounts.NewAccount(name, null, null, List.of(rights), null, "password"));
        return FaxCredentials.token(
                running.client().access().signIn(name, "password").token());
    }

    /** Says that this is refused so. */
    static void assertRefused(FaxError error, ThrowingCallable call) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(FaxException.class, call))
                .as("refused as %s", error)
                .isNotNull()
                .extracting(FaxException::error)
                .isEqualTo(error);
    }
}
