package org.caselli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A file to be sent, or what would be in one. It is read while it is sent, and never held as a whole. */
public final class Content {
    private static final int PIECE = 1 << 16;

    /** Begins to read it; may be called again. */
    public interface Source {
        InputStream open() throws IOException;
    }

    private final String name;
    private final String where;
    private final Source source;
    private final @Nullable Long length;

    private Content(String name, String where, Source source, @Nullable Long length) {
        this.name = name;
        this.where = where;
        this.source = source;
        this.length = length;
    }

    /** A file. */
    public static Content of(Path file) {
        Path name = file.getFileName();
        return new Content(
                name == null ? "file" : name.toString(),
                file.toString(),
                () -> Files.newInputStream(file),
                length(file));
    }

    private static @Nullable Long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return null;
        }
    }

    /**
     * What is somewhere else.
     *
     * @param name   as of a file, such as {@code letter.pdf}
     * @param length how many octets there are
     */
    public static Content of(String name, long length, Source source) {
        return new Content(name, name, source, length);
    }

    /** As of a file. */
    public String name() {
        return name;
    }

    /** @param index which of the files it is, from 0 */
    BodyPublisher publisher(int index) {
        Long octets = length;
        if (octets == null) {
            throw new CaselliException(
                    CaselliException.Kind.INVALID,
                    0,
                    "There is no file " + where + ".",
                    "Check its name.",
                    "ERROR_FILE_NOT_FOUND",
                    index);
        }
        return octets == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArrays(() -> new Pieces(index, where, source, octets)), octets);
    }

    /** Piece by piece; the JDK's own publishers take a failure for the end. */
    private static final class Pieces implements Iterator<byte[]> {
        private final int index;
        private final String where;
        private final Source source;
        private long left;
        private @Nullable InputStream open;

        Pieces(int index, String where, Source source, long length) {
            this.index = index;
            this.where = where;
            this.source = source;
            this.left = length;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public byte[] next() {
            if (left == 0) {
                throw new NoSuchElementException(where);
            }
            try {
                return piece();
            } catch (IOException cause) {
                throw new UncheckedIOException(new Unreachable.NotRead(index, where, cause));
            }
        }

        private byte[] piece() throws IOException {
            InputStream in = open;
            if (in == null) {
                in = source.open();
                open = in;
            }
            var octets = new byte[(int) Math.min(left, PIECE)];
            int count = in.readNBytes(octets, 0, octets.length);
            left -= count;
            if (count < octets.length || left == 0) {
                boolean more = in.read() >= 0;
                in.close();
                if (left > 0 || more) {
                    throw new IOException("it has another length than before");
                }
            }
            return count == octets.length ? octets : Arrays.copyOf(octets, count);
        }
    }
}
