package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.service.archive.ArchiveStatus;
import org.caselli.service.archive.Inboxes;
import org.caselli.service.archive.Part;
import org.caselli.service.archive.Particulars;
import org.caselli.service.archive.Totals;
import org.caselli.service.notice.ActivityLine;
import org.jspecify.annotations.Nullable;

/** The JSON objects of archives and activity log; see {@link Wire}. */
public final class ArchiveWire {
    private ArchiveWire() {}

    @Json
    public record SentFax(
            String id,
            String submission,
            String call,
            String device,
            String deviceName,
            String number,
            String recipientName,
            String subject,
            String documentName,
            String senderName,
            String senderId,
            String senderNumber,
            OutgoingWire.@Nullable Sender sender,
            String receiptType,
            String receiptAddress,
            String tsid,
            String priority,
            String submittedAt,
            String scheduledAt,
            String startedAt,
            String endedAt,
            int pages,
            int attempts,
            int retries,
            @Nullable Long size,
            Wire.Facts facts,
            boolean hasCoverPage,
            boolean read) {
        public static SentFax of(org.caselli.service.archive.SentFax fax) {
            return new SentFax(
                    fax.id(),
                    fax.submissionId(),
                    fax.callId(),
                    fax.device(),
                    fax.deviceName(),
                    fax.number(),
                    fax.recipientName(),
                    fax.subject(),
                    fax.documentName(),
                    fax.senderName(),
                    fax.senderId(),
                    fax.senderNumber(),
                    OutgoingWire.Sender.of(fax.sender()),
                    OutgoingWire.receiptType(fax.receiptAddress()),
                    fax.receiptAddress(),
                    fax.tsid(),
                    Wire.name(fax.priority()),
                    fax.submittedAt().toString(),
                    fax.scheduledAt().toString(),
                    fax.startedAt().toString(),
                    fax.endedAt().toString(),
                    fax.pages(),
                    fax.attempts(),
                    fax.retries(),
                    known(fax.size()),
                    Wire.Facts.of(fax.facts()),
                    fax.hasCoverPage(),
                    fax.read());
        }
    }

    @Json
    public record SentFaxes(
            List<SentFax> items,
            @Nullable String next,
            @Nullable String previous) {
        public static SentFaxes of(Part<org.caselli.service.archive.SentFax> part) {
            return new SentFaxes(
                    each(part.items(), SentFax::of),
                    part.next().orElse(null),
                    part.previous().orElse(null));
        }
    }

    @Json
    public record ReceivedFax(
            String id,
            String call,
            String device,
            String deviceName,
            String csid,
            String callerId,
            String calledNumber,
            String subject,
            String senderName,
            String senderNumber,
            String startedAt,
            String endedAt,
            int pages,
            boolean complete,
            int damagedRows,
            Wire.Outcome outcome,
            int retries,
            @Nullable Long size,
            Wire.Facts facts,
            boolean read,
            boolean hasCoverPage,
            boolean assigned,
            @Nullable String account,
            List<String> recipients,
            String fax,
            String version) {
        public static ReceivedFax of(org.caselli.service.archive.ReceivedFax fax) {
            return new ReceivedFax(
                    fax.id(),
                    fax.callId(),
                    fax.device(),
                    fax.deviceName(),
                    fax.csid(),
                    fax.callerId(),
                    fax.calledNumber(),
                    fax.subject(),
                    fax.senderName(),
                    fax.senderNumber(),
                    fax.startedAt().toString(),
                    fax.endedAt().toString(),
                    fax.pages(),
                    fax.complete(),
                    fax.damagedRows(),
                    Wire.Outcome.of(fax.outcome()),
                    fax.retries(),
                    known(fax.size()),
                    Wire.Facts.of(fax.facts()),
                    fax.read(),
                    fax.holding().hasCoverPage(),
                    fax.isAssigned(),
                    fax.holding().owner().isEmpty() ? null : fax.holding().owner(),
                    fax.holding().recipients(),
                    fax.holding().fax(),
                    Long.toString(fax.version()));
        }
    }

    @Json
    public record ReceivedFaxes(
            List<ReceivedFax> items,
            @Nullable String next,
            @Nullable String previous) {
        public static ReceivedFaxes of(Part<org.caselli.service.archive.ReceivedFax> part) {
            return new ReceivedFaxes(
                    each(part.items(), ReceivedFax::of),
                    part.next().orElse(null),
                    part.previous().orElse(null));
        }
    }

    @Json
    public record ReceivedFaxChange(
            @Nullable Boolean read,
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable Boolean hasCoverPage,
            @Nullable List<String> recipients) {
        public Particulars particulars() {
            return ArchiveWire.particulars(subject, senderName, senderNumber, hasCoverPage, recipients);
        }
    }

    @Json
    public record Assignment(
            @Nullable List<String> recipients,
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable Boolean hasCoverPage) {
        public Particulars particulars() {
            return ArchiveWire.particulars(subject, senderName, senderNumber, hasCoverPage, recipients);
        }
    }

