package org.caselli.service.notice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;

/**
 * A text file of the activity log: a line of headings, then a line for each fax with tabs between the columns. The first
 * column is the line's number, so that the file itself says how far it has come: a line whose writing a crash cut off is
 * written again, and none stands there twice.
 */
final class ActivityFile {
    /** Ours: what an editor still opens quickly; about 50,000 faxes. */
    static final long LARGE = 16_000_000;

    /** Ours: longer than the longest line, whose texts have at most some thousand characters. */
    private static final int TAIL = 1 << 17;

    private final Path folder;
    private final String name;
    private final Path file;
    private final long large;

    /** @param large octets from which on a file is put aside and a new one begun */
    ActivityFile(Path folder, String name, long large) {
        this.large = large;
        this.folder = folder;
        this.name = name;
        this.file = folder.resolve(name + ".txt");
    }

    static void check(String directory) {
        if (directory.isEmpty()) {
            return;
        }
        try {
            Path folder = Path.of(directory);
            if (!folder.isAbsolute()) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "The folder of the activity log \"" + directory + "\" is no absolute path.",
                        "Give a path from the root of the disk, or nothing for \"activity\" in the data directory.");
            }
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".caselli-", ".probe"));
        } catch (IOException | InvalidPathException cause) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.FAX_E_FILE_ACCESS_DENIED,
                    "The folder of the activity log \"" + directory + "\" cannot be written: " + cause.getMessage()
                            + ".",
                    "Make it writable for the user of the server, or choose another.",
                    cause);
        }
    }

    /**
     * Makes the file ready: cuts off what a crash left of a line, and puts a large file aside.
     *
     * @param noted how far it has come as far as is known elsewhere; a file that has come further is not put aside yet
     * @return the number of its last line; 0 if it has none
     */
    long open(long noted) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(file)) {
            return 0;
        }
        long last;
        long size;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            size = channel.size();
            int length = (int) Math.min(size, TAIL);
            var tail = ByteBuffer.allocate(length);
            while (tail.hasRemaining() && channel.read(tail, size - length + tail.position()) >= 0) {}
            String text = new String(tail.array(), StandardCharsets.ISO_8859_1); // one character an octet
            int end = text.lastIndexOf('\n') + 1;
            if (end < length) {
                size = size - length + end;
                channel.truncate(size);
                channel.force(true);
            }
            last = end == 0 ? 0 : number(text.substring(text.lastIndexOf('\n', end - 2) + 1, end - 1));
        }
        if (size >= large && last > 0 && last <= noted) {
            Files.move(file, folder.resolve(name + "-" + last + ".txt"), StandardCopyOption.ATOMIC_MOVE);
        }
        return last;
    }

    private static long number(String line) {
        int tab = line.indexOf('\t');
        String first = tab < 0 ? line : line.substring(0, tab);
        return first.matches("[0-9]{1,18}") ? Long.parseLong(first) : 0;
    }

    /** Writes these lines to its end; they are durable when this returns. */
    void append(List<ActivityLine> lines) throws IOException {
        var text = new StringBuilder();
        boolean fresh = !Files.exists(file) || Files.size(file) == 0;
        if (fresh) {
            text.append(String.join("\t", ActivityLine.COLUMNS)).append("\r\n");
        }
        lines.forEach(line -> text.append(line.tabbed()).append("\r\n"));
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var left = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        if (fresh && !System.getProperty("os.name", "").startsWith("Windows")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
