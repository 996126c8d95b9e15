package org.caselli.objectmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.caselli.client.Api;
import org.caselli.client.CaselliException;
import org.caselli.client.Content;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/**
 * How a document hands its fax over: once, also if it is told to twice because nobody knows what became of the first time.
 * Whoever submits again what was answered means another fax.
 */
public final class Handover {
    private String wanted = "";
    private @Nullable Unanswered unanswered;

    /**
     * A submission whose answer did not come.
     *
     * @param states of the contents, by which one sees whether a file was changed
     */
    private record Unanswered(String key, Api.NewSubmission fax, List<String> states) {
        boolean is(Api.NewSubmission other, List<String> otherStates) {
            return fax.equals(other) && states.equals(otherStates);
        }
    }

    /** The program's own key for the next submission, or that under which one without an answer can be repeated; else empty. */
    public synchronized String key() {
        Unanswered before = unanswered;
        return !wanted.isEmpty() || before == null ? wanted : before.key();
    }

    /** Sets the program's own key for the next submission; empty for none. */
    public synchronized void setKey(String key) {
        wanted = key;
        unanswered = null;
    }

    /** What tells a file from what it was before. */
    public static String state(Path file) throws IOException {
        return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    /** @param states of the contents, one for each */
    public Api.Submission submit(
            Connection connection, Api.NewSubmission fax, List<Content> contents, List<String> states) {
        String key = key(fax, states);
        try {
            Api.Submission accepted = connection.ask(client -> client.submitContents(fax, contents, key));
            setKey("");
            return accepted;
        } catch (FaxException refused) {
            boolean uncertain = refused.getCause() instanceof CaselliException cause && cause.isUncertain();
            settle(key, uncertain ? new Unanswered(key, fax, states) : null);
            throw refused;
        }
    }

    private synchronized String key(Api.NewSubmission fax, List<String> states) {
        if (!wanted.isEmpty()) {
            return wanted;
        }
        Unanswered before = unanswered;
        return before != null && before.is(fax, states)
                ? before.key()
                : UUID.randomUUID().toString();
    }

    /** A refusal of another fax says nothing of the one without an answer. */
    private synchronized void settle(String key, @Nullable Unanswered what) {
        Unanswered before = unanswered;
        if (what != null || before == null || before.key().equals(key)) {
            unanswered = what;
        }
    }
}
