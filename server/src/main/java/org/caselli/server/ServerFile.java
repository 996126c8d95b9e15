package org.caselli.server;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file {@code server.json} in the data directory: how programs on this machine find the server that runs on it. It is
 * there while the server runs, and may be left behind by one that was killed.
 *
 * @param url       where the REST interface answers
 * @param pid       the process
 * @param version   of the program
 * @param startedAt when it started, UTC
 */
@Json
public record ServerFile(String url, long pid, String version, String startedAt) {
    /** The name of the file. */
    public static final String FILE = "server.json";

    void write(Path directory) throws IOException {
        Path fresh = directory.resolve(FILE + ".new");
        Files.write(fresh, Jsonb.instance().toJsonBytes(this));
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }
}
