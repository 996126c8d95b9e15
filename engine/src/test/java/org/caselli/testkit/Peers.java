package org.caselli.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs and libraries that we did not write, as peers in tests. Where one is absent its tests are skipped with a
 * message that says so, except where the environment has {@code CI=true}: there they fail, so that a build machine
 * cannot forget them.
 */
public final class Peers {
    /** Ours: far longer than any peer takes, so that only one that is stuck is ended. */
    private static final long LIMIT_SECONDS = 120;

    private Peers() {}

    /** Goes on only if all these programs are on the path. */
    public static void require(String... programs) {
        for (String program : programs) {
            if (find(program) == null) {
                absent("The program " + program);
            }
        }
    }

    /**
     * Goes on only if this shared library can be loaded.
     *
     * @param name as the loader knows it, such as {@code libtiff.so.6}
     */
    public static SymbolLookup requireLibrary(String name) {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
            absent("The library " + name);
            throw e;
        }
    }

    /**
     * Runs a peer to its end in a folder.
     *
     * @return what it wrote, to its output and its error output together
     * @throws AssertionError if it ends with anything but 0, or is stuck
     */
    public static String run(Path folder, String... command) {
        Run run = tryRun(folder, command);
        Assertions.assertEquals(0, run.exit(), () -> String.join(" ", command) + " said: " + run.said());
        return run.said();
    }

    /** Runs a peer to its end in a folder, whatever it thinks of its input. */
    public static Run tryRun(Path folder, String... command) {
        try {
            Path said = Files.createTempFile(folder, "said", ".txt");
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " is stuck.");
            }
            String text = new String(Files.readAllBytes(said), StandardCharsets.ISO_8859_1);
            Files.delete(said);
            return new Run(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(String.join(" ", command) + " was interrupted.", e);
        }
    }

    /** How a peer ended, and what it said. */
    public record Run(int exit, String said) {}

    private static @Nullable Path find(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static void absent(String what) {
        String message = what + " is not on this machine; the tests against it cannot run. Debian's packages have it.";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(message + " In CI it must be there.");
        }
        Assumptions.abort(message);
    }
}
