package org.caselli.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of a fax. What it is, is told by its content; its name serves only messages.
 *
 * @param name    as the person who sends it knows it
 * @param content the whole file; kept, not copied
 * @param cover   what goes into it, if it is the template of a cover page
 */
public record Source(String name, byte[] content, Optional<CoverFields> cover) {
    public Source {
        if (name.length() > 200) {
            name = name.substring(0, 199) + "\u2026";
        }
        if (name.isBlank()) {
            name = "document";
        }
    }

    /** A document. */
    public Source(String name, byte[] content) {
        this(name, content, Optional.empty());
    }

    /**
     * What kind of file this is: pdf, tiff, png, jpeg, gif, bmp or text.
     *
     * @throws DocumentException if it is empty, or of none that we render
     */
    public static String formatOf(String name, byte[] content) throws DocumentException {
        var source = new Source(name, content);
        Limits.STANDARD.checkLength(source.name(), content.length);
        return Format.of(source).name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a file.
     *
     * @throws DocumentException if there is no such file, it cannot be read, or it is longer than the limit
     */
    public static Source of(Path file, Limits limits) throws DocumentException {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.isDirectory(file)) {
                throw new DocumentException(
                        DocumentException.Reason.UNREADABLE, name, 0, "is a folder", "Name the files in it.");
            }
            limits.checkLength(name, Files.size(file));
            return new Source(name, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE, name, 0, "does not exist", "Check the path: " + file + ".", e);
        } catch (IOException e) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE,
                    name,
                    0,
                    "cannot be read (" + e.getMessage() + ")",
                    "Check that you may read it.",
                    e);
        }
    }
}
