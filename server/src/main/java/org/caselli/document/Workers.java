package org.caselli.document;

import com.twelvemonkeys.image.ImageUtil;
import com.twelvemonkeys.imageio.ImageReaderBase;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReader;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReader;
import com.twelvemonkeys.io.FileUtil;
import com.twelvemonkeys.lang.StringUtil;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.logging.LogFactory;
import org.apache.fontbox.FontBoxFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.jbig2.JBIG2ImageReader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.caselli.image.Page;
import org.jspecify.annotations.Nullable;

/**
 * Processes that render ({@link RenderWorker}), at most so many at a time. One is started when none is idle, and used
 * again, for a warm one is many times as fast; it ends by itself when it has been idle for a minute.
 */
final class Workers implements AutoCloseable {
    /** The exit code of a JVM that ran out of memory, with ExitOnOutOfMemoryError; and of one that the system killed for it. */
    private static final Set<Integer> OUT_OF_MEMORY = Set.of(3, 137);

    /** What a JVM needs of its environment: nothing, but Windows' own. */
    private static final Set<String> ENVIRONMENT = Set.of("SystemRoot", "TEMP", "TMP");

    /** A class of each library that renders. A worker has these and nothing else of the server's. */
    private static final List<Class<?>> LIBRARIES = List.of(
            RenderWorker.class,
            Page.class,
            PDDocument.class,
            FontBoxFont.class,
            RandomAccessRead.class,
            LogFactory.class,
            JBIG2ImageReader.class,
            TIFFImageReader.class,
            JPEGImageReader.class,
            ImageReaderBase.class,
            Directory.class,
            StringUtil.class,
            FileUtil.class,
            ImageUtil.class);

    private static final String CLASS_PATH = classPath();

