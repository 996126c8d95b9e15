package org.caselli.service.archive;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.caselli.service.Refusal;

/**
 * A file that was made of a message, on the disk, so that a long fax takes no memory and any part of it can be read. It is
 * gone when this is closed.
 */
public final class Content implements AutoCloseable {
    /** What writes the file. */
    interface Maker {
        void write(OutputStream out) throws IOException;
    }

    private final String name;
    private final String type;
    private final String tag;
    private final FileChannel channel;
    private final long size;

    private Content(String name, String type, String tag, FileChannel channel, long size) {
        this.name = name;
        this.type = type;
        this.tag = tag;
        this.channel = channel;
        this.size = size;
    }

    /** @param tag names this file in this state: the same tag means the same octets */
    static Content make(String name, String type, String tag, Maker maker) {
        try {
            Path file = Files.createTempFile("caselli-", ".content");
            FileChannel channel;
            try {
                channel = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException cause) {
                Files.deleteIfExists(file);
                throw cause;
            }
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                maker.write(out);
                out.flush();
                return new Content(name, type, tag, channel, channel.size());
            } catch (IOException | RuntimeException cause) {
                channel.close();
                throw cause;
            }
        } catch (IOException cause) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "The file " + name + " could not be made: " + cause.getMessage() + ".",
                    "See that the folder for temporary files, " + System.getProperty("java.io.tmpdir", "")
                            + ", has room.",
                    cause);
        }
    }

    /** A name for people and file systems: "2026-11-21 0930 from +4930123 (3 pages) 0123456789abcdef.pdf". */
    public String name() {
        return name;
    }

    /** Its media type. */
    public String type() {
        return type;
    }

    /** Names the octets: as long as it stays the same, they do. */
    public String tag() {
        return tag;
    }

    /** In octets. */
    public long size() {
        return size;
    }

    /** Copies a part of it. */
    public void copy(long from, long length, OutputStream out) throws IOException {
        var buffer = ByteBuffer.allocate(1 << 16);
        long at = from;
        long left = length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new IOException("The file ended after " + at + " octets.");
            }
            out.write(buffer.array(), 0, count);
            at += count;
            left -= count;
        }
    }

    /** Reads a part of it; closing the stream closes this. */
    public InputStream stream(long from, long length) {
        return new InputStream() {
            private long at = from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] to, int offset, int count) throws IOException {
                long left = from + length - at;
                if (count == 0) {
                    return 0;
                }
                if (left <= 0) {
                    return -1;
                }
                int read = channel.read(ByteBuffer.wrap(to, offset, (int) Math.min(count, left)), at);
                at += Math.max(0, read);
                return read;
            }

            @Override
            public void close() throws IOException {
                Content.this.close();
            }
        };
    }

    /** All of it, for whoever needs it in memory; closes this. */
    public byte[] octets() {
        try (this) {
            var out = new ByteArrayOutputStream((int) Math.min(size, Integer.MAX_VALUE));
            copy(0, size, out);
            return out.toByteArray();
        } catch (IOException cause) {
            throw new UncheckedIOException("The file " + name + " cannot be read again.", cause);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
