package org.caselli.objectmodel.faxcomex;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;

/** How what the server tells of jobs is called in the documents. */
final class JobFacts {
    private JobFacts() {}

    /** The documented code; PROPRIETARY for a number that the documents do not have. */
    static FAX_JOB_EXTENDED_STATUS_ENUM extended(int number) {
        for (FAX_JOB_EXTENDED_STATUS_ENUM one : FAX_JOB_EXTENDED_STATUS_ENUM.values()) {
            if (one.value() == number) {
                return one;
            }
        }
        return FAX_JOB_EXTENDED_STATUS_ENUM.fjesPROPRIETARY;
    }

    /** Few of the possible sets ever occur, and a program that watches a queue asks thousands of times a second. */
    private static final Map<Integer, Set<FAX_JOB_STATUS_ENUM>> STATUS = new ConcurrentHashMap<>();

    private static final Map<List<String>, Set<FAX_JOB_OPERATIONS_ENUM>> OPERATIONS = new ConcurrentHashMap<>();

    /** The documented states whose bits these are. */
    static Set<FAX_JOB_STATUS_ENUM> status(int bits) {
        return STATUS.computeIfAbsent(bits, any -> Collections.unmodifiableSet(FAX_JOB_STATUS_ENUM.of(bits)));
    }

    /** The documented names of what the server says may be done; what is ours alone is left out. */
    static Set<FAX_JOB_OPERATIONS_ENUM> operations(List<String> names) {
        return OPERATIONS.computeIfAbsent(List.copyOf(names), JobFacts::documented);
    }

    private static Set<FAX_JOB_OPERATIONS_ENUM> documented(List<String> names) {
        var operations = EnumSet.noneOf(FAX_JOB_OPERATIONS_ENUM.class);
        for (FAX_JOB_OPERATIONS_ENUM one : FAX_JOB_OPERATIONS_ENUM.values()) {
            if (names.contains(one.name().substring("fjo".length()).toLowerCase(Locale.ROOT))) {
                operations.add(one);
            }
        }
        return Collections.unmodifiableSet(operations);
    }

    /** Writes a file of this machine. */
    static void write(String path, byte[] content) {
        try {
            Files.write(Path.of(path), content);
        } catch (IOException | InvalidPathException cause) {
            throw notWritten(path, cause);
        }
    }

    /** Writes into a stream, which stays open. */
    static void write(OutputStream out, byte[] content) {
        try {
            out.write(content);
            out.flush();
        } catch (IOException cause) {
            throw notWritten("the stream", cause);
        }
    }

    private static FaxException notWritten(String what, Exception cause) {
        return new FaxException(
                FaxError.ERROR_WRITE_FAULT,
                "The fax cannot be written to " + what + ".",
                "Give the whole path of a file on this machine, in a folder that is there and that you may write to.",
                cause);
    }
}
