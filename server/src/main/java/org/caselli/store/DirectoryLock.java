package org.caselli.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two servers from sharing a data directory. The system gives it back when the process dies, however it dies. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            var holder = ByteBuffer.allocate(100);
            channel.read(holder, 0);
            channel.close();
            throw new StoreException("The data directory " + directory.toAbsolutePath()
                    + " is in use by another server (process "
                    + new String(holder.array(), 0, holder.position(), UTF_8).strip()
                    + "). Stop that one, or choose another directory with --data.");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + System.lineSeparator()).getBytes(UTF_8)), 0);
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            // Not from octet 0: where locks are mandatory the other server shall still read who holds it.
            return channel.tryLock(Integer.MAX_VALUE, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
