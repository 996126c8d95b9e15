package org.caselli.objectmodel.faxcomex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.caselli.client.Content;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Handover;
import org.jspecify.annotations.Nullable;

/**
 * A body of a document: a file, which is read when the document is submitted, or what a stream had in it.
 *
 * @param path of the file; of what was in a stream, its name
 * @param kept what was in the stream; null for a file
 */
record Body(String path, @Nullable Kept kept) {
    /** What is submitted, and by what one sees whether it is the same the next time. */
    record Read(Content content, String state) {}

    static Body of(@Nullable InputStream content, @Nullable String fileName) {
        if (content == null || fileName == null) {
            throw Faults.invalid(
                    content == null ? "The body's stream is null." : "The body has no file name.",
                    "Give a stream, and what its content is called, such as letter.pdf.");
        }
        try {
            return new Body(fileName, Kept.of(content));
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.E_FAIL,
                    "The body " + fileName + " cannot be read from its stream: " + cause.getMessage() + ".",
                    "Open the stream anew; a body of more than 1 MiB also needs that much room among the temporary files.",
                    cause);
        }
    }

    /** Looks for the file. */
    Read read() {
        if (kept != null) {
            return new Read(kept.content(path.isEmpty() ? "body" : path), path + " " + kept.digest());
        }
        try {
            Path file = Path.of(path);
            if (Files.isDirectory(file)) {
                throw new FaxException(
                        FaxError.ERROR_FILE_NOT_FOUND,
                        path + " is a folder, no file.",
                        "Name the files in it one by one, in the order in which they are to be sent.");
            }
            if (Files.exists(file) && !Files.isReadable(file)) {
                throw new FaxException(
                        FaxError.E_ACCESSDENIED,
                        "The file " + path + " may not be read.",
                        "See to its permissions: it is read by this program, not by the server.");
            }
            return new Read(Content.of(file), Handover.state(file));
        } catch (IOException | InvalidPathException cause) {
            throw new FaxException(
                    FaxError.ERROR_FILE_NOT_FOUND,
                    "There is no file " + path + ".",
                    "It is read on this machine; give its whole path.",
                    cause);
        }
    }
}
