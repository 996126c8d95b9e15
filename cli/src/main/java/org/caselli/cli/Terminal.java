package org.caselli.cli;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes.
 *
 * @param out         results
 * @param err         complaints
 * @param interactive whether a person looks at {@code out}, so that a progress bar may be drawn
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** Ours. Narrow enough for any terminal that does not tell its width. */
    private static final int USUAL_WIDTH = 79;

    /** The terminal of this process. The launcher tells whether it is one, so that nothing has to be started to know. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again where there is no terminal
    static Terminal ofProcess() {
        String told = System.getProperty("caselli.terminal");
        boolean interactive =
                told == null ? System.console() != null && System.console().isTerminal() : told.equals("true");
        return new Terminal(System.out, System.err, interactive);
    }

    void line(String text) {
        out.println(text);
    }

    /** What a person is to know and a program is not to take for the result. */
    void tell(String text) {
        err.println(text);
    }

    void complain(String text) {
        err.println("caselli: " + text);
    }

    /** A value as JSON, for programs. */
    void json(Object value) {
        out.println(Jsonb.instance().toJsonPretty(value));
    }

    /** Columns of the terminal. */
    int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                String[] size = new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ");
                if (stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2) {
                    int columns = Integer.parseInt(size[1]);
                    return columns < 20 ? USUAL_WIDTH : columns - 1;
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return USUAL_WIDTH;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return USUAL_WIDTH;
    }
}
