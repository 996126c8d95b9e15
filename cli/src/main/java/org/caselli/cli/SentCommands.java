package org.caselli.cli;

import java.nio.file.Path;
import java.util.Map;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caselli sent}. */
@Command(name = "sent", description = "The archive of delivered faxes.", synopsisSubcommandLabel = "COMMAND")
final class SentCommands {
    @Command(name = "list", description = "List delivered faxes, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed) {
        Api.SentFaxes faxes = session.client().sent(listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(faxes);
            return Exit.DONE;
        }
        var table =
                new Table("No fax has been delivered yet.", "JOB", "TO", "ANSWERED AS", "PAGES", "DELIVERED", "TOOK");
        for (Api.SentFax fax : faxes.items()) {
            String to = fax.recipientName().isEmpty() ? fax.number() : fax.number() + " " + fax.recipientName();
            table.row(
                    fax.id(),
                    to,
                    Words.orDash(fax.facts().farId()),
                    fax.pages(),
                    Words.time(fax.endedAt()),
                    Words.seconds(fax.startedAt(), fax.endedAt()));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), faxes.next());
        return Exit.DONE;
    }

    @Command(name = "save", description = "Save a delivered fax, as it was sent, as PDF or TIFF.")
    int save(
            @Mixin Session session,
            @Mixin Saving saving,
            @Parameters(paramLabel = "JOB", description = "The id of a delivered fax: that of its job.") String id) {
        CaselliClient client = session.client();
        Api.SentFax fax = client.sentFax(id);
        Path file = saving.save(fax.id(), () -> client.sentPdf(fax.id()), () -> client.sentTiff(fax.id()));
        if (session.json()) {
            session.terminal().json(Map.of("id", fax.id(), "file", file.toString(), "pages", fax.pages()));
        } else {
            session.terminal()
                    .line("Saved " + Words.pages(fax.pages()) + " to " + Table.clean(fax.number()) + " as " + file);
        }
        return Exit.DONE;
    }
}
