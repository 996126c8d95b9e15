package org.caselli.objectmodel.faxcomex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.caselli.client.Content;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;

/**
 * A body of a document: a file, which is read when the document is submitted, or what a stream had in it.
 *
 * @param path   of the file; of what was in a stream, its name
 * @param inside what was in the stream; null for a file
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, which is what is wanted: it was read once
record Body(String path, byte @org.jspecify.annotations.Nullable [] inside) {
    /** What is submitted, and by what one sees whether it is the same the next time. */
    record Read(Content content, String state) {}

    static Body of(InputStream content, String fileName) {
        try {
            return new Body(fileName, content.readAllBytes());
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.E_FAIL, "The body " + fileName + " cannot be read from its stream.", "", cause);
        }
    }

    /** Looks for the file. */
    Read read() {
        if (inside != null) {
            return new Read(
                    Content.of(path.isEmpty() ? "body" : path, inside), Integer.toString(Arrays.hashCode(inside)));
        }
        try {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(path);
            }
            if (!Files.isReadable(file)) {
                throw new FaxException(
                        FaxError.E_ACCESSDENIED,
                        "The file " + path + " may not be read.",
                        "See to its permissions: it is read by this program, not by the server.");
            }
            return new Read(Content.of(file), Files.size(file) + " " + Files.getLastModifiedTime(file));
        } catch (IOException | InvalidPathException cause) {
            throw new FaxException(
                    FaxError.ERROR_FILE_NOT_FOUND,
                    "There is no file " + path + ".",
                    "It is read on this machine; give its whole path.",
                    cause);
        }
    }
}
