package org.caselli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the directory of the user who runs the server ({@code ~/.caselli/servers}), which says where the data directory
 * is: so programs of the same user find the server whatever directory they run in. It is named by the data directory, so that
 * there is one for each however often a server was killed; whether it runs is told by {@code server.json}.
 */
final class Sign implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sign.class);

    private final Path file;

    private Sign(Path file) {
        this.file = file;
    }

    /** Where the user's own files are: {@code ~/.caselli}, unless the process was told otherwise. */
    static Path directory() {
        String told = System.getProperty("caselli.directory", System.getenv("CASELLI_DIRECTORY"));
        return told == null || told.isEmpty() ? Path.of(System.getProperty("user.home"), ".caselli") : Path.of(told);
    }

    /** Puts it up, and takes away those of servers whose data directory is gone. */
    static Sign put(Path directory, Path data) throws IOException {
        Path signs = directory.resolve("servers");
        make(directory);
        Files.createDirectories(signs);
        sweep(signs);
        String place = data.toRealPath().toString();
        Path file = signs.resolve(
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString());
        Path fresh = Files.createTempFile(signs, ".", ".new");
        Files.writeString(fresh, place + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Sign(file);
    }

    /** Tokens and passwords may come to lie there. */
    private static void make(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
    }

    private static void sweep(Path signs) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                signs, name -> !name.getFileName().toString().startsWith("."))) {
            for (Path sign : all) {
                if (!isThere(sign)) {
                    Files.deleteIfExists(sign);
                }
            }
        }
    }

    private static boolean isThere(Path sign) {
        try {
            return Files.isDirectory(Path.of(Files.readString(sign).strip()));
        } catch (IOException | InvalidPathException gone) {
            LOG.debug("{} cannot be read: {}", sign, gone.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
