package org.caselli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a fax is saved: the ending of the file's name says whether as PDF or as TIFF. */
final class Saving {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to: a name ending in .pdf, .tif or .tiff. Default: fax-ID.pdf in this folder.")
    @Nullable
    Path output;

    @Option(names = "--force", description = "Replace the file if it is there.")
    boolean force;

    /** Checks the name before anything is asked of a server. */
    private static boolean isPdf(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!name.endsWith(".pdf") && !name.endsWith(".tif") && !name.endsWith(".tiff")) {
            throw new Failure(
                    Exit.USAGE, file + " ends in neither .pdf nor .tif; the ending says what kind of file you want.");
        }
        return name.endsWith(".pdf");
    }

    Path save(String id, Supplier<byte[]> pdf, Supplier<byte[]> tiff) {
        Path file = output == null ? Path.of("fax-" + id + ".pdf") : output;
        byte[] content = (isPdf(file) ? pdf : tiff).get();
        try {
            if (force) {
                Files.write(file, content);
            } else {
                Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (java.nio.file.FileAlreadyExistsException there) {
            throw new Failure(Exit.USAGE, file + " is there already. Give another name, or --force to replace it.");
        } catch (IOException cause) {
            throw new Failure(
                    Exit.USAGE, file + " cannot be written: " + cause.getMessage() + ". Choose another place.");
        }
        return file;
    }
}
