package org.caselli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Beside the time by the clock, the processor time that an operation takes, with all that the JVM does meanwhile: on a
 * machine that has other work too, it is what can be compared. {@code bench/run} always switches it on.
 */
public final class CpuTime implements InternalProfiler {
    private final com.sun.management.OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = cpuNanos();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double milliseconds = (cpuNanos() - before) / 1e6;
        long operations = result.getMetadata().getAllOps();
        return List.of(new ScalarResult("cpu", milliseconds / operations, "ms/op", AggregationPolicy.AVG));
    }

    /** Ours, and that of the processes we started and that have ended, where the system tells (Linux, in hundredths). */
    private long cpuNanos() {
        long nanos = system.getProcessCpuTime();
        Path stat = Path.of("/proc/self/stat");
        if (Files.isReadable(stat)) {
            try {
                String line = Files.readString(stat);
                // After the name in brackets, fields 16 and 17 of proc(5): cutime and cstime.
                String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                nanos += (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10_000_000L;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return nanos;
    }

    @Override
    public String getDescription() {
        return "Processor time an operation";
    }
}
