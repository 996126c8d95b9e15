package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What lies in an archive folder, which is written and deleted a moment after it was told. */
final class ArchiveFiles {
    private ArchiveFiles() {}

    /** The files below the folder, as soon as they are as wanted. */
    static List<Path> await(Path archive, Predicate<List<Path>> wanted) throws Exception {
        try (WatchService watch = archive.getFileSystem().newWatchService()) {
            while (true) {
                for (Path each : below(archive, Files::isDirectory)) {
                    each.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
                }
                List<Path> files = below(archive, Files::isRegularFile);
                if (wanted.test(files)) {
                    return files;
                }
                WatchKey changed = watch.poll(60, TimeUnit.SECONDS); // only a stuck program takes so long
                assertThat(changed).as("something else than " + files).isNotNull();
                changed.pollEvents();
                changed.reset();
            }
        }
    }

    private static List<Path> below(Path archive, Predicate<Path> wanted) throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(archive)) {
                return files.filter(wanted)
                        .filter(file -> !file.toString().contains(".caselli"))
                        .toList();
            } catch (UncheckedIOException moved) {
                // A file got its last name while we looked: look again.
                assertThat(moved.getCause()).isInstanceOf(NoSuchFileException.class);
            }
        }
    }
}
