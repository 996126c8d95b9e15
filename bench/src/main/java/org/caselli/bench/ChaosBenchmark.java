package org.caselli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.caselli.cli.Chaos;

/**
 * Three servers on one PostgreSQL, killed and suspended at random while they send faxes to each other; then every fax is
 * accounted for. Ends with an error if one is lost, or sent twice without a mark.
 *
 * <p>Arguments, all of which may be left out from the end: faxes (1000), kills (60), freezes (15), seed (1).
 */
public final class ChaosBenchmark {
    private ChaosBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        var plan = new Chaos.Plan(
                number(arguments, 3, 1), 3, (int) number(arguments, 0, 1000), (int) number(arguments, 1, 60), (int)
                        number(arguments, 2, 15));
        Path home = Files.createTempDirectory("caselli-chaos");
        Chaos.Report report;
        try (var chaos = new Chaos(home, plan, out)) {
            report = chaos.run();
        } finally {
            delete(home);
        }
        out.printf("seed                                   %,12d%n", plan.seed());
        out.printf("servers                                %,12d%n", plan.servers());
        out.printf("faxes                                  %,12d%n", plan.faxes());
        out.printf("servers killed (SIGKILL)               %,12d%n", plan.kills());
        out.printf("servers suspended (SIGSTOP)            %,12d%n", plan.freezes());
        out.printf(
                "time                                   %,10d s%n",
                report.took().toSeconds());
        out.printf("submissions without an answer          %,12d%n", report.inDoubt());
        out.printf("delivered                              %,12d%n", report.delivered());
        out.printf("possibly delivered                     %,12d%n", report.possiblyDelivered());
        out.printf("attempts followed by another server's  %,12d%n", report.takeovers());
        out.printf("receptions put away for a dead server  %,12d%n", report.gathered());
        out.printf("receptions that broke off              %,12d%n", report.partial());
        out.printf("pages received twice, none the last    %,12d%n", report.resent());
        report.attempts().forEach((outcome, count) -> out.printf("attempts that ended %-18s %,12d%n", outcome, count));
    }

    private static long number(String[] arguments, int index, long otherwise) {
        return arguments.length > index ? Long.parseLong(arguments[index]) : otherwise;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
