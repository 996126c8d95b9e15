package org.caselli.cli;

import java.util.List;
import org.caselli.client.Receipts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli receipts}. */
@Command(
        name = "receipts",
        description = "Mails that tell how a fax ended. How they are sent: caselli settings show receipts.",
        synopsisSubcommandLabel = "COMMAND")
final class ReceiptCommands {
    @Command(name = "list", description = "List the receipts, the newest first.")
    int list(
            @Mixin Session session,
            @Mixin Listed listed,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            split = ",",
                            description = "Only those in this state: waiting, sent, failed. May be repeated.")
                    @Nullable
                    List<String> states) {
        Receipts.ReceiptList receipts =
                session.client().receipts().list(states == null ? List.of() : states, listed.after, listed.limit);
        if (session.json()) {
            session.terminal().json(receipts);
            return Exit.DONE;
        }
        var table = new Table("There are no receipts.", "RECEIPT", "TO", "OF", "ABOUT", "STATE");
        for (Receipts.Receipt receipt : receipts.items()) {
            table.row(
                    receipt.id(),
                    receipt.address(),
                    Words.time(receipt.createdAt()),
                    receipt.subject(),
                    state(receipt));
        }
        table.print(session.terminal());
        Listed.more(session.terminal(), receipts.next());
        return Exit.DONE;
    }

    private static String state(Receipts.Receipt receipt) {
        if (receipt.state().equals("waiting") && receipt.tries() > 0) {
            return "tried " + (receipt.tries() == 1 ? "once" : receipt.tries() + " times") + ", next "
                    + Words.time(receipt.nextTryAt());
        }
        return receipt.state();
    }

    @Command(name = "show", description = "Show a receipt, and why it could not be mailed.")
    int show(@Mixin Session session, @Parameters(paramLabel = "RECEIPT", description = "Its id.") String id) {
        return told(session, session.client().receipts().find(id));
    }

    @Command(name = "retry", description = "Mail a receipt at once that waits or has failed.")
    int retry(@Mixin Session session, @Parameters(paramLabel = "RECEIPT", description = "Its id.") String id) {
        return told(session, session.client().receipts().retry(id));
    }

    private static int told(Session session, Receipts.Receipt receipt) {
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.json(receipt);
            return Exit.DONE;
        }
        terminal.line("Receipt " + receipt.id() + " to " + receipt.address());
        terminal.line("About      " + Table.clean(receipt.subject()));
        terminal.line("State      " + state(receipt));
        terminal.line(receipt.job() == null ? "Submission " + receipt.submission() : "Job        " + receipt.job());
        terminal.line("Queued     " + Words.time(receipt.createdAt()));
        if (receipt.sentAt() != null) {
            terminal.line("Sent       " + Words.time(receipt.sentAt()));
        }
        if (receipt.note() != null) {
            terminal.line("Note       " + Table.clean(receipt.note()));
        }
        if (receipt.lastError() != null) {
            terminal.line("Last error " + Table.clean(receipt.lastError()));
        }
        return Exit.DONE;
    }

    @Command(name = "test", description = "Mail a test at once, and say how that went.")
    int test(@Mixin Session session, @Parameters(paramLabel = "ADDRESS", description = "Where to.") String address) {
        Receipts.Trial trial = session.client().receipts().test(address);
        Terminal terminal = session.terminal();
        if (session.json()) {
            terminal.json(trial);
        } else if (trial.taken()) {
            terminal.line("The mail server has taken a test for " + address + " (" + trial.milliseconds() + " ms).");
        } else {
            terminal.complain(Table.clean(String.valueOf(trial.error())));
        }
        return trial.taken() ? Exit.DONE : Exit.REFUSED;
    }
}
