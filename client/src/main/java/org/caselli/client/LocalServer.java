package org.caselli.client;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs, or ran, on this machine, as its data directory tells: {@code server.json} and {@code admin.token}.
 *
 * @param url   where it answers
 * @param token the administrator's
 */
public record LocalServer(URI url, String token) {
    private static final String FILE = "server.json";

    /** What we need of {@code server.json}. */
    @Json
    record ServerFile(@Nullable String url, @Nullable Long pid) {}

    /**
     * The server that uses this data directory; empty if none does.
     *
     * @throws CaselliException if one does but its files cannot be read
     */
    public static Optional<LocalServer> in(Path dataDirectory) {
        return address(dataDirectory).map(url -> new LocalServer(url, token(dataDirectory)));
    }

    /**
     * Where the server answers that uses this data directory; empty if none does.
     *
     * @throws CaselliException if one does but its file cannot be read
     */
    public static Optional<URI> address(Path dataDirectory) {
        return file(dataDirectory).map(server -> {
            String url = server.url();
            if (url == null) {
                throw new CaselliException(
                        CaselliException.Kind.UNREACHABLE,
                        0,
                        dataDirectory.resolve(FILE) + " does not say where the server is.",
                        "Restart it.");
            }
            return URI.create(url);
        });
    }

    /** Whether the process is there that uses this data directory; one that was killed leaves its files behind. */
    public static boolean runs(Path dataDirectory) {
        return file(dataDirectory)
                .map(ServerFile::pid)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    private static Optional<ServerFile> file(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        try {
            return Optional.ofNullable(Jsonb.instance().type(ServerFile.class).fromJson(Files.readString(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JsonException | IllegalArgumentException cause) {
            throw new CaselliException(
                    CaselliException.Kind.UNREACHABLE,
                    file + " cannot be read: " + cause.getMessage() + ".",
                    "Give --url and --token, or restart the server.",
                    cause);
        }
    }

    /** The administrator's token in this data directory. */
    public static String token(Path dataDirectory) {
        Path file = dataDirectory.resolve("admin.token");
        try {
            return Files.readString(file).strip();
        } catch (IOException cause) {
            throw new CaselliException(
                    CaselliException.Kind.UNAUTHORIZED,
                    "The token " + file + " cannot be read.",
                    "Run this as the user who runs the server, or set CASELLI_TOKEN.",
                    cause);
        }
    }
}
