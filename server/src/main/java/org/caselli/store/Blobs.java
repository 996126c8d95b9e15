package org.caselli.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Files named by the SHA-256 of their content, so that the same content is kept once and damage is noticed. A blob is
 * durable when {@link #put} returns: written aside, synced, renamed, and its directory synced.
 *
 * <p>Several servers may share the folder. Then no lock keeps a sweep of one from taking a file that a put of another has
 * just found and relies on. So a sweep only moves files into {@code trash}; whoever misses one looks for it there and moves
 * it back, and only what nothing refers to at the next sweep either is deleted.
 */
public final class Blobs {
    private static final int NAME_LENGTH = 64;
    /** Ours: nobody writes at one file for so long. */
    private static final Duration TORN = Duration.ofDays(1);

    private final Path root;
    private final Path asides;
    private final Path aside;
    private final Path trash;
    private final boolean shared;
    private final AtomicLong counter = new AtomicLong();
    /** Keeps a sweep from deleting a file that a put has just found and relies on; one per first octet of the name. */
    private final ReentrantLock[] locks = new ReentrantLock[256];

    /**
     * @param node   the name of this server among those that share the folder
     * @param shared whether other servers may use the folder too
     */
    Blobs(Path root, String node, boolean shared) throws IOException {
        this.root = root;
        this.asides = root.resolve("aside");
        this.aside = asides.resolve(node);
        this.trash = root.resolve("trash");
        this.shared = shared;
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
            Files.createDirectories(root.resolve("%02x".formatted(i)));
        }
        Files.createDirectories(aside);
        Files.createDirectories(trash);
        try (var left = Files.newDirectoryStream(aside)) {
            for (Path torn : left) {
                Files.delete(torn); // never renamed, so nobody was told that it is kept
            }
        }
        sync(root);
        sync(root.resolve(".."));
    }

    /** What tells this folder from all others; made when it is asked for the first time. */
    String identity() {
        Path file = root.resolve("identity");
        try {
            if (Files.notExists(file)) {
                Path fresh = aside.resolve("identity");
                Files.writeString(fresh, UUID.randomUUID() + "\n");
                linked(fresh, file);
                Files.delete(fresh);
            }
            return Files.readString(file).strip();
        } catch (IOException cause) {
            throw new StoreException("The file " + file + " can be neither read nor made. Check the folder.", cause);
        }
    }

    /** Gives a file a second name, unless somebody else was quicker. */
    private static void linked(Path fresh, Path file) throws IOException {
        try {
            try {
                Files.createLink(file, fresh);
            } catch (UnsupportedOperationException noLinksHere) {
                Files.copy(fresh, file);
            }
        } catch (FileAlreadyExistsException another) {
            return;
        }
    }

    /**
     * How many there are.
     *
     * @param octets of all of them
     */
    public record Total(long files, long octets) {}

    /** Counts them: some seconds for a million. Files that come or go meanwhile may be counted or not. */
    public Total total() {
        long files = 0;
        long octets = 0;
        try {
            for (int i = 0; i < locks.length; i++) {
                try (var some = Files.newDirectoryStream(root.resolve("%02x".formatted(i)))) {
                    for (Path file : some) {
                        files++;
                        octets += size(file);
                    }
                }
            }
        } catch (IOException cause) {
            throw new StoreException("The stored files under " + root + " cannot be counted. Check the disk.", cause);
        }
        return new Total(files, octets);
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException swept) {
            return 0;
        }
    }

    /** Where they lie. */
    public Path folder() {
        return root;
    }

    /** Why nothing can be kept at this moment, found out by a small file; empty if all is well. */
    public Optional<String> trouble() {
        Path probe = aside.resolve("probe." + counter.incrementAndGet());
        try {
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException cause) {
            return Optional.of(cause.toString());
        }
    }

    /**
     * Keeps this content durably.
     *
     * @return its name: 64 lower-case hexadecimal digits
     * @throws StoreException if it cannot be written
     */
    public String put(byte[] content) {
        byte[] hash = sha256(content);
        String name = HexFormat.of().formatHex(hash);
        Path file = file(name);
        ReentrantLock lock = locks[hash[0] & 0xFF];
        try {
            if (isThere(file, content.length, lock)) {
                return name;
            }
            Path temporary = aside.resolve(name + "." + counter.incrementAndGet());
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(directory(name));
            return name;
        } catch (IOException cause) {
            throw new StoreException(
                    "Cannot keep " + content.length + " octets as " + file
                            + ". See that the disk has room and that its folder may be written.",
                    cause);
        }
    }

    /**
     * A content that is kept.
     *
     * @param name 64 lower-case hexadecimal digits
     * @param size in octets
     */
    public record Kept(String name, long size) {}

    /**
     * Keeps a content durably that is read to its end, without holding it in memory.
     *
     * @param most its greatest length in octets
     * @return empty if it is longer; then nothing is kept
     * @throws IOException    of {@code content}
     * @throws StoreException if it cannot be written
     */
    public Optional<Kept> put(InputStream content, long most) throws IOException {
        Path temporary = aside.resolve("stream." + counter.incrementAndGet());
        try (var _ = new Torn(temporary)) {
            MessageDigest digest = digest();
            long size = 0;
            try (var channel = open(temporary)) {
                var buffer = new byte[1 << 16];
                for (int got; (got = content.read(buffer)) >= 0; ) {
                    size += got;
                    if (size > most) {
                        return Optional.empty();
                    }
                    digest.update(buffer, 0, got);
                    write(channel, ByteBuffer.wrap(buffer, 0, got), temporary);
                }
                force(channel, temporary);
            }
            byte[] hash = digest.digest();
            String name = HexFormat.of().formatHex(hash);
            try {
                if (!isThere(file(name), size, locks[hash[0] & 0xFF])) {
                    Files.move(
                            temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    sync(directory(name));
                }
            } catch (IOException cause) {
                throw unwritable(file(name), cause);
            }
            return Optional.of(new Kept(name, size));
        }
    }

    /** A file that is not whole yet; what is left of it goes in the end. */
    private record Torn(Path file) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException cause) {
                throw unwritable(file, cause);
            }
        }
    }

    // The disk's failures are told from those of whoever sends.

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException cause) {
            throw unwritable(file, cause);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets, Path file) {
        try {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        } catch (IOException cause) {
            throw unwritable(file, cause);
        }
    }

    private static void force(FileChannel channel, Path file) {
        try {
            channel.force(true);
        } catch (IOException cause) {
            throw unwritable(file, cause);
        }
    }

    private static StoreException unwritable(Path file, IOException cause) {
        return new StoreException(
                "Cannot write " + file + ". See that the disk has room and that its folder may be written.", cause);
    }

    /**
     * Makes a kept content young again, so that no sweep takes it before a row that refers to it is committed.
     *
     * @throws StoreException if it is missing
     */
    public void renew(String name) {
        ReentrantLock lock = locks[Integer.parseInt(name.substring(0, 2), 16)];
        lock.lock();
        try {
            try {
                Files.setLastModifiedTime(path(name), FileTime.from(Instant.now()));
            } catch (NoSuchFileException thrownAway) { // by another server, at this moment
                Files.setLastModifiedTime(path(name), FileTime.from(Instant.now()));
            }
        } catch (IOException cause) {
            throw new StoreException("The stored file " + file(name) + " is missing. Restore it from a backup.", cause);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps these contents durably, all at once: the disk syncs them together, which takes little longer than one.
     *
     * @return their names, in order
     * @throws StoreException if one of them cannot be written
     */
    public List<String> putAll(List<byte[]> contents) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> puts = contents.stream()
                    .map(content -> threads.submit(() -> put(content)))
                    .toList();
            var names = new ArrayList<String>(puts.size());
            for (Future<String> each : puts) {
                names.add(each.get());
            }
            return names;
        } catch (ExecutionException wrapped) {
            Throwable cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
            throw new StoreException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            throw new StoreException("Keeping files was interrupted: the server is shutting down.", urged);
        }
    }

    /** Whether a whole file is there already; if so its age begins anew, so that no sweep takes it from us. */
    private boolean isThere(Path file, long length, ReentrantLock lock) throws IOException {
        lock.lock();
        try {
            if (Files.size(file) != length) {
                return false;
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException missing) {
            return false; // also where it went into the trash just now; it is written anew then
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a blob and checks it against its name.
     *
     * @throws StoreException if it is missing or damaged
     */
    public byte[] get(String name) {
        Path file = path(name);
        try {
            byte[] content = Files.readAllBytes(file);
            if (!HexFormat.of().formatHex(sha256(content)).equals(name)) {
                throw new StoreException("The stored file " + file
                        + " is damaged: its content does not match its name. Restore it from a backup.");
            }
            return content;
        } catch (NoSuchFileException cause) {
            throw new StoreException("The stored file " + file + " is missing. Restore it from a backup.", cause);
        } catch (IOException cause) {
            throw new StoreException("The stored file " + file + " cannot be read. Check the disk.", cause);
        }
    }

    /** Where a blob lies, for programs on this machine that only read. */
    public Path path(String name) {
        Path file = file(name);
        if (shared && Files.notExists(file)) {
            takeBack(trash.resolve(name), file);
        }
        return file;
    }

    /** Brings back what a sweep of another server has moved away; whether it was there. */
    private static boolean takeBack(Path thrownAway, Path file) {
        try {
            Files.move(thrownAway, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        } catch (IOException cause) {
            throw new StoreException(
                    "The stored file " + file + " cannot be taken back from " + thrownAway + ".", cause);
        }
    }

    /**
     * Deletes blobs that nothing refers to any more. Where other servers share the folder, a blob is deleted by the second
     * sweep that finds it so, and no two sweeps may run at the same time.
     *
     * @param grace      younger ones are left alone: whoever has just put one may not have committed its row yet
     * @param referenced whether any row, in the newest state of the database, refers to this name
     * @return the names deleted
     */
    public List<String> sweep(Duration grace, Predicate<String> referenced) {
        Instant old = Instant.now().minus(grace);
        var deleted = new ArrayList<String>();
        try {
            if (shared) {
                emptyTrash(old, referenced, deleted);
                deleteTorn(Instant.now().minus(TORN));
            }
            for (int i = 0; i < locks.length; i++) {
                String start = "%02x".formatted(i);
                try (var files = Files.newDirectoryStream(root.resolve(start))) {
                    for (Path file : files) {
                        String name = start + file.getFileName();
                        if (name.length() == NAME_LENGTH && isOlder(file, old) && !referenced.test(name)) {
                            if (shared) {
                                throwAway(file, trash.resolve(name));
                            } else if (deleteIfStillOld(file, old, locks[i])) {
                                deleted.add(name);
                            }
                        }
                    }
                }
            }
        } catch (IOException cause) {
            throw new StoreException("The stored files under " + root + " cannot be swept. Check the disk.", cause);
        }
        return deleted;
    }

    private void emptyTrash(Instant old, Predicate<String> referenced, List<String> deleted) throws IOException {
        try (var files = Files.newDirectoryStream(trash)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (referenced.test(name)) {
                    takeBack(file, file(name));
                } else if (isOlder(file, old) && Files.deleteIfExists(file)) {
                    deleted.add(name);
                }
            }
        }
    }

    /** What other servers left half written when they died. */
    private void deleteTorn(Instant old) throws IOException {
        try (var nodes = Files.newDirectoryStream(asides)) {
            for (Path node : nodes) {
                try (var files = Files.newDirectoryStream(node)) {
                    for (Path torn : files) {
                        if (isOlder(torn, old)) {
                            Files.deleteIfExists(torn);
                        }
                    }
                }
            }
        }
    }

    private static void throwAway(Path file, Path thrownAway) throws IOException {
        try {
            Files.move(file, thrownAway, StandardCopyOption.ATOMIC_MOVE);
            Files.setLastModifiedTime(thrownAway, FileTime.from(Instant.now())); // its time in the trash begins
        } catch (NoSuchFileException gone) {
            return; // somebody who needs it has taken it back at once
        }
    }

    private static boolean deleteIfStillOld(Path file, Instant old, ReentrantLock lock) throws IOException {
        lock.lock();
        try {
            return isOlder(file, old) && Files.deleteIfExists(file);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private Path file(String name) {
        if (name.length() != NAME_LENGTH || !name.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("\"" + name + "\" is no blob's name: 64 lower-case hexadecimal digits.");
        }
        return directory(name).resolve(name.substring(2));
    }

    private Path directory(String name) {
        return root.resolve(name.substring(0, 2));
    }

    /** The SHA-256 of these octets. */
    public static byte[] sha256(byte[] content) {
        return digest().digest(content);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("Every Java platform has SHA-256.", cause);
        }
    }

    /** Makes the names in a directory durable; on file systems and systems where that can be done at all. */
    private static void sync(Path directory) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) { // which cannot open a directory, nor needs to
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
