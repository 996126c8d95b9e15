package org.caselli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.peer.spandsp.SpandspTerminal;
import org.caselli.t30.Station;
import org.caselli.testkit.FaxEnd;
import org.caselli.testkit.PacketEnd;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualPacketLine;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Milliseconds for a whole call of one page over T.38 (error-corrected, T.6, 14400 bit/s), both ends and the network
 * between them, in virtual time; and, told beside it, the seconds that the call takes on the line. Ours with ours,
 * Debian's libspandsp2 with itself, and one with the other. Run with {@code bench/run T38Call -p charts=FOLDER}, where
 * FOLDER has chart1.tif, the first test chart of ITU-T; without it, a letter made here takes its place.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class T38CallBenchmark {
    /** Folder of the charts; empty for a page that is made here. */
    @Param("")
    public String charts = "";

    private @Nullable Page page;
    private @Nullable Path folder;
    private @Nullable VirtualPacketLine last;

    @Setup
    public void prepare() throws IOException, TiffException {
        Page read = charts.isEmpty()
                ? new Page(TestPages.text(TestPages.A4_WIDTH, TestPages.A4_FINE_HEIGHT, 1), Resolution.FINE)
                : TiffFile.read(Files.readAllBytes(Path.of(charts, "chart1.tif")))
                        .page(0)
                        .page();
        page = read;
        folder = Files.createTempDirectory("t38-benchmark");
        Files.write(sent(), TiffWriter.write(List.of(read), TiffOptions.PLAIN));
    }

    @TearDown
    public void tell() throws IOException {
        VirtualPacketLine line = Objects.requireNonNull(last);
        System.out.println("on the line: " + line.elapsed().toMillis() / 1000.0 + " s, " + line.sent() + " datagrams");
        Files.delete(sent());
        Files.deleteIfExists(received());
        Files.delete(Objects.requireNonNull(folder));
    }

    @Benchmark
    public VirtualPacketLine caselliToCaselli() {
        return call(ourCaller(), ourAnswerer());
    }

    @Benchmark
    public VirtualPacketLine spandspToSpandsp() {
        try (var caller = theirCaller();
                var answerer = theirAnswerer()) {
            return call(caller, answerer);
        }
    }

    @Benchmark
    public VirtualPacketLine caselliToSpandsp() {
        try (var answerer = theirAnswerer()) {
            return call(ourCaller(), answerer);
        }
    }

    @Benchmark
    public VirtualPacketLine spandspToCaselli() {
        try (var caller = theirCaller()) {
            return call(caller, ourAnswerer());
        }
    }

    private VirtualPacketLine call(PacketEnd caller, PacketEnd answerer) {
        VirtualPacketLine line = VirtualPacketLine.between(caller, answerer).run();
        last = line;
        for (PacketEnd end : List.of(caller, answerer)) {
            boolean good = switch (end) {
                case FaxEnd ours -> ours.outcome().isSuccess();
                case SpandspTerminal theirs -> theirs.completion() == 0;
                default -> false;
            };
            if (!good) {
                throw new IllegalStateException("The call failed; its time says nothing.");
            }
        }
        return line;
    }

    private FaxEnd ourCaller() {
        return FaxEnd.calling(Station.of("1"), List.of(Objects.requireNonNull(page)));
    }

    private FaxEnd ourAnswerer() {
        return FaxEnd.answering(Station.of("2"));
    }

    private SpandspTerminal theirCaller() {
        return SpandspTerminal.sending(sent());
    }

    private SpandspTerminal theirAnswerer() {
        return SpandspTerminal.receiving(received());
    }

    private Path sent() {
        return Objects.requireNonNull(folder).resolve("sent.tif");
    }

    private Path received() {
        return Objects.requireNonNull(folder).resolve("received.tif");
    }
}
