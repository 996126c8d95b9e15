package org.caselli.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.DecodeOptions;
import org.caselli.image.Decoded;
import org.caselli.image.EncodeOptions;
import org.caselli.image.PageCodec;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Milliseconds a page, coding and decoding, of ours and of libtiff and spandsp on the same pages: eight of 1728 x 2376
 * dots. Run with {@code bench/run Codec -p charts=FOLDER}, where FOLDER has chart1.tif to chart8.tif, the test charts of
 * ITU-T; without it, pages made here take their place.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(CodecBenchmark.PAGES)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class CodecBenchmark {
    static final int PAGES = 8;

    private static final int WIDTH = 1728;
    private static final int HEIGHT = 2376;

    /** Folder of the charts; empty for pages that are made here. */
    @Param("")
    public String charts = "";

    @Param({"MH", "MR", "MMR"})
    public Coding coding = Coding.MMR;

    private final List<Bitmap> pages = new ArrayList<>();
    private final List<byte[]> codes = new ArrayList<>();

    @Setup
    public void prepare() throws IOException, TiffException {
        pages.addAll(charts.isEmpty() ? generated() : read(Path.of(charts)));
        for (Bitmap page : pages) {
            codes.add(PageCodec.encode(page, coding, EncodeOptions.PLAIN));
        }
        System.out.println(
                "octets of code: " + codes.stream().map(code -> code.length).toList());
    }

    private static List<Bitmap> read(Path folder) throws IOException, TiffException {
        List<Bitmap> charts = new ArrayList<>();
        for (int i = 1; i <= PAGES; i++) {
            Bitmap chart = TiffFile.read(Files.readAllBytes(folder.resolve("chart" + i + ".tif")))
                    .page(0)
                    .page()
                    .bitmap();
            // The files have six white rows more than the charts.
            charts.add(new Bitmap(WIDTH, HEIGHT, Arrays.copyOf(chart.rows(), HEIGHT * chart.stride())));
        }
        return charts;
    }

    /** Letters, rules and a halftone, more of them from page to page; the same in every run. */
    private static List<Bitmap> generated() {
        List<Bitmap> made = new ArrayList<>();
        for (int p = 0; p < PAGES; p++) {
            var random = new SplittableRandom(p);
            var page = new Bitmap(WIDTH, HEIGHT);
            for (int letters = 300 * (p + 1); letters > 0; letters--) {
                int left = 100 + 24 * random.nextInt(62);
                int top = 100 + 40 * random.nextInt(52);
                for (int stroke = 0; stroke < 3; stroke++) {
                    int slope = random.nextInt(3);
                    int from = random.nextInt(16);
                    for (int i = 0; i < 26; i++) {
                        for (int thick = 0; thick < 4; thick++) {
                            page.setBlack(
                                    left + (slope == 0 ? i : from + thick), top + (slope == 0 ? from + thick : i));
                        }
                        from += slope == 2 && i % 4 == 0 && from < 20 ? 1 : 0;
                    }
                }
            }
            if (p % 4 == 3) {
                for (int i = 0; i < 150_000; i++) {
                    page.setBlack(600 + random.nextInt(600), 1000 + random.nextInt(600));
                }
            }
            made.add(page);
        }
        return made;
    }

    @Benchmark
    public void encodeCaselli(Blackhole sink) {
        for (Bitmap page : pages) {
            sink.consume(PageCodec.encode(page, coding, EncodeOptions.PLAIN));
        }
    }

    @Benchmark
    public void decodeCaselli(Blackhole sink) {
        var options = new DecodeOptions(WIDTH, HEIGHT, false);
        for (byte[] code : codes) {
            Decoded decoded = PageCodec.decode(code, coding, options);
            if (decoded.bitmap().height() != HEIGHT) {
                throw new IllegalStateException("only " + decoded.bitmap());
            }
            sink.consume(decoded);
        }
    }

    @Benchmark
    public void encodeLibtiff(LibtiffFiles files) {
        for (int i = 0; i < PAGES; i++) {
            files.libtiff.encode(files.out, pages.get(i), files.rows.get(i), coding);
        }
    }

    @Benchmark
    public void decodeLibtiff(LibtiffFiles files) {
        for (int i = 0; i < PAGES; i++) {
            files.libtiff.decode(files.coded.get(i), files.room);
        }
    }

    /** With the reading of the page from an uncompressed file in memory, which {@link #readUncompressed} tells. */
    @Benchmark
    public int encodeSpandsp(SpandspPages pages) {
        int octets = 0;
        for (MemorySegment file : pages.files) {
            octets += pages.spandsp.encode(file, coding);
        }
        return octets;
    }

    @Benchmark
    public void readUncompressed(SpandspPages pages) {
        for (MemorySegment file : pages.files) {
            pages.libtiff.decode(file, pages.room);
        }
    }

    @Benchmark
    public void decodeSpandsp(SpandspCode code) {
        for (MemorySegment page : code.codes) {
            int rows = code.spandsp.decode(code.unused, page, coding, WIDTH);
            if (rows != HEIGHT) {
                throw new IllegalStateException("spandsp finds " + rows + " rows");
            }
        }
    }

    private static Path folderInMemory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory)
                ? Files.createTempDirectory(memory, "codec-benchmark")
                : Files.createTempDirectory("codec-benchmark");
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static MemorySegment copy(byte[] octets) {
        return Arena.global().allocateFrom(ValueLayout.JAVA_BYTE, octets);
    }

    /** The pages as libtiff has coded them, each in a file. */
    @State(Scope.Thread)
    public static class LibtiffFiles {
        final Libtiff libtiff = new Libtiff();
        final List<MemorySegment> rows = new ArrayList<>();
        final List<MemorySegment> coded = new ArrayList<>();
        final MemorySegment room = Arena.global().allocate((long) WIDTH / 8 * HEIGHT);
        MemorySegment out = MemorySegment.NULL;
        private Path folder = Path.of("");

        @Setup
        public void prepare(CodecBenchmark benchmark) throws IOException {
            folder = folderInMemory();
            out = Libtiff.path(folder.resolve("out.tif"));
            for (Bitmap page : benchmark.pages) {
                MemorySegment dots = copy(page.rows());
                MemorySegment file = Libtiff.path(folder.resolve(rows.size() + ".tif"));
                libtiff.encode(file, page, dots, benchmark.coding);
                rows.add(dots);
                coded.add(file);
            }
        }

        @TearDown
        public void clear() throws IOException {
            delete(folder);
        }
    }

    /** The pages where spandsp can read them: each in an uncompressed file. */
    @State(Scope.Thread)
    public static class SpandspPages {
        final Spandsp spandsp = new Spandsp();
        final Libtiff libtiff = new Libtiff();
        final List<MemorySegment> files = new ArrayList<>();
        final MemorySegment room = Arena.global().allocate((long) WIDTH / 8 * HEIGHT);
        private Path folder = Path.of("");

        @Setup
        public void prepare(CodecBenchmark benchmark) throws IOException {
            folder = folderInMemory();
            for (Bitmap page : benchmark.pages) {
                MemorySegment file = Libtiff.path(folder.resolve(files.size() + ".tif"));
                libtiff.encode(file, page, copy(page.rows()), null);
                System.out.println("octets of code by spandsp: " + spandsp.encode(file, benchmark.coding));
                files.add(file);
            }
        }

        @TearDown
        public void clear() throws IOException {
            delete(folder);
        }
    }

    /** The code where spandsp can read it. */
    @State(Scope.Thread)
    public static class SpandspCode {
        final Spandsp spandsp = new Spandsp();
        final List<MemorySegment> codes = new ArrayList<>();
        MemorySegment unused = MemorySegment.NULL;
        private Path folder = Path.of("");

        @Setup
        public void prepare(CodecBenchmark benchmark) throws IOException {
            folder = folderInMemory();
            unused = Libtiff.path(folder.resolve("unused.tif"));
            for (int i = 0; i < PAGES; i++) {
                byte[] code = benchmark.codes.get(i).clone();
                for (int o = 0; o < code.length; o++) {
                    code[o] = (byte) (Integer.reverse(code[o]) >>> 24);
                }
                codes.add(copy(code));
                byte[] rows = spandsp.rows(unused, codes.get(i), benchmark.coding, WIDTH);
                if (!Arrays.equals(rows, benchmark.pages.get(i).rows())) {
                    throw new IllegalStateException("spandsp decodes page " + (i + 1) + " to something else.");
                }
            }
        }

        @TearDown
        public void clear() throws IOException {
            delete(folder);
        }
    }
}
