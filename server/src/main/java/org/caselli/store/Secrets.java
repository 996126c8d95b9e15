package org.caselli.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets that the database keeps, such as the passwords of trunks, with a key that is not in the database: the file
 * {@code secrets.key} in the data directory, readable by its owner only, made when the first secret is sealed. So neither a
 * copy of the database nor a backup of it gives anything away. Servers that share a database need the same file; the
 * database knows the key's fingerprint, and so one with another key or none says so instead of reading nonsense.
 */
public final class Secrets {
    /** The name of the file. */
    public static final String FILE = "secrets.key";

    private static final int KEY_OCTETS = 32; // AES-256
    private static final int NONCE_OCTETS = 12; // NIST SP 800-38D clause 8.2: 96 bits
    private static final int TAG_BITS = 128;
    private static final String FORM = "v1:";

    private final Path directory;
    private final Store store;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SecretKeySpec key;

    /** @param directory where the key's file is, or will be */
    public Secrets(Path directory, Store store) {
        this.directory = directory;
        this.store = store;
    }

    /** The key cannot be had; the message says why and what to do. */
    public static final class KeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeyException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Sees that the key is there, so that {@link #seal} may be called within a transaction afterwards.
     *
     * @throws KeyException if there is no key, and none may be made
     */
    public void ready() {
        key();
    }

    /**
     * Seals a secret. Not to be called within a transaction, unless {@link #ready} was called before it.
     *
     * @param purpose what it belongs to; only who names the same purpose can open it
     * @throws KeyException if there is no key, and none may be made
     */
    public String seal(String secret, String purpose) {
        var nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8), purpose);
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return FORM + Base64.getEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws KeyException if the key is missing, is another one, or the text was changed
     */
    public String open(String sealed, String purpose) {
        byte[] all = decoded(sealed);
        if (all.length <= NONCE_OCTETS) {
            throw new KeyException("A secret in the database is damaged (" + purpose + "). Set it anew.", null);
        }
        var nonce = new byte[NONCE_OCTETS];
        System.arraycopy(all, 0, nonce, 0, NONCE_OCTETS);
        var rest = new byte[all.length - NONCE_OCTETS];
        System.arraycopy(all, NONCE_OCTETS, rest, 0, rest.length);
        return new String(crypt(Cipher.DECRYPT_MODE, nonce, rest, purpose), StandardCharsets.UTF_8);
    }

    /** Nothing where it is none of ours. */
    private static byte[] decoded(String sealed) {
        try {
            return sealed.startsWith(FORM) ? Base64.getDecoder().decode(sealed.substring(FORM.length())) : new byte[0];
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, String purpose) {
        SecretKeySpec with = key();
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, with, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException cause) {
            throw new KeyException("A secret in the database cannot be opened (" + purpose + "). Set it anew.", cause);
        }
    }

    private SecretKeySpec key() {
        lock.lock();
        try {
            SecretKeySpec known = key;
            if (known == null) {
                known = found();
                key = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private SecretKeySpec found() {
        Path file = directory.resolve(FILE);
        Optional<String> wanted = store.read(Secrets::fingerprint);
        byte[] octets;
        try {
            octets = read(file, wanted.isPresent());
        } catch (IOException cause) {
            throw new KeyException(
                    "The key " + file
                            + " cannot be read or made. See that it belongs to this user and the disk has room.",
                    cause);
        }
        String ours = fingerprint(octets);
        String kept =
                wanted.orElseGet(() -> store.write(handle -> fingerprint(handle).orElseGet(() -> {
                    handle.execute("insert into secret_key (id, fingerprint) values (1, ?)", ours);
                    return ours;
                })));
        if (!kept.equals(ours)) {
            throw new KeyException(
                    "The key " + file + " is not the one that the secrets in the database are sealed with. Copy " + FILE
                            + " from a server that shares this database.",
                    null);
        }
        return new SecretKeySpec(octets, "AES");
    }

    private byte[] read(Path file, boolean mustBeThere) throws IOException {
        try {
            byte[] octets = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (octets.length != KEY_OCTETS) {
                throw new IOException(file + " has " + octets.length + " octets instead of " + KEY_OCTETS + ".");
            }
            return octets;
        } catch (IllegalArgumentException cause) {
            throw new IOException(file + " is not Base64.", cause);
        } catch (NoSuchFileException cause) {
            if (mustBeThere) {
                throw new KeyException(
                        "The key " + file + " is missing, and there are secrets sealed with it. Copy " + FILE
                                + " from a backup, or from a server that shares this database.",
                        cause);
            }
            return make(file);
        }
    }

    private byte[] make(Path file) throws IOException {
        var octets = new byte[KEY_OCTETS];
        random.nextBytes(octets);
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        // Whole under another name first, so that there is never half a key; moved only where there is none.
        Path fresh = Files.createTempFile(directory, FILE, ".new", ownerOnly);
        try {
            try (FileChannel out = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer text =
                        StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(octets) + "\n");
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(fresh, file);
        } catch (FileAlreadyExistsException another) {
            return read(file, true);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return octets;
    }

    private static Optional<String> fingerprint(Handle handle) {
        return handle.createQuery("select fingerprint from secret_key where id = 1")
                .mapTo(String.class)
                .findOne();
    }

    private static String fingerprint(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("caselli secrets key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("This JDK has no SHA-256; use another one.", cause);
        }
    }
}
