package org.caselli.document;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/**
 * The program of a process that renders documents for another one, so that a hostile document can harm no more than this
 * process: it is small, it has nothing open but two pipes, and it is killed when it is too slow. It reads jobs from
 * standard input and writes pages to standard output, in the words of this class, until the input ends.
 */
final class RenderWorker {
    static final int BEGINS = 'B';
    static final int PAGE = 'P';
    static final int DONE = 'D';
    static final int REFUSED = 'R';

    /** Ours: an idle worker is some 100 MiB; it ends after so long without a job. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Ours: time limits are kept by {@link Budget} first; whoever is stuck so long after is ended from outside. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** When to end, by {@link System#nanoTime}. */
    private static volatile long deadline = System.nanoTime() + IDLE.toNanos();

    private RenderWorker() {}

    static void main() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        var out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        // What a library prints must not get among the pages.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        Thread.ofPlatform().daemon().name("deadline").start(RenderWorker::watch);
        while (true) {
            Job job;
            try {
                job = Job.read(in);
            } catch (EOFException parentIsGone) {
                return;
            }
            deadline =
                    System.nanoTime() + job.options.limits().time().plus(GRACE).toNanos();
            carryOut(job, out);
            deadline = System.nanoTime() + IDLE.toNanos();
        }
    }

    private static void watch() {
        while (true) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private static void carryOut(Job job, DataOutputStream out) throws IOException {
        try {
            int pages = new Rendering(job.options)
                    .render(
                            job.sources,
                            index -> {
                                out.writeByte(BEGINS);
                                out.writeInt(index);
                            },
                            page -> writePage(out, page));
            out.writeByte(DONE);
            out.writeInt(pages);
        } catch (DocumentException e) {
            out.writeByte(REFUSED);
            out.writeUTF(e.reason().name());
            out.writeUTF(e.file());
            out.writeInt(e.page());
            out.writeUTF(brief(e.problem()));
            out.writeUTF(brief(e.remedy()));
        }
        out.flush();
    }

    private static String brief(String text) {
        return text.length() > 2000 ? text.substring(0, 2000) : text;
    }

    private static void writePage(DataOutputStream out, Page page) throws IOException {
        out.writeByte(PAGE);
        out.writeUTF(page.resolution().name());
        out.writeInt(page.bitmap().width());
        out.writeInt(page.bitmap().height());
        out.write(page.bitmap().rows());
        out.flush();
    }

    /** As {@link #writePage} wrote it. */
    static Page readPage(DataInputStream in) throws IOException {
        Resolution resolution = Resolution.valueOf(in.readUTF());
        int width = in.readInt();
        int height = in.readInt();
        byte[] rows = in.readNBytes((width + 7) / 8 * height);
        if (rows.length < (width + 7) / 8 * height) {
            throw new EOFException("The renderer ended within a page.");
        }
        return new Page(new Bitmap(width, height, rows), resolution);
    }

    /** What is to be rendered, and how. */
    record Job(RenderOptions options, List<Source> sources) {
        void write(DataOutputStream out) throws IOException {
            Limits limits = options.limits();
            out.writeUTF(options.resolution().name());
            out.writeUTF(options.wide().name());
            out.writeInt(limits.octets());
            out.writeInt(limits.pages());
            out.writeInt(limits.pixels());
            out.writeInt(limits.lengthMm());
            out.writeLong(limits.time().toMillis());
            out.writeInt(limits.memoryMb());
            out.writeInt(sources.size());
            for (Source source : sources) {
                out.writeUTF(source.name());
                out.writeInt(source.content().length);
                out.write(source.content());
                out.writeBoolean(source.cover().isPresent());
                if (source.cover().isPresent()) {
                    write(source.cover().get(), out);
                }
            }
            out.flush();
        }

        private static void write(CoverFields fields, DataOutputStream out) throws IOException {
            out.writeInt(fields.bodyPages());
            out.writeInt(fields.values().size());
            for (Map.Entry<String, String> field : fields.values().entrySet()) {
                out.writeUTF(field.getKey());
                byte[] text = field.getValue().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        }

        private static CoverFields fields(DataInputStream in) throws IOException {
            int bodyPages = in.readInt();
            int count = in.readInt();
            var values = new HashMap<String, String>();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                values.put(name, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
            }
            return new CoverFields(values, bodyPages);
        }

        static Job read(DataInputStream in) throws IOException {
            Resolution resolution = Resolution.valueOf(in.readUTF());
            RenderOptions.Wide wide = RenderOptions.Wide.valueOf(in.readUTF());
            var limits = new Limits(
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    Duration.ofMillis(in.readLong()),
                    in.readInt());
            int count = in.readInt();
            var sources = new ArrayList<Source>();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                int length = in.readInt();
                byte[] content = in.readNBytes(length);
                if (content.length < length) {
                    throw new EOFException("The parent ended within a document.");
                }
                sources.add(new Source(name, content, in.readBoolean() ? Optional.of(fields(in)) : Optional.empty()));
            }
            return new Job(new RenderOptions(resolution, wide, limits), sources);
        }
    }
}
