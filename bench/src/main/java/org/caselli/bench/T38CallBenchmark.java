package org.caselli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.peer.spandsp.Spandsp;
import org.caselli.peer.spandsp.SpandspTerminal;
import org.caselli.t30.Station;
import org.caselli.testkit.FaxEnd;
import org.caselli.testkit.PacketEnd;
import org.caselli.testkit.TestPages;
import org.caselli.testkit.VirtualPacketLine;

/**
 * Whole calls of one page over T.38, error-corrected, T.6, at 14400 bit/s, in virtual time: seconds on the line, and CPU
 * time of both ends together with the network between them. Ours with ours, then Debian's libspandsp2 with itself, then
 * one with the other.
 *
 * <p>Argument: the folder of the ITU-T test charts; without it a page that looks like a letter is drawn.
 */
public final class T38CallBenchmark {
    private static final int WARM_UP = 200;
    private static final int MEASURED = 200;

    private T38CallBenchmark() {}

    /** Two fresh ends of a call. */
    private interface Ends {
        List<PacketEnd> fresh();
    }

    public static void main(String[] arguments) throws IOException, TiffException {
        PrintStream out = System.out;
        Page page = arguments.length > 0
                ? TiffFile.read(Files.readAllBytes(Path.of(arguments[0], "chart1.tif"))).page(0).page()
                : new Page(TestPages.text(TestPages.A4_WIDTH, TestPages.A4_FINE_HEIGHT, 1), Resolution.FINE);
        Path folder = Files.createTempDirectory("t38-benchmark");
        Path sent = Files.write(folder.resolve("sent.tif"), TiffWriter.write(List.of(page), TiffOptions.PLAIN));
        Path received = folder.resolve("received.tif");
        var spandsp = Spandsp.require();
        out.printf("%-20s %12s %10s %10s%n", "caller, answerer", "line seconds", "CPU ms", "datagrams");
        measure(out, "Caselli, Caselli", () -> List.of(ours(page), FaxEnd.answering(Station.of("2"))));
        measure(out, "spandsp, spandsp", () -> List.of(
                SpandspTerminal.sending(spandsp, sent), SpandspTerminal.receiving(spandsp, received)));
        measure(out, "Caselli, spandsp", () -> List.of(ours(page), SpandspTerminal.receiving(spandsp, received)));
        measure(out, "spandsp, Caselli", () -> List.of(
                SpandspTerminal.sending(spandsp, sent), FaxEnd.answering(Station.of("2"))));
        Files.deleteIfExists(received);
        Files.delete(sent);
        Files.delete(folder);
    }

    private static PacketEnd ours(Page page) {
        return FaxEnd.calling(Station.of("1"), List.of(page));
    }

    private static void measure(PrintStream out, String who, Ends ends) {
        var threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            call(ends);
        }
        Duration line = Duration.ZERO;
        long datagrams = 0;
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < MEASURED; i++) {
            VirtualPacketLine call = call(ends);
            line = call.elapsed();
            datagrams = call.sent();
        }
        double millis = (threads.getCurrentThreadCpuTime() - start) / 1e6 / MEASURED;
        out.printf(Locale.ROOT, "%-20s %12.2f %10.2f %10d%n", who, line.toMillis() / 1000.0, millis, datagrams);
    }

    private static VirtualPacketLine call(Ends ends) {
        List<PacketEnd> both = ends.fresh();
        VirtualPacketLine line = VirtualPacketLine.between(both.get(0), both.get(1)).run();
        for (PacketEnd end : both) {
            if (end instanceof SpandspTerminal peer) {
                if (peer.completion() != 0) {
                    throw new IllegalStateException("The call with spandsp ended with its error " + peer.completion());
                }
                peer.close();
            } else if (end instanceof FaxEnd our && !our.outcome().isSuccess()) {
                throw new IllegalStateException("The call ended with " + our.outcome() + ":\n" + our.diary());
            }
        }
        return line;
    }
}
