package org.caselli.service;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caselli.service.notice.LogMessage;
import org.caselli.service.notice.ServerLog;
import org.caselli.store.Blobs;
import org.caselli.store.Store;
import org.caselli.store.StoreException;

/** The folder that the pages of the queues lie in: whether it can be used, and whether it has what the queues need. */
final class PageFolder {
    /** Ours: a count of a million files takes some seconds. */
    private static final Duration COUNT_EVERY = Duration.ofMinutes(15);

    private final Store store;
    private final ServerLog log;
    private final InstantSource clock;
    private final long freeSpace;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Optional<Stored> stored = Optional.empty();

    private record Stored(Instant at, Blobs.Total total) {}

    /** @param freeSpace octets below which nothing is received any more */
    PageFolder(Store store, ServerLog log, InstantSource clock, long freeSpace) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.freeSpace = freeSpace;
    }

    /** Why no call can be taken: there is too little room, or nobody can say how much; empty if there is enough. */
    Optional<String> full() {
        try {
            return store.usableSpace() < freeSpace
                    ? Optional.of("its disk has less than " + freeSpace + " octets left. Make room.")
                    : Optional.empty();
        } catch (StoreException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
    }

    /** Looks whether it can be used, and writes it down when it cannot any more: once, until it could be used again. */
    void look() {
        Optional<String> trouble = full().or(store.blobs()::trouble);
        if (trouble.isEmpty()) {
            told.set(false);
        } else if (!told.getAndSet(true)) {
            store.writeSoon(handle -> log.write(
                    handle,
                    clock.instant(),
                    LogMessage.QUEUE_FOLDER_INACCESSIBLE,
                    store.blobs().folder().toString(),
                    "error",
                    trouble.get()));
        }
    }

    /** Counts what lies in it, if the last count is not of late. */
    void count() {
        Instant now = clock.instant();
        if (stored.map(last -> !now.isBefore(last.at().plus(COUNT_EVERY))).orElse(true)) {
            stored = Optional.of(new Stored(now, store.blobs().total()));
        }
    }

    /** What lay in it at the last count; empty before the first. */
    Optional<Blobs.Total> stored() {
        return stored.map(Stored::total);
    }

    private record Kept(String fax, String blob) {}

    /**
     * Looks for faxes in the queues whose pages are not there, as after a restore of the database without the folder, and
     * writes it down.
     *
     * @return their ids
     */
    List<String> missing() {
        List<String> missing = store
                .read(handle -> handle.createQuery(
                                "select j.id as fax, s.pages_blob as pages from job j join submission s on s.id = j.submission_id"
                                        + " where j.in_queue = 1 and j.state in ('PENDING', 'RETRYING', 'FAILED') and s.pages_blob <> ''"
                                        + " union select id, cover_blob from job where in_queue = 1"
                                        + " and state in ('PENDING', 'RETRYING', 'FAILED') and cover_blob is not null"
                                        + " union all select id, tiff_blob from incoming_job where tiff_blob <> ''")
                        .map((row, context) -> new Kept(row.getString(1), row.getString(2)))
                        .list())
                .stream()
                .filter(kept -> !Files.exists(store.blobs().path(kept.blob())))
                .map(Kept::fax)
                .toList();
        if (!missing.isEmpty()) {
            store.writeSoon(handle -> log.write(
                    handle,
                    clock.instant(),
                    LogMessage.QUEUE_NOT_RESTORED,
                    missing.getFirst(),
                    "number",
                    missing.size(),
                    "folder",
                    store.blobs().folder()));
        }
        return missing;
    }
}
