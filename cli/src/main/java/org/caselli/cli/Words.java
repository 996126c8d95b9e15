package org.caselli.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.caselli.client.Api;
import org.jspecify.annotations.Nullable;

/** How things are said to people. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Words() {}

    /** A moment in the time of this machine. */
    static String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / 1000.0);
    }

    /** "37 kB", "1.2 MB". */
    static String octets(long octets) {
        if (octets < 1000) {
            return octets + " octets";
        }
        double amount = octets / 1000.0;
        for (String unit : List.of("kB", "MB", "GB")) {
            if (amount < 1000) {
                return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, unit);
            }
            amount /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f TB", amount);
    }

    static String pages(int count) {
        return count == 1 ? "1 page" : count + " pages";
    }

    /** "failed: The number is busy." */
    static String state(Api.Job job) {
        Api.Outcome outcome = job.outcome();
        String state = job.state().replace('_', ' ');
        String waitsFor = job.waitsFor();
        if (waitsFor != null) {
            return state + " (" + waiting(waitsFor, job) + ")";
        }
        return outcome == null || job.state().equals("completed") ? state : state + ": " + outcome.sentence();
    }

    private static String waiting(String waitsFor, Api.Job job) {
        return switch (waitsFor) {
            case "paused" -> "paused";
            case "queue_paused" -> "the queue is paused";
            case "discount" -> "waits for the discount period, " + time(job.dueAt());
            case "number_limit" -> "the number was tried often enough today; again " + time(job.dueAt());
            case "retry" -> {
                Api.Outcome outcome = job.outcome();
                yield (outcome == null ? "" : outcome.sentence() + " ") + "again " + time(job.dueAt());
            }
            case "line" -> "no line is free";
            default -> "due " + time(job.dueAt());
        };
    }

    /** "14400 bit/s, T.6 (MMR), error correction", as far as it is known. */
    static String agreed(Api.Facts facts) {
        if (facts.bitsPerSecond() == 0) {
            return "nothing was agreed";
        }
        return facts.bitsPerSecond() + " bit/s" + modulation(facts.carrier()) + ", " + coding(facts.coding()) + ", "
                + (facts.errorCorrection() ? "with" : "without") + " error correction";
    }

    private static String modulation(String carrier) {
        if (carrier.startsWith("V17")) {
            return " (V.17)";
        }
        if (carrier.startsWith("V29")) {
            return " (V.29)";
        }
        return carrier.startsWith("V27TER") ? " (V.27 ter)" : "";
    }

    static String coding(String coding) {
        return switch (coding) {
            case "MH" -> "T.4 one-dimensional (MH)";
            case "MR" -> "T.4 two-dimensional (MR)";
            case "MMR" -> "T.6 (MMR)";
            default -> "coding unknown";
        };
    }

    static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
