package org.caselli.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.client.Api;
import org.caselli.client.Senders;
import org.caselli.client.Tagged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caselli senders}. */
@Command(
        name = "senders",
        description = "Sender profiles: who you are as a sender, so that you need not tell it with each fax.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Faxes that name no profile are sent with the one called \"default\", if you have it.",
            "",
            "Examples:",
            "  caselli senders set default --name \"Dr. Anna Rossi\" --number \"+39 055 1234\" --detail company=\"Studio Rossi\"",
            "  caselli senders set english --language en-GB --zone Europe/London",
            "  caselli send --profile english 1002 letter.pdf"
        })
final class SenderCommands {
    static final String PROFILE =
            "The sender profile that says what is not told here, see \"caselli senders\"; none for no"
                    + " profile. Default: the one called default, if you have it.";

    private static final String NAME = "The name of the profile, such as default.";
    private static final String ACCOUNT = "Whose; your own if not given.";

    @Command(name = "list", description = "List the sender profiles.")
    int list(
            @Mixin Session session,
            @Option(names = "--account", paramLabel = "NAME", description = ACCOUNT) @Nullable String account) {
        List<Senders.SenderProfile> profiles = session.client().senders().list(account);
        if (session.json()) {
            session.terminal().json(profiles);
            return Exit.DONE;
        }
        var table = new Table(
                "There are no sender profiles. \"caselli senders set default --name ...\" makes one.",
                "PROFILE",
                "NAME",
                "NUMBER",
                "COMPANY",
                "LANGUAGE",
                "ZONE");
        for (Senders.SenderProfile profile : profiles) {
            table.row(
                    profile.name(),
                    text(profile.senderName()),
                    text(profile.senderNumber()),
                    profile.sender() == null ? "" : text(profile.sender().company()),
                    text(profile.language()),
                    text(profile.zone()));
        }
        table.print(session.terminal());
        return Exit.DONE;
    }

    @Command(name = "show", description = "Show a sender profile.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--account", paramLabel = "NAME", description = ACCOUNT) @Nullable String account) {
        show(session, session.client().senders().find(account, name).value());
        return Exit.DONE;
    }

    @Command(
            name = "set",
            description = "Make a sender profile, or change what is given here of one; \"\" takes it away.")
    int set(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--name", paramLabel = "TEXT", description = "The sender's name.") @Nullable String sender,
            @Option(names = "--number", paramLabel = "NUMBER", description = "The sender's own fax number.") @Nullable
                    String number,
            @Option(
                            names = "--tsid",
                            paramLabel = "TEXT",
                            description = "Our identity to the other machine, at most 20 characters.")
                    @Nullable
                    String tsid,
            @Option(
                            names = "--header",
                            paramLabel = "TEXT",
                            description = "Who stands in the header line above each page, if not the sender's name.")
                    @Nullable
                    String header,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            description = "Where header lines and cover pages tell the time, such as Europe/Rome.")
                    @Nullable
                    String zone,
            @Option(names = "--language", paramLabel = "TAG", description = "Of cover pages, such as de or pt-BR.")
                    @Nullable
                    String language,
            @Option(
                            names = "--detail",
                            paramLabel = "NAME=TEXT",
                            description = "A particular: " + SenderDetails.NAMES + ". May be repeated.")
                    @Nullable
                    Map<String, String> details,
            @Option(names = "--account", paramLabel = "NAME", description = ACCOUNT) @Nullable String account) {
        Senders senders = session.client().senders();
        Optional<String> there = senders.list(account).stream()
                .map(Senders.SenderProfile::name)
                .filter(name::equalsIgnoreCase)
                .findFirst();
        Optional<Tagged<Senders.SenderProfile>> before = there.map(known -> senders.find(account, known));
        Senders.SenderProfile old = before.map(Tagged::value)
                .orElse(new Senders.SenderProfile(name, null, null, null, null, null, null, null));
        Map<String, String> particulars = details == null ? new LinkedHashMap<>() : details;
        Api.Sender more = particulars.isEmpty() ? old.sender() : SenderDetails.merged(old.sender(), particulars);
        show(
                session,
                senders.keep(
                        account,
                        new Senders.SenderProfile(
                                old.name(),
                                or(sender, old.senderName()),
                                or(tsid, old.senderId()),
                                or(number, old.senderNumber()),
                                more,
                                or(header, old.headerName()),
                                or(zone, old.zone()),
                                or(language, old.language())),
                        before.map(Tagged::tag).orElse(null)));
        return Exit.DONE;
    }

    @Command(name = "remove", description = "Remove a sender profile. Faxes that were submitted keep their sender.")
    int remove(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--account", paramLabel = "NAME", description = ACCOUNT) @Nullable String account) {
        session.client().senders().remove(account, name);
        session.terminal().line(session.json() ? "{}" : "The sender profile " + Table.clean(name) + " is removed.");
        return Exit.DONE;
    }

    private static void show(Session session, Senders.SenderProfile profile) {
        if (session.json()) {
            session.terminal().json(profile);
            return;
        }
        var table = new Table("", "PROFILE", profile.name());
        row(table, "name", profile.senderName());
        row(table, "number", profile.senderNumber());
        row(table, "identity (TSID)", profile.senderId());
        row(table, "header line", profile.headerName());
        row(table, "zone", profile.zone());
        row(table, "language", profile.language());
        Api.Sender sender = profile.sender();
        if (sender != null) {
            row(table, "company", sender.company());
            row(table, "department", sender.department());
            row(table, "title", sender.title());
            row(table, "email", sender.email());
            row(table, "officeLocation", sender.officeLocation());
            row(table, "officePhone", sender.officePhone());
            row(table, "homePhone", sender.homePhone());
            row(table, "streetAddress", sender.streetAddress());
            row(table, "city", sender.city());
            row(table, "state", sender.state());
            row(table, "zipCode", sender.zipCode());
            row(table, "country", sender.country());
            row(table, "billingCode", sender.billingCode());
        }
        table.print(session.terminal());
    }

    private static void row(Table table, String what, @Nullable String text) {
        if (text != null) {
            table.row(what, text);
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String or(@Nullable String given, @Nullable String before) {
        return given == null ? before : given;
    }
}