    private static Particulars particulars(
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable Boolean hasCoverPage,
            @Nullable List<@Nullable String> recipients) {
        return new Particulars(
                Optional.ofNullable(subject),
                Optional.ofNullable(senderName),
                Optional.ofNullable(senderNumber),
                Optional.ofNullable(hasCoverPage),
                // An empty name is refused like any other that is none.
                Optional.ofNullable(recipients)
                        .map(all -> all.stream()
                                .map(name -> Objects.requireNonNullElse(name, ""))
                                .toList()));
    }

    @Json
    public record Assigned(List<String> recipients) {}

    @Json
    public record Folders(ArchiveTotals inbox, @Nullable ArchiveTotals receiveFolder, ArchiveTotals sentItems) {
        public static Folders of(Inboxes.Folders folders) {
            return new Folders(
                    ArchiveTotals.of(folders.inbox()),
                    folders.receiveFolder().map(ArchiveTotals::of).orElse(null),
                    ArchiveTotals.of(folders.sent()));
        }
    }

    @Json
    public record SentFaxChange(@Nullable Boolean read) {}

    @Json
    public record ReceivedRemoval(
            long messages,
            long octets,
            long pages,
            @Nullable String oldest,
            @Nullable String newest,
            List<ReceivedFax> items,
            long deleted) {
        public static ReceivedRemoval of(
                org.caselli.service.archive.Removal<org.caselli.service.archive.ReceivedFax> removal, long deleted) {
            return new ReceivedRemoval(
                    removal.messages(),
                    removal.octets(),
                    removal.pages(),
                    Wire.text(removal.oldest()),
                    Wire.text(removal.newest()),
                    each(removal.items(), ReceivedFax::of),
                    deleted);
        }
    }

    @Json
    public record SentRemoval(
            long messages,
            long octets,
            long pages,
            @Nullable String oldest,
            @Nullable String newest,
            List<SentFax> items,
            long deleted) {
        public static SentRemoval of(
                org.caselli.service.archive.Removal<org.caselli.service.archive.SentFax> removal, long deleted) {
            return new SentRemoval(
                    removal.messages(),
                    removal.octets(),
                    removal.pages(),
                    Wire.text(removal.oldest()),
                    Wire.text(removal.newest()),
                    each(removal.items(), SentFax::of),
                    deleted);
        }
    }

    @Json
    public record Expiry(int ageLimit, ReceivedRemoval received, SentRemoval sent) {}

    @Json
    public record ArchiveTotals(long messages, long octets, long pages, long unread) {
        static ArchiveTotals of(Totals totals) {
            return new ArchiveTotals(totals.messages(), totals.octets(), totals.pages(), totals.unread());
        }
    }

    @Json
    public record ArchiveFiles(
            long waiting, long failing, @Nullable String error) {}

    @Json
    public record Archives(
            boolean use,
            String location,
            int ageLimit,
            boolean quotaWarning,
            int highMark,
            int lowMark,
            boolean warned,
            ArchiveTotals received,
            ArchiveTotals sent,
            ArchiveFiles files) {
        public static Archives of(ArchiveStatus status) {
            return new Archives(
                    status.settings().use(),
                    status.settings().location(),
                    status.settings().ageLimit(),
                    status.settings().quotaWarning(),
                    status.settings().highMark(),
                    status.settings().lowMark(),
                    status.warned(),
                    ArchiveTotals.of(status.received()),
                    ArchiveTotals.of(status.sent()),
                    new ArchiveFiles(
                            status.files().waiting(),
                            status.files().failing(),
                            status.files().error().orElse(null)));
        }
    }

    @Json
    public record LoggedFax(
            long sequence,
            String server,
            boolean incoming,
            String endedAt,
            @Nullable String startedAt,
            String id,
            @Nullable String submission,
            Wire.Outcome outcome,
            String device,
            String number,
            String calledNumber,
            String recipientName,
            String senderName,
            String subject,
            String csid,
            String tsid,
            int pages,
            int pagesDone,
            long size,
            int attempts,
            int bitsPerSecond,
            long connectedMillis) {
        public static LoggedFax of(ActivityLine line) {
            return new LoggedFax(
                    line.sequence(),
                    line.node(),
                    line.incoming(),
                    line.endedAt().toString(),
                    line.startedAt().map(Instant::toString).orElse(null),
                    line.faxId(),
                    line.submissionId().isEmpty() ? null : line.submissionId(),
                    Wire.Outcome.of(line.outcome()),
                    line.device(),
                    line.number(),
                    line.calledNumber(),
                    line.recipientName(),
                    line.senderName(),
                    line.subject(),
                    line.csid(),
                    line.tsid(),
                    line.pages(),
                    line.pagesDone(),
                    line.size(),
                    line.attempts(),
                    line.bitsPerSecond(),
                    line.connected().toMillis());
        }
    }

    @Json
    public record LoggedFaxes(
            List<LoggedFax> items, @Nullable String next) {
        public static LoggedFaxes of(org.caselli.service.Listing<ActivityLine> lines) {
            return new LoggedFaxes(
                    each(lines.items(), LoggedFax::of), lines.next().orElse(null));
        }
    }

    private static @Nullable Long known(long size) {
        return size < 0 ? null : size;
    }

    private static <T, W> List<W> each(List<T> items, Function<T, W> translate) {
        return items.stream().map(translate).toList();
    }
}
