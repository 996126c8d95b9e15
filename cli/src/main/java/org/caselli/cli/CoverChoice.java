package org.caselli.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cover page that somebody has named: one of the server's, or a file of his own. A name with a slash in it is a file, for
 * no cover page of a server has one.
 *
 * @param page     its name; null if none is wanted
 * @param type     {@code server} or {@code local}; null if none is wanted
 * @param template the text of the file; null for one of the server's
 */
record CoverChoice(
        @Nullable String page,
        @Nullable String type,
        @Nullable String template) {
    static CoverChoice of(@Nullable String name) {
        if (name == null) {
            return new CoverChoice(null, null, null);
        }
        boolean file = (name.contains("/") || name.contains("\\"))
                && name.toLowerCase(Locale.ROOT).matches(".*\\.html?");
        return file
                ? new CoverChoice(String.valueOf(Path.of(name).getFileName()), "local", read(Path.of(name)))
                : new CoverChoice(name, "server", null);
    }

    /** A template. */
    static String read(Path file) {
        Send.check(file);
        try {
            return Files.readString(file);
        } catch (CharacterCodingException cause) {
            throw new Failure(Exit.DOCUMENT, file + " is not UTF-8. Save it as UTF-8.");
        } catch (IOException cause) {
            throw new Failure(
                    Exit.DOCUMENT, file + " cannot be read: " + cause.getMessage() + ". Check its permissions.");
        }
    }
}
