package org.caselli.objectmodel.faxcomex;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.caselli.client.Content;

/**
 * What was in a stream, to be read as often as one likes: in memory if it is small, else in a file that vanishes by itself
 * when the program ends or nobody holds this any more.
 */
final class Kept {
    /** Ours. So much costs no program anything. */
    private static final int IN_MEMORY = 1 << 20;

    private final Content.Source source;
    private final long length;
    private final String digest;

    private Kept(Content.Source source, long length, MessageDigest digest) {
        this.source = source;
        this.length = length;
        this.digest = HexFormat.of().formatHex(digest.digest());
    }

    /** Reads the stream to its end, and leaves it open. */
    static Kept of(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] start = in.readNBytes(IN_MEMORY);
        if (start.length < IN_MEMORY) {
            digest.update(start);
            return new Kept(() -> new ByteArrayInputStream(start), start.length, digest);
        }
        FileChannel file = nameless();
        try (OutputStream out = new DigestOutputStream(new Leaving(Channels.newOutputStream(file)), digest)) {
            out.write(start);
            in.transferTo(out);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
        return new Kept(() -> new Reading(file), file.size(), digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("Every JDK has SHA-256.", cause);
        }
    }

    /** The operating system takes it away when it is closed, and the JDK closes it when nobody refers to it. */
    private static FileChannel nameless() throws IOException {
        Path file = Files.createTempFile("caselli", ".body");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** To be sent under this name. */
    Content content(String name) {
        return Content.of(name, length, source);
    }

    /** Tells one content from another. */
    String digest() {
        return digest;
    }

    /** Leaves what it writes to open. */
    private static final class Leaving extends java.io.FilterOutputStream {
        Leaving(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            out.write(octets, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Reads the file from its beginning, beside others that do. */
    private static final class Reading extends InputStream {
        private final FileChannel file;
        private long at;

        Reading(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int count = file.read(ByteBuffer.wrap(to, from, length), at);
            at += Math.max(0, count);
            return count;
        }
    }
}
