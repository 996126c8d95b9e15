package org.caselli.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file to be sent, or what would be in one. */
public final class Content {
    private final String name;
    private final @Nullable Path file;
    private final byte[] octets;

    private Content(String name, @Nullable Path file, byte[] octets) {
        this.name = name;
        this.file = file;
        this.octets = octets;
    }

    /** A file, which is read while it is sent. */
    public static Content of(Path file) {
        Path name = file.getFileName();
        return new Content(name == null ? "file" : name.toString(), file, new byte[0]);
    }

    /**
     * What is in memory.
     *
     * @param name as of a file, such as {@code letter.pdf}
     */
    public static Content of(String name, byte[] octets) {
        return new Content(name, null, octets.clone());
    }

    /** As of a file. */
    public String name() {
        return name;
    }

    BodyPublisher publisher() {
        if (file == null) {
            return BodyPublishers.ofByteArray(octets);
        }
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException cause) {
            throw new CaselliException(
                    CaselliException.Kind.INVALID, "There is no file " + file + ".", "Check its name.", cause);
        }
    }
}
