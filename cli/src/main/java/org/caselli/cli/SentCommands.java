package org.caselli.cli;

import java.nio.file.Path;
import java.util.Map;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caselli sent}. */
@Command(name = "sent", description = "The archive of delivered faxes.", synopsisSubcommandLabel = "COMMAND")
final class SentCommands {
    @Command(name = "list", description = "List delivered faxes, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed, @Mixin Wanted wanted) {
        Archives.SentFaxes faxes = session.client().archives().sent(wanted.filter(), listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(faxes);
            return Exit.DONE;
        }
        var table = new Table(
                wanted.filter().isEmpty() ? "No fax has been delivered yet." : "No delivered fax fits.",
                "JOB",
                "TO",
                "ANSWERED AS",
                "PAGES",
                "DELIVERED",
                "TOOK");
        for (Archives.SentFax fax : faxes.items()) {
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

    @Command(name = "show", description = "Show what is known of a delivered fax.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "JOB", description = "The id of a delivered fax: that of its job.") String id) {
        Archives.SentFax fax = session.client().archives().sentFax(id);
        if (session.json()) {
            session.terminal().json(fax);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        terminal.line("Fax       " + fax.id() + " of submission " + fax.submission());
        terminal.line("To        " + Table.clean((fax.number() + " " + fax.recipientName()).strip())
                + (fax.facts().farId().isEmpty()
                        ? ""
                        : ", answered as " + Table.clean(fax.facts().farId())));
        terminal.line("From      " + Table.clean(Words.orDash((fax.senderName() + " " + fax.tsid()).strip())) + " on "
                + fax.device());
        terminal.line("Subject   " + Table.clean(Words.orDash(fax.subject())));
        terminal.line("Document  " + Table.clean(Words.orDash(fax.documentName())));
        terminal.line("Submitted " + Words.time(fax.submittedAt()) + ", priority " + fax.priority());
        terminal.line(
                "Sent      " + Words.time(fax.startedAt()) + ", in " + Words.seconds(fax.startedAt(), fax.endedAt()));
        terminal.line("Pages     " + fax.pages() + ", attempts " + fax.attempts());
        terminal.line("Speed     " + Words.agreed(fax.facts()));
        terminal.line("Call      " + fax.call());
        return Exit.DONE;
    }

    @Command(name = "delete", description = "Delete delivered faxes: one by its id, or all that fit.")
    int delete(
            @Mixin Session session,
            @Mixin Wanted wanted,
            @Mixin Deleting deleting,
            @Parameters(paramLabel = "JOB", arity = "0..1", description = "The id of a delivered fax.") @Nullable
                    String id) {
        Archives archives = session.client().archives();
        if (deleting.isOne(id, wanted) && id != null) {
            archives.deleteSent(id);
            return Deleting.gone(session, id);
        }
        Archives.SentRemoval removal = archives.deleteAllSent(wanted.filter(), deleting.dryRun, 20);
        if (session.json()) {
            session.terminal().json(removal);
            return Exit.DONE;
        }
        if (removal.messages() == 0) {
            session.terminal().line("No delivered fax fits.");
            return Exit.DONE;
        }
        if (deleting.dryRun) {
            removal.items()
                    .forEach(fax -> session.terminal()
                            .line(fax.id() + "  " + Words.time(fax.endedAt()) + "  " + Table.clean(fax.number()) + ", "
                                    + Words.pages(fax.pages())));
        }
        session.terminal()
                .line(Deleting.sum(
                        removal.messages(), removal.octets(), removal.items().size(), deleting));
        return Exit.DONE;
    }

    @Command(name = "save", description = "Save a delivered fax, as it was sent, as PDF or TIFF.")
    int save(
            @Mixin Session session,
            @Mixin Saving saving,
            @Parameters(paramLabel = "JOB", description = "The id of a delivered fax: that of its job.") String id) {
        CaselliClient client = session.client();
        Archives.SentFax fax = client.archives().sentFax(id);
        Path file = saving.save(
                fax.id(),
                () -> client.archives().sentFile(fax.id(), Archives.Format.PDF),
                () -> client.archives().sentFile(fax.id(), Archives.Format.TIFF));
        if (session.json()) {
            session.terminal().json(Map.of("id", fax.id(), "file", file.toString(), "pages", fax.pages()));
        } else {
            session.terminal()
                    .line("Saved " + Words.pages(fax.pages()) + " to " + Table.clean(fax.number()) + " as " + file);
        }
        return Exit.DONE;
    }
}