    private final Semaphore places;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> all = new HashSet<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("render-deadlines").factory());
    private boolean closed;

    Workers(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " renderers cannot render; give at least 1.");
        }
        this.places = new Semaphore(most, true);
    }

    /** A process and its pipes. */
    private static final class Worker {
        final Process process;
        final DataOutputStream jobs;
        final DataInputStream answers;
        final int memoryMb;
        volatile boolean tooSlow;

        Worker(Process process, int memoryMb) {
            this.process = process;
            this.jobs = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
            this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
            this.memoryMb = memoryMb;
        }
    }

    /** Starts a process, so that the first document need not wait for it. */
    void warmUp(int memoryMb) throws IOException {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return;
            }
        }
        giveBack(start(memoryMb));
    }

    int render(RenderWorker.Job job, PageSink sink) throws DocumentException, IOException {
        places.acquireUninterruptibly();
        try {
            int memoryMb = job.options().limits().memoryMb();
            Worker used = takeIdle(memoryMb);
            if (used != null) {
                try {
                    return carryOut(used, job, sink);
                } catch (Gone e) {
                    // It ended for want of work just as we called; a new one has only begun to wait.
                    end(used);
                }
            }
            Worker fresh = start(memoryMb);
            try {
                return carryOut(fresh, job, sink);
            } catch (Gone e) {
                end(fresh);
                throw new IOException(
                        "The process that renders documents ended at once, with code " + e.exitCode + "; check that "
                                + java() + " can be run, and has " + memoryMb + " MiB.",
                        e);
            }
        } finally {
            places.release();
        }
    }

    /** The process was not there to take the job. */
    private static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;
        final int exitCode;

        Gone(int exitCode, IOException cause) {
            super(cause);
            this.exitCode = exitCode;
        }
    }

    private int carryOut(Worker worker, RenderWorker.Job job, PageSink sink)
            throws DocumentException, IOException, Gone {
        Duration most = job.options().limits().time().plus(RenderWorker.GRACE.dividedBy(2));
        ScheduledFuture<?> deadline = watch.schedule(
                () -> {
                    worker.tooSlow = true;
                    worker.process.destroyForcibly();
                },
                most.toMillis(),
                TimeUnit.MILLISECONDS);
        boolean well = false;
        int file = -1;
        int pageOfFile = 0;
        try {
            job.write(worker.jobs);
            while (true) {
                switch (worker.answers.readByte()) {
                    case RenderWorker.BEGINS -> {
                        file = worker.answers.readInt();
                        pageOfFile = 0;
                    }
                    case RenderWorker.PAGE -> {
                        pageOfFile++;
                        var page = RenderWorker.readPage(worker.answers);
                        try {
                            sink.take(page);
                        } catch (IOException e) {
                            throw new SinkFailed(e);
                        }
                    }
                    case RenderWorker.DONE -> {
                        int pages = worker.answers.readInt();
                        well = true;
                        return pages;
                    }
                    case RenderWorker.REFUSED -> {
                        var refusal = new DocumentException(
                                DocumentException.Reason.valueOf(worker.answers.readUTF()),
                                worker.answers.readUTF(),
                                worker.answers.readInt(),
                                worker.answers.readUTF(),
                                worker.answers.readUTF());
                        well = true;
                        throw refusal.in(file);
                    }
                    default -> throw new IOException("The process that renders documents answers nonsense.");
                }
            }
        } catch (SinkFailed e) {
            throw e.cause;
        } catch (IOException e) {
            worker.process.destroyForcibly();
            int exitCode = exitCode(worker);
            if (file < 0 && !worker.tooSlow && !OUT_OF_MEMORY.contains(exitCode)) {
                throw new Gone(exitCode, e);
            }
            Source source = job.sources().get(Math.max(0, file));
            Limits limits = job.options().limits();
            if (worker.tooSlow) {
                throw Budget.tooSlow(source.name(), pageOfFile + 1, limits.time())
                        .in(Math.max(0, file));
            }
            if (OUT_OF_MEMORY.contains(exitCode)) {
                throw Budget.tooMuchMemory(source.name(), pageOfFile + 1, limits.memoryMb())
                        .in(Math.max(0, file));
            }
            throw new DocumentException(
                            DocumentException.Reason.UNREADABLE,
                            source.name(),
                            pageOfFile + 1,
                            "made the renderer fail (code " + exitCode + ")",
                            "Print it to a new PDF.",
                            e)
                    .in(Math.max(0, file));
        } finally {
            deadline.cancel(false);
            if (well && !worker.tooSlow) {
                giveBack(worker);
            } else {
                end(worker);
            }
        }
    }

    private static final class SinkFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        SinkFailed(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** What it ended with; we have killed it, if it had not ended before. */
    private static int exitCode(Worker worker) {
        return worker.process.onExit().join().exitValue();
    }

    private synchronized @Nullable Worker takeIdle(int memoryMb) {
        for (Worker worker; (worker = idle.pollLast()) != null; ) {
            if (worker.memoryMb == memoryMb && worker.process.isAlive()) {
                return worker;
            }
            end(worker);
        }
        return null;
    }

    private synchronized void giveBack(Worker worker) {
        if (closed) {
            end(worker);
        } else {
            idle.addLast(worker);
        }
    }

    private synchronized void end(Worker worker) {
        all.remove(worker);
        worker.process.destroyForcibly();
    }

    private Worker start(int memoryMb) throws IOException {
        var command = List.of(
                java(),
                "-Xmx" + memoryMb + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Djava.awt.headless=true",
                // The libraries' remarks on documents go nowhere.
                "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
                "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                "-cp",
                CLASS_PATH,
                RenderWorker.class.getName());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Worker worker;
        try {
            worker = new Worker(builder.start(), memoryMb);
        } catch (IOException e) {
            throw new IOException("The process that renders documents cannot be started: " + e.getMessage(), e);
        }
        synchronized (this) {
            if (closed) {
                worker.process.destroyForcibly();
                throw new IOException("The documents' renderer is closed.");
            }
            all.add(worker);
        }
        return worker;
    }

    /** Where those classes come from, whoever has loaded them. */
    private static String classPath() {
        var places = new LinkedHashSet<String>();
        for (Class<?> library : Stream.concat(LIBRARIES.stream(), CoverSheets.libraries().stream())
                .toList()) {
            var source = library.getProtectionDomain().getCodeSource();
            if (source == null) {
                return System.getProperty("java.class.path");
            }
            try {
                places.add(Path.of(source.getLocation().toURI()).toString());
            } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
                return System.getProperty("java.class.path");
            }
        }
        return String.join(File.pathSeparator, places);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Ends all processes, and what they are at. */
    @Override
    public synchronized void close() {
        closed = true;
        watch.shutdownNow();
        for (Worker worker : List.copyOf(all)) {
            end(worker);
        }
        idle.clear();
    }
}
