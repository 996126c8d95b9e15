package org.caselli.objectmodel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/** Copies a fax of the server to where a program wants it: a file whole or not at all. */
public final class Copies {
    /** Has the server write something to a stream. */
    public interface Copy {
        /** @throws IOException if the stream cannot be written to */
        void write(CaselliClient client, OutputStream out) throws IOException;
    }

    private Copies() {}

    /**
     * Copies to a stream, which stays open.
     *
     * @throws FaxException FAX_E_MESSAGE_NOT_FOUND if there is no such fax any more, ERROR_WRITE_FAULT if it cannot be written
     */
    public static void toStream(Connection connection, @Nullable OutputStream out, Copy copy) {
        if (out == null) {
            throw Faults.invalid("The stream is null.", "Give one that takes the octets.");
        }
        connection.tell(FaxError.FAX_E_MESSAGE_NOT_FOUND, client -> {
            try {
                copy.write(client, out);
                out.flush();
            } catch (IOException cause) {
                throw notWritten("the stream", cause);
            }
        });
    }

    /**
     * Copies to a file of this machine, instead of what was there. If it fails, that is as it was. The file is made as any
     * other of the program, so who may read those may read it; a link is followed, and a device or a pipe is written to.
     *
     * @throws FaxException as {@link #toStream}
     */
    public static void toFile(Connection connection, @Nullable String path, Copy copy) {
        try {
            Path named = Path.of(Words.text(path)).toAbsolutePath();
            Path file = Files.exists(named) ? named.toRealPath() : named;
            if (Files.isDirectory(file)) {
                throw new IOException(file + " is a folder.");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                write(connection, file, copy);
                return;
            }
            Path part = file.resolveSibling(".caselli" + UUID.randomUUID() + ".part");
            try {
                write(connection, part, copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                move(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException | InvalidPathException cause) {
            throw notWritten("\"" + Words.text(path) + "\"", cause);
        }
    }

    private static void write(Connection connection, Path file, Copy copy, OpenOption... options) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, options)) {
            toStream(connection, out, copy);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FaxException notWritten(String what, Exception cause) {
        return new FaxException(
                FaxError.ERROR_WRITE_FAULT,
                "The fax cannot be written to " + what + ": " + cause.getMessage(),
                "Give the whole path of a file on this machine, in a folder that is there and that you may write to.",
                cause);
    }
}
