package org.caselli.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caselli inbox}. */
@Command(name = "inbox", description = "Received faxes.", synopsisSubcommandLabel = "COMMAND")
final class InboxCommands {
    private static final String FAX = "The id of a received fax, or \"latest\".";

    @Command(name = "list", description = "List received faxes, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed) {
        Api.ReceivedFaxes faxes = session.client().inbox(listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(faxes);
            return Exit.DONE;
        }
        var table = new Table("The inbox is empty.", "FAX", "FROM", "ON", "PAGES", "RECEIVED", "STATE");
        for (Api.ReceivedFax fax : faxes.items()) {
            String state = (fax.read() ? "read" : "new") + (fax.complete() ? "" : ", broken off");
            table.row(
                    fax.id(),
                    from(fax),
                    Words.orDash(fax.calledNumber()),
                    fax.pages(),
                    Words.time(fax.endedAt()),
                    state);
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), faxes.next());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show what is known of a received fax.")
    int show(@Mixin Session session, @Parameters(paramLabel = "FAX", description = FAX) String id) {
        Api.ReceivedFax fax = fax(session.client(), id);
        if (session.json()) {
            session.terminal().json(fax);
            return Exit.DONE;
        }
        Terminal terminal = session.terminal();
        terminal.line("Fax " + fax.id() + (fax.read() ? "" : " (new)"));
        terminal.line("From      " + Table.clean(from(fax)));
        terminal.line("To        " + Table.clean(Words.orDash(fax.calledNumber())) + " on " + fax.device());
        terminal.line(
                "Received  " + Words.time(fax.startedAt()) + ", in " + Words.seconds(fax.startedAt(), fax.endedAt()));
        terminal.line("Pages     " + fax.pages()
                + (fax.complete() ? "" : ", broken off: " + fax.outcome().sentence()));
        terminal.line("Speed     " + Words.agreed(fax.facts()));
        if (fax.damagedRows() > 0) {
            terminal.line("Damage    " + fax.damagedRows() + " rows could not be decoded");
        }
        terminal.line("Call      " + fax.call());
        return Exit.DONE;
    }

    @Command(name = "save", description = "Save a received fax as PDF or TIFF, and mark it as read.")
    int save(
            @Mixin Session session,
            @Mixin Saving saving,
            @Parameters(
                            paramLabel = "FAX",
                            arity = "0..1",
                            defaultValue = "latest",
                            description = FAX + " Default: latest.")
                    String id) {
        CaselliClient client = session.client();
        Api.ReceivedFax fax = fax(client, id);
        Path file = saving.save(fax.id(), () -> client.receivedPdf(fax.id()), () -> client.receivedTiff(fax.id()));
        client.markRead(fax.id(), true);
        if (session.json()) {
            session.terminal().json(Map.of("id", fax.id(), "file", file.toString(), "pages", fax.pages()));
        } else {
            session.terminal()
                    .line("Saved " + Words.pages(fax.pages()) + " from " + Table.clean(from(fax)) + " as " + file);
        }
        return Exit.DONE;
    }

    static String from(Api.ReceivedFax fax) {
        String said = fax.facts().farId();
        if (said.isEmpty() || said.equals(fax.callerId())) {
            return Words.orDash(fax.callerId());
        }
        return fax.callerId().isEmpty() ? said : fax.callerId() + " (" + said + ")";
    }

    private static Api.ReceivedFax fax(CaselliClient client, String id) {
        if (!id.equals("latest")) {
            return client.receivedFax(id);
        }
        List<Api.ReceivedFax> newest = client.inbox(null, 1).items();
        if (newest.isEmpty()) {
            throw new Failure(Exit.REFUSED, "The inbox is empty.");
        }
        return newest.getFirst();
    }
}
