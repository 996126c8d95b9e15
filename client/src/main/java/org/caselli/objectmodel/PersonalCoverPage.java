package org.caselli.objectmodel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/**
 * A personal cover page: a file of this machine.
 *
 * @param name of the file, without its folder
 * @param text HTML with placeholders
 */
public record PersonalCoverPage(String name, String text) {
    /** How every .cov file begins that the cover page editor of Windows has saved. */
    private static final byte[] COV = "FAXCOVER".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads it.
     *
     * @throws FaxException ERROR_FILE_NOT_FOUND if there is none, E_ACCESSDENIED if it cannot be read, ERROR_INVALID_DATA if
     *                      it is a cover page of Windows, or no text
     */
    public static PersonalCoverPage of(String path) {
        try {
            Path file = Path.of(path);
            if (path.isEmpty()) {
                throw new NoSuchFileException(path);
            }
            byte[] octets = Files.readAllBytes(file);
            if (isOfWindows(path, octets)) {
                throw ofWindows(path);
            }
            return new PersonalCoverPage(String.valueOf(file.getFileName()), text(path, octets));
        } catch (NoSuchFileException | InvalidPathException cause) {
            throw new FaxException(
                    FaxError.ERROR_FILE_NOT_FOUND,
                    path.isEmpty() ? "The personal cover page has no name." : "There is no cover page " + path + ".",
                    "A personal cover page is a file of this machine: give its whole path. For one of the server's call"
                            + " setCoverPageType(fcptSERVER), in faxcom setServerCoverpage(true).",
                    cause);
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.E_ACCESSDENIED,
                    "The cover page " + path + " cannot be read: " + cause.getMessage() + ".",
                    "See that it is a file which you may read.",
                    cause);
        }
    }

    private static boolean isOfWindows(String path, byte[] octets) {
        return (path.toLowerCase(Locale.ROOT).endsWith(".cov") && !looksLikeHtml(octets))
                || Arrays.equals(COV, 0, COV.length, octets, 0, Math.min(COV.length, octets.length));
    }

    private static boolean looksLikeHtml(byte[] octets) {
        int first = 0;
        while (first < octets.length && (octets[first] <= ' ')) {
            if (octets[first] == 0) {
                return false;
            }
            first++;
        }
        return first < octets.length && octets[first] == '<';
    }

    private static String text(String path, byte[] octets) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            if (text.indexOf(0) < 0) {
                return text;
            }
            throw noText(path, null);
        } catch (CharacterCodingException cause) {
            throw noText(path, cause);
        }
    }

    private static FaxException ofWindows(String path) {
        return new FaxException(
                FaxError.ERROR_INVALID_DATA,
                "The cover page " + path + " is one of the cover page editor of Windows (.cov), whose form was never"
                        + " published: nothing else can read it.",
                "Write it anew as HTML with placeholders such as {{recipient.name}}; \"caselli covers show --template Classic\""
                        + " is one to begin with, and docs/guide/cover-pages.md lists the fields. Or use one of the server's:"
                        + " Classic, Form or Letter.");
    }

    private static FaxException noText(String path, @Nullable Throwable cause) {
        var refused = new FaxException(
                FaxError.ERROR_INVALID_DATA,
                "The cover page " + path + " is no template: it is not text in UTF-8.",
                "Save it as HTML in UTF-8, with placeholders such as {{recipient.name}}; docs/guide/cover-pages.md lists"
                        + " them.");
        if (cause != null) {
            refused.initCause(cause);
        }
        return refused;
    }
}
