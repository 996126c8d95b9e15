package org.caselli.client;

import io.avaje.jsonb.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that are uploaded to be looked at as fax pages, and to be sent. Each is deleted by itself after a day. */
public final class Documents {
    /**
     * A file that was uploaded.
     *
     * @param format what kind of file it is; null if it is of none that can be sent
     * @param pages  how many fax pages it makes; 0 if it cannot be sent
     * @param problem why it cannot be sent; null if it can
     */
    @Json
    public record Document(
            String id,
            String name,
            long size,
            String resolution,
            @Nullable String format,
            int pages,
            @Nullable String problem,
            @Nullable String remedy,
            Instant uploadedAt,
            Instant expiresAt) {}

    private final CaselliClient client;

    Documents(CaselliClient client) {
        this.client = client;
    }

    /**
     * Uploads a file, which is read while it is sent.
     *
     * @param resolution standard, fine or superfine; null for fine
     */
    public Document upload(Path file, @Nullable String resolution) {
        Path name = file.getFileName();
        String query = "?name=" + CaselliClient.escaped(name == null ? "document" : name.toString())
                + (resolution == null ? "" : "&resolution=" + CaselliClient.escaped(resolution));
        try {
            return client.read(
                    client.send(client.request("/documents" + query)
                            .header("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofFile(file))
                            .build()),
                    Document.class);
        } catch (FileNotFoundException cause) {
            throw new CaselliException(
                    CaselliException.Kind.INVALID, "There is no file " + file + ".", "Check its name.", cause);
        }
    }

    @Json
    public record Part(List<Document> items, @Nullable String next) {}

    /**
     * Those that are there, newest first.
     *
     * @param after the {@code next} of the part before; null for the first part
     */
    public Part list(@Nullable String after, int limit) {
        return client.get("/documents" + CaselliClient.slice(after, limit), Part.class);
    }

    public Document find(String id) {
        return client.get(path(id), Document.class);
    }

    /**
     * A page as it would be sent, as a PNG file.
     *
     * @param page  1 for the first
     * @param width to scale it to, 16 to 1728; null for dot by dot
     */
    public byte[] page(String id, int page, @Nullable Integer width) {
        return client.bytes(path(id) + "/pages/" + page + (width == null ? "" : "?width=" + width));
    }

    public void delete(String id) {
        client.delete(path(id));
    }

    private static String path(String id) {
        return "/documents/" + CaselliClient.escaped(id);
    }
}
