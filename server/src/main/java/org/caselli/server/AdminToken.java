package org.caselli.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.caselli.store.Blobs;

/**
 * The administrator's token: the file {@code admin.token} in the data directory, made at the first start, readable by its
 * owner only. Where several servers share a database, each has its own, and each takes those of the others as well: they
 * know of each other's only the SHA-256, so nothing secret is copied, and a client uses the one of its own machine with any
 * of them.
 */
public final class AdminToken {
    /** The name of the file. */
    public static final String FILE = "admin.token";

    /** Ours: 256 random bits. */
    private static final int OCTETS = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private AdminToken() {}

    /**
     * The token of this data directory, which is made if there is none. The caller holds the directory, so nobody else
     * makes one at the same time.
     *
     * @throws IOException if it can be neither read nor made, or anybody else may read it; the message says what to do
     */
    public static String of(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        try {
            String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (token.isEmpty()) {
                throw new IOException(
                        file + " is empty. Delete it, and the server writes a new token at its next start.");
            }
            if (posix && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException(file + " may be read by others than its owner. Run \"chmod 600 " + file
                        + "\", or delete it to get a new token.");
            }
            return token;
        } catch (NoSuchFileException first) {
            return make(file, posix);
        }
    }

    /** What the servers of one database know of each other's tokens: SHA-256, in hexadecimal digits. */
    static String digest(String token) {
        return HexFormat.of().formatHex(Blobs.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** Written whole under another name and then renamed, so that there is never half a token. */
    private static String make(Path file, boolean posix) throws IOException {
        var random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer text = StandardCharsets.US_ASCII.encode(token + "\n");
            while (text.hasRemaining()) {
                out.write(text);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return token;
    }
}
