package org.caselli.cli;

import java.time.Instant;
import org.caselli.client.Archives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which messages of an archive are meant. */
final class Wanted {
    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description =
                    "Words that all stand in it: numbers, names, subject, station identities; WORD* for a beginning.")
    @Nullable
    String search;

    @Option(names = "--number", paramLabel = "DIGITS", description = "The first or the last digits of a number.")
    @Nullable
    String number;

    @Option(names = "--sender", paramLabel = "NAME", description = "Words of the sender's name or identity.")
    @Nullable
    String sender;

    @Option(names = "--device", paramLabel = "LINE", description = "Only on this line.")
    @Nullable
    String device;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before this time.")
    @Nullable
    Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    @Nullable
    Instant to;

    @Option(names = "--unread", description = "Only what is not read yet.")
    boolean unread;

    @Option(names = "--incomplete", description = "Only what was received in part.")
    boolean incomplete;

    @Option(names = "--submission", paramLabel = "ID", description = "Only faxes of this submission.")
    @Nullable
    String submission;

    @Option(
            names = "--mine",
            description = "Only what is in the folders of my account, whatever else I may see: my own and, if I see it,"
                    + " the common receive folder.")
    boolean mine;

    Archives.Filter filter() {
        return new Archives.Filter()
                .with("search", search)
                .with("number", number)
                .with("sender", sender)
                .with("device", device)
                .with("from", from)
                .with("to", to)
                .with("read", unread ? false : null)
                .with("complete", incomplete ? false : null)
                .with("submission", submission)
                .with("account", mine ? "me" : null);
    }
}
