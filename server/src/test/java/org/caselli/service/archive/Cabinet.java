package org.caselli.service.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.outcome.Outcome;
import org.caselli.queue.CallFacts;
import org.caselli.queue.EventLog;
import org.caselli.queue.Priority;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Sender;
import org.caselli.service.access.Visibility;
import org.caselli.service.settings.ArchiveSettings;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;

/** Archives over a store, with faxes to put into them and a time that moves when it is told to. */
final class Cabinet implements InstantSource {
    static final Instant START = Instant.parse("2026-11-21T09:30:00Z");

    final Store store;
    final EventLog events;
    final Settings settings;
    final Visibility visibility;
    final Archives archives;
    private final Ids ids = new Ids(this);
    Instant now = START;

    Cabinet(Store store) {
        this.store = store;
        this.events = new EventLog(store);
        this.settings = new Settings(store, events, this);
        this.visibility = new Visibility(() -> settings.access().incomingFaxesArePublic());
        this.archives = new Archives(store, events, settings, visibility, this);
        OutgoingSettings as = OutgoingSettings.STANDARD;
        if (settings.get(OutgoingSettings.class).version() == 0) {
            settings.put(
                    OutgoingSettings.class,
                    new OutgoingSettings(
                            as.blocked(),
                            as.paused(),
                            as.retries(),
                            as.retryDelay(),
                            as.ageLimit(),
                            as.branding(),
                            as.useDeviceTsid(),
                            LocalTime.MIDNIGHT,
                            LocalTime.MIDNIGHT,
                            ZoneId.of("Europe/Rome"),
                            as.attemptsPerJob(),
                            as.attemptsPerNumberAndDay(),
                            as.recipientsLimit()),
                    0);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void set(ArchiveSettings wanted) {
        settings.put(
                ArchiveSettings.class,
                wanted,
                settings.get(ArchiveSettings.class).version());
    }

    void locate(Path folder) {
        set(new ArchiveSettings(true, folder.toString(), false, 0, 0, 0));
    }

    /** Pages that differ, so that their file has its own name. */
    static byte[] tiff(int pages, int seed) {
        var all = new ArrayList<Page>();
        for (int i = 0; i < pages; i++) {
            var bitmap = new Bitmap(1728, 40);
            bitmap.setBlack(seed % 1728, i % 40);
            bitmap.setBlack(seed / 1728 % 1728, 39 - i % 40);
            all.add(new Page(bitmap, Resolution.STANDARD));
        }
        return TiffWriter.write(all, TiffOptions.PLAIN.withTotalPages(pages));
    }

    ReceivedFax received(String callerId, String tsid, int pages) {
        return new ReceivedFax(
                ids.next(),
                "call",
                "line-1",
                "Line 1",
                "+39 055 1000",
                callerId,
                "1000",
                "",
                "",
                "",
                now.minusSeconds(30),
                now,
                pages,
                true,
                0,
                Outcome.RECEIVED,
                0,
                0,
                new CallFacts("page " + pages, tsid, 14400, "V17_14400", "MMR", true),
                false);
    }

    SentFax sent(String number, String recipient, String subject) {
        return new SentFax(
                ids.next(),
                "submission",
                "call",
                "line-2",
                "Line 2",
                number,
                recipient,
                subject,
                "letter.pdf",
                "Ann Rossi",
                "39 055 1000",
                "",
                Sender.NONE,
                "",
                "39 055 1000",
                Priority.NORMAL,
                now.minusSeconds(60),
                now.minusSeconds(60),
                now.minusSeconds(30),
                now,
                1,
                1,
                0,
                new CallFacts("page 1", "49 30 99", 9600, "V29_9600", "MH", false),
                false,
                true);
    }

    /** Puts a received fax away with pages of its own. */
    ReceivedFax add(ReceivedFax fax) {
        byte[] tiff = tiff(fax.pages(), fax.id().hashCode() & 0xFFFFF);
        String blob = store.blobs().put(tiff);
        var whole = new ReceivedFax(
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
                fax.startedAt(),
                fax.endedAt(),
                fax.pages(),
                fax.complete(),
                fax.damagedRows(),
                fax.outcome(),
                fax.retries(),
                tiff.length,
                fax.facts(),
                fax.read());
        store.write(handle -> archives.addReceived(handle, whole, blob));
        return whole;
    }

    SentFax add(SentFax fax) {
        String blob = store.blobs().put(tiff(fax.pages(), 7));
        store.write(handle -> {
            archives.add(
                    handle,
                    new Delivery(
                            fax,
                            blob,
                            java.util.Optional.empty(),
                            "Ann  39 055 1000",
                            "Europe/Rome",
                            "1:" + Store.millis(fax.startedAt())),
                    settings.archive());
            return true;
        });
        return fax;
    }

    List<String> told(ServerEvent.Kind kind) {
        return events.after(0, 1000).stream()
                .filter(event -> event.kind() == kind)
                .map(ServerEvent::subject)
                .toList();
    }
}
