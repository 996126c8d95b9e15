package org.caselli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.caselli.document.DocumentException;
import org.caselli.document.Documents;
import org.caselli.document.Limits;
import org.caselli.document.RenderOptions;
import org.caselli.document.Source;
import org.caselli.image.Coding;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for a document, from PDF to fax pages at 204 x 196 in T.6 code: ours in this process and in one of its own,
 * and Ghostscript and poppler on the same file. Run with {@code bench/run Render -p pdf=FILE}; without it, the sample
 * that we ship takes its place. The setup says how many pages it has.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog"
        })
@State(Scope.Thread)
public class RenderBenchmark {
    /** A PDF file; empty for our sample. */
    @Param("")
    public String pdf = "";

    private final Documents here = Documents.inProcess();
    private final Documents there = Documents.isolated(1);
    private Path folder = Path.of("");
    private Path file = Path.of("");
    private List<Source> sources = List.of();

    @Setup(Level.Trial)
    public void read() throws IOException, DocumentException {
        folder = Files.createTempDirectory("render");
        file = folder.resolve("document.pdf");
        if (pdf.isEmpty()) {
            try (InputStream sample = Documents.class.getResourceAsStream("sample.pdf")) {
                Files.copy(sample, file);
            }
        } else {
            Files.copy(Path.of(pdf), file);
        }
        sources = List.of(Source.of(file, Limits.STANDARD));
        try (var document = Loader.loadPDF(file.toFile())) {
            System.out.println(document.getNumberOfPages() + " pages");
        }
    }

    @TearDown(Level.Trial)
    public void end() throws IOException {
        there.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public int caselli() throws IOException, DocumentException {
        return here.renderTiff(sources, RenderOptions.FINE, Coding.MMR, OutputStream.nullOutputStream());
    }

    @Benchmark
    public int caselliIsolated() throws IOException, DocumentException {
        return there.renderTiff(sources, RenderOptions.FINE, Coding.MMR, OutputStream.nullOutputStream());
    }

    @Benchmark
    public int ghostscript() throws IOException, InterruptedException {
        return run(
                "gs",
                "-q",
                "-dNOPAUSE",
                "-dBATCH",
                "-sDEVICE=tiffg4",
                "-r204x196",
                "-sOutputFile=" + folder.resolve("gs.tif"),
                file.toString());
    }

    @Benchmark
    public int poppler() throws IOException, InterruptedException {
        return run(
                "pdftoppm",
                "-mono",
                "-rx",
                "204",
                "-ry",
                "196",
                file.toString(),
                folder.resolve("poppler").toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(command[0] + " ended with code " + code);
        }
        return code;
    }
}
