package org.caselli.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caselli.client.Archives;
import org.caselli.client.CaselliClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli inbox}. */
@Command(name = "inbox", description = "Received faxes.", synopsisSubcommandLabel = "COMMAND")
final class InboxCommands {
    private static final String FAX = "The id of a received fax, or \"latest\".";
    private static final String HAS_COVER = "Whether its first page is a cover page.";

    @Command(name = "list", description = "List received faxes, the newest first.")
    int list(@Mixin Session session, @Mixin Listed listed, @Mixin Wanted wanted) {
        Archives.ReceivedFaxes faxes =
                session.client().archives().received(wanted.filter(), listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(faxes);
            return Exit.DONE;
        }
        var table = new Table(
                wanted.filter().isEmpty() ? "The inbox is empty." : "No received fax fits.",
                "FAX",
                "FROM",
                "ON",
                "PAGES",
                "RECEIVED",
                "WHOSE",
                "STATE");
        for (Archives.ReceivedFax fax : faxes.items()) {
            String state = (fax.read() ? "read" : "new") + (fax.complete() ? "" : ", broken off");
            table.row(
                    fax.id(),
                    from(fax),
                    Words.orDash(fax.calledNumber()),
                    fax.pages(),
                    Words.time(fax.endedAt()),
                    whose(fax),
                    state);
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), faxes.next());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show what is known of a received fax.")
    int show(@Mixin Session session, @Parameters(paramLabel = "FAX", description = FAX) String id) {
        Archives.ReceivedFax fax = fax(session.client(), id);
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
        if (fax.assigned()) {
            terminal.line("Whose     " + whose(fax));
        }
        tell(terminal, fax.assigned() ? "Given to  " : "Is for    ", String.join(", ", fax.recipients()));
        tell(terminal, "Sender    ", (fax.senderName() + " " + fax.senderNumber()).strip());
        tell(terminal, "Subject   ", fax.subject());
        terminal.line("Pages     " + fax.pages() + (fax.hasCoverPage() ? ", the first a cover page" : "")
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
        Archives.ReceivedFax fax = fax(client, id);
        Path file = saving.save(
                fax.id(),
                () -> client.archives().receivedFile(fax.id(), Archives.Format.PDF),
                () -> client.archives().receivedFile(fax.id(), Archives.Format.TIFF));
        String owner = fax.account();
        if (!fax.assigned()
                || (owner != null && owner.equals(client.access().me().name()))) {
            client.archives().markReceived(fax.id(), true); // the mark of another's fax is his
        }
        if (session.json()) {
            session.terminal().json(Map.of("id", fax.id(), "file", file.toString(), "pages", fax.pages()));
        } else {
            session.terminal()
                    .line("Saved " + Words.pages(fax.pages()) + " from " + Table.clean(from(fax)) + " as " + file);
        }
        return Exit.DONE;
    }

    private static void tell(Terminal terminal, String what, String text) {
        if (!text.isEmpty()) {
            terminal.line(what + Table.clean(text));
        }
    }

    @Command(name = "mark", description = "Mark a received fax as read or unread, or say what it is about.")
    int mark(
            @Mixin Session session,
            @Parameters(paramLabel = "FAX", description = FAX) String id,
            @Option(names = "--unread", description = "As unread; otherwise as read.") boolean unread,
            @Option(names = "--subject", paramLabel = "TEXT", description = "What it is about.") @Nullable
                    String subject,
            @Option(names = "--sender", paramLabel = "NAME", description = "Who sent it.") @Nullable String sender,
            @Option(names = "--sender-number", paramLabel = "NUMBER", description = "From which number.") @Nullable
                    String number,
            @Option(names = "--has-cover", arity = "1", paramLabel = "BOOLEAN", description = HAS_COVER) @Nullable
                    Boolean hasCover,
            @Option(
                            names = "--for",
                            split = ",",
                            paramLabel = "NAME",
                            description =
                                    "Note whom it is for, with commas between; \"inbox assign\" without --to gives it"
                                            + " to them.")
                    @Nullable
                    List<String> recipients) {
        CaselliClient client = session.client();
        Archives.ReceivedFax fax = client.archives()
                .change(
                        fax(client, id).id(),
                        new Archives.ReceivedFaxChange(!unread, subject, sender, number, hasCover, recipients));
        if (session.json()) {
            session.terminal().json(fax);
        } else {
            session.terminal().line("Fax " + fax.id() + " is marked as " + (fax.read() ? "read." : "unread."));
        }
        return Exit.DONE;
    }

    @Command(
            name = "assign",
            description =
                    "Give a received fax to accounts: it leaves the receive folder, or my inbox, and is in theirs.")
    int assign(
            @Mixin Session session,
            @Parameters(paramLabel = "FAX", description = FAX) String id,
            @Option(
                            names = "--to",
                            split = ",",
                            paramLabel = "NAME",
                            description = "The accounts, with commas between. Default: those noted with \"inbox mark"
                                    + " --for\".")
                    @Nullable
                    List<String> to,
            @Option(names = "--subject", paramLabel = "TEXT", description = "What it is about.") @Nullable
                    String subject,
            @Option(names = "--sender-name", paramLabel = "NAME", description = "Who sent it.") @Nullable String sender,
            @Option(names = "--sender-number", paramLabel = "NUMBER", description = "From which number.") @Nullable
                    String number,
            @Option(
                            names = "--has-cover",
                            arity = "0..1",
                            fallbackValue = "true",
                            paramLabel = "BOOLEAN",
                            description = HAS_COVER)
                    @Nullable
                    Boolean hasCover) {
        CaselliClient client = session.client();
        String fax = id(client, id);
        Archives.Assigned assigned =
                client.archives().assign(fax, new Archives.Assignment(to, subject, sender, number, hasCover));
        if (session.json()) {
            session.terminal().json(assigned);
        } else {
            session.terminal()
                    .line("Fax " + Table.clean(fax) + " was given to "
                            + Table.clean(String.join(", ", assigned.recipients())) + ".");
        }
        return Exit.DONE;
    }

    @Command(name = "return", description = "Put a received fax back into the receive folder: it is not for me.")
    int putBack(@Mixin Session session, @Parameters(paramLabel = "FAX", description = FAX) String id) {
        CaselliClient client = session.client();
        String fax = id(client, id);
        client.archives().putBack(fax);
        if (session.json()) {
            session.terminal().json(Map.of("id", fax));
        } else {
            session.terminal().line("Fax " + fax + " is back in the receive folder.");
        }
        return Exit.DONE;
    }

    @Command(name = "delete", description = "Delete received faxes: one by its id, or all that fit.")
    int delete(
            @Mixin Session session,
            @Mixin Wanted wanted,
            @Mixin Deleting deleting,
            @Parameters(paramLabel = "FAX", arity = "0..1", description = "The id of a received fax.") @Nullable
                    String id) {
        Archives archives = session.client().archives();
        if (deleting.isOne(id, wanted) && id != null) {
            archives.deleteReceived(id);
            return Deleting.gone(session, id);
        }
        Archives.ReceivedRemoval removal = archives.deleteAllReceived(wanted.filter(), deleting.dryRun, 20);
        if (session.json()) {
            session.terminal().json(removal);
            return Exit.DONE;
        }
        if (removal.messages() == 0) {
            session.terminal().line("No received fax fits.");
            return Exit.DONE;
        }
        if (deleting.dryRun) {
            removal.items()
                    .forEach(fax -> session.terminal()
                            .line(fax.id() + "  " + Words.time(fax.endedAt()) + "  " + Table.clean(from(fax)) + ", "
                                    + Words.pages(fax.pages())));
        }
        session.terminal()
                .line(Deleting.sum(
                        removal.messages(), removal.octets(), removal.items().size(), deleting));
        return Exit.DONE;
    }

    /** Its owner; nothing while it is in the common receive folder. */
    private static String whose(Archives.ReceivedFax fax) {
        String owner = fax.account();
        return owner == null ? fax.assigned() ? "(gone)" : "-" : Table.clean(owner);
    }

    static String from(Archives.ReceivedFax fax) {
        String said = fax.facts().farId();
        if (said.isEmpty() || said.equals(fax.callerId())) {
            return Words.orDash(fax.callerId());
        }
        return fax.callerId().isEmpty() ? said : fax.callerId() + " (" + said + ")";
    }

    private static String id(CaselliClient client, String id) {
        return id.equals("latest") ? fax(client, id).id() : id;
    }

    private static Archives.ReceivedFax fax(CaselliClient client, String id) {
        if (!id.equals("latest")) {
            return client.archives().receivedFax(id);
        }
        List<Archives.ReceivedFax> newest = client.archives().received(null, 1).items();
        if (newest.isEmpty()) {
            throw new Failure(Exit.REFUSED, "The inbox is empty.");
        }
        return newest.getFirst();
    }
}
