package org.caselli.service.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive folder: a TIFF file with a readable name for each message. The database stays the truth. What is to be written
 * or deleted stands in a ledger that changes in the transactions of the messages; it is carried out afterwards, by any server
 * that shares the database, and as often as it takes: a file's place is known before it is written, and it appears under its
 * name only when it is whole, so doing it again does no harm.
 */
final class Folder {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

    /** Ours: longer than the longest fax takes to be written to a slow disk; then another server may try. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int AT_ONCE = 50;

    /** Writes the TIFF file of a message. */
    interface Pages {
        /** Whether the message is still there, and the file written. */
        boolean write(Box box, String id, OutputStream out) throws IOException;
    }

    private record Entry(Box box, String id, String location, String path, String state, long dueAt, int tries) {
        Path file() {
            return Path.of(location).resolve(path);
        }

        /** Where files are that are not whole yet; on the same disk, and out of the way of whoever reads the folder. */
        Path aside() {
            return Path.of(location).resolve(".caselli");
        }
    }

    private final Store store;
    private final Pages pages;

    Folder(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    /**
     * Refuses a folder in which files cannot be kept.
     *
     * @param data the data directory, in which nothing else may lie
     */
    static void check(String location, Path data) {
        if (location.isEmpty()) {
            return;
        }
        Path folder;
        try {
            folder = Path.of(location);
        } catch (InvalidPathException cause) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The archive folder is no path: " + cause.getMessage() + ".",
                    "Give an absolute path, or nothing.",
                    cause);
        }
        if (!folder.isAbsolute()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The archive folder \"" + location + "\" is no absolute path.",
                    "Give a path from the root of the disk, such as /srv/fax, or nothing for no folder.");
        }
        Path inside = folder.normalize();
        if (inside.startsWith(data.toAbsolutePath().normalize())
                || data.toAbsolutePath().normalize().startsWith(inside)) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.FAX_E_DIRECTORY_IN_USE,
                    "The archive folder \"" + location + "\" and the data directory lie in each other.",
                    "Choose a folder of its own.");
        }
        try {
            for (Box box : Box.values()) {
                Files.createDirectories(inside.resolve(box.folder()));
            }
            Path probe = Files.createTempFile(inside.resolve(Box.RECEIVED.folder()), ".caselli-", ".probe");
            Files.delete(probe);
        } catch (IOException cause) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.FAX_E_FILE_ACCESS_DENIED,
                    "The archive folder \"" + location + "\" cannot be written: " + cause.getMessage() + ".",
                    "Make it writable for the user of the server, or choose another.",
                    cause);
        }
    }

    /** The file of a message that was just put into the archive is to be written. */
    static void want(Handle handle, Box box, String id, String location, String path, Instant now) {
        handle.execute(
                "insert into archive_file (archive, message_id, location, path, state, due_at, tries, error)"
                        + " values (?, ?, ?, ?, 'WANTED', ?, 0, '')",
                box.name(),
                id,
                location,
                path,
                Store.millis(now));
    }

    /** The file of a message that was just deleted is to be deleted too; whoever writes it at this moment ends first. */
    static void doom(Handle handle, Box box, String id, Instant now) {
        handle.execute(
                "update archive_file set state = 'DOOMED', tries = 0, due_at = case when state = 'WRITTEN'"
                        + " then ? else due_at end where archive = ? and message_id = ?",
                Store.millis(now),
                box.name(),
                id);
    }

    /** How many files are still to be written or deleted, and what went wrong with the last one. */
    static ArchiveStatus.Files status(Handle handle) {
        return handle.createQuery(
                        "select count(*) as waiting, coalesce(sum(case when tries > 0 then 1 else 0 end), 0) as"
                                + " failing from archive_file where state <> 'WRITTEN'")
                .map((row, context) -> new ArchiveStatus.Files(
                        row.getLong("waiting"),
                        row.getLong("failing"),
                        handle.createQuery("select error from archive_file where state <> 'WRITTEN' and error <> ''"
                                        + " order by due_at desc limit 1")
                                .mapTo(String.class)
                                .findOne()))
                .one();
    }

    /** Carries out what is due. Whether there may be more at once. */
    boolean round(Instant now) {
        List<Entry> due =
                store.read(handle -> handle.createQuery("select * from archive_file where state <> 'WRITTEN' and"
                                + " due_at <= ? order by due_at limit ?")
                        .bind(0, Store.millis(now))
                        .bind(1, AT_ONCE)
                        .map((row, context) -> new Entry(
                                Box.valueOf(row.getString("archive")),
                                row.getString("message_id"),
                                row.getString("location"),
                                row.getString("path"),
                                row.getString("state"),
                                row.getLong("due_at"),
                                row.getInt("tries")))
                        .list());
        for (Entry entry : due) {
            if (claim(entry, now)) {
                carryOut(entry, now);
            }
        }
        return due.size() == AT_ONCE;
    }

    private boolean claim(Entry entry, Instant now) {
        return store.write(handle -> handle.execute(
                        "update archive_file set due_at = ? where archive = ? and message_id = ? and due_at = ?"
                                + " and state = ?",
                        Store.millis(now.plus(CLAIM)),
                        entry.box().name(),
                        entry.id(),
                        entry.dueAt(),
                        entry.state())
                == 1);
    }

    private void carryOut(Entry entry, Instant now) {
        try {
            if (entry.state().equals("WANTED")) {
                write(entry, now);
            } else {
                delete(entry);
            }
        } catch (IOException | StoreException cause) {
            Duration pause = Duration.ofSeconds(5L << Math.min(entry.tries(), 10));
            Duration next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            if (entry.tries() == 0) {
                LOG.error("The archive file {} could not be dealt with; it is tried again.", entry.file(), cause);
            }
            store.write(handle -> handle.execute(
                    "update archive_file set tries = tries + 1, error = ?, due_at = ? where archive = ? and message_id = ?",
                    cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                    Store.millis(now.plus(next)),
                    entry.box().name(),
                    entry.id()));
        }
    }

    private void write(Entry entry, Instant now) throws IOException {
        Path file = entry.file();
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Files.createDirectories(entry.aside());
        // One name for one message: what a crash left behind is written over.
        Path aside = entry.aside().resolve(entry.id() + "-" + store.node() + ".part");
        boolean there;
        try (var channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            there = pages.write(entry.box(), entry.id(), out);
            out.flush();
            channel.force(true);
        }
        if (there) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } else {
            Files.deleteIfExists(aside);
        }
        boolean kept = store.write(handle -> handle.execute(
                        "update archive_file set state = 'WRITTEN', error = '' where archive = ? and message_id = ?"
                                + " and state = 'WANTED'",
                        entry.box().name(),
                        entry.id())
                == 1);
        if (!kept) {
            delete(entry); // the message was deleted while its file was being written
        }
    }

    private void delete(Entry entry) throws IOException {
        Path file = entry.file();
        if (Files.deleteIfExists(file)) {
            sync(Optional.ofNullable(file.getParent()).orElse(file));
        }
        if (Files.isDirectory(entry.aside())) {
            try (var torn = Files.newDirectoryStream(entry.aside(), entry.id() + "-*.part")) {
                for (Path part : torn) {
                    Files.deleteIfExists(part);
                }
            }
        }
        store.write(handle -> handle.execute(
                "delete from archive_file where archive = ? and message_id = ? and state = 'DOOMED'",
                entry.box().name(),
                entry.id()));
    }

    private static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) { // which cannot open a directory, nor needs to
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
