package org.caselli.objectmodel.faxcomex;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Connection;

/**
 * The file in which a user of this machine keeps who he is as a sender, as the original does in his part of the registry:
 * {@code default-sender.properties} in the user's own directory ({@code ~/.caselli}). A document without a connection has no
 * server to keep it (docs/decisions/0191).
 */
final class DefaultSender {
    private DefaultSender() {}

    static Path file() {
        return Connection.userDirectory().resolve("default-sender.properties");
    }

    /** What is kept, by the documented names; empty if nothing is. */
    static Map<String, String> load() {
        var kept = new Properties();
        Path file = file();
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (NoSuchFileException nothing) {
            return Map.of();
        } catch (IOException | IllegalArgumentException cause) {
            throw new FaxException(
                    FaxError.ERROR_INVALID_DATA,
                    "The default sender in " + file + " cannot be read.",
                    "Delete the file, and save the sender anew.",
                    cause);
        }
        var texts = new HashMap<String, String>();
        kept.forEach((name, text) -> texts.put(name.toString(), text.toString()));
        return texts;
    }

    /** Keeps this; whoever reads at the same time sees all of it or all of what was there before. */
    static synchronized void save(Map<String, String> texts) {
        var kept = new Properties();
        kept.putAll(texts);
        Path file = file().toAbsolutePath();
        try {
            Path folder = file.getParent();
            if (folder == null) {
                throw new IOException("It is no file.");
            }
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "default-sender", ".tmp");
            try (Writer out = Files.newBufferedWriter(fresh)) {
                kept.store(out, "FaxSender.SaveDefaultSender");
            }
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException notHere) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.ERROR_WRITE_FAULT,
                    "The default sender cannot be kept in " + file + ".",
                    "See that you may write there.",
                    cause);
        }
    }
}
