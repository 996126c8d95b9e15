package org.caselli.server;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the plug-in folder, each with a class loader of its own over the server's, so that two of them may bring
 * different versions of the same library. What a jar offers is for others to find with {@link java.util.ServiceLoader}.
 */
public final class Plugins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /**
     * A jar of the folder.
     *
     * @param jar     its absolute path
     * @param loader  has its classes; empty if it cannot be opened
     * @param problem why it cannot be opened; empty if it can
     */
    public record Plugin(Path jar, Optional<ClassLoader> loader, String problem) {}

    private record Opened(Plugin plugin, Optional<URLClassLoader> closeable) {}

    private final List<Opened> opened;

    private Plugins(List<Opened> opened) {
        this.opened = opened;
    }

    /**
     * Opens the jars of a folder, in the order of their names. A folder that is not there has none; one that cannot be read
     * is logged, and has none.
     */
    public static Plugins open(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new Plugins(List.of());
        }
        try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
            return new Plugins(
                    files.filter(Plugins::isJar).sorted().map(Plugins::opened).toList());
        } catch (IOException cause) {
            LOG.error(
                    "The plug-in folder {} cannot be read: {}. Correct its rights, or [plugins] directory.",
                    folder,
                    cause.getMessage(),
                    cause);
            return new Plugins(List.of());
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(".jar") && Files.isRegularFile(path);
    }

    private static Opened opened(Path jar) {
        try {
            new JarFile(jar.toFile()).close(); // a class loader would pass over a broken file in silence
            var loader = new URLClassLoader(
                    jar.getFileName().toString(), new URL[] {jar.toUri().toURL()}, Plugins.class.getClassLoader());
            return new Opened(new Plugin(jar, Optional.of(loader), ""), Optional.of(loader));
        } catch (IOException | SecurityException cause) {
            LOG.error("The plug-in {} cannot be opened: {}", jar, cause.getMessage(), cause);
            return new Opened(
                    new Plugin(jar, Optional.empty(), "The file cannot be opened: " + cause.getMessage() + "."),
                    Optional.empty());
        }
    }

    /** All jars, also those that cannot be opened, in the order of their names. */
    public List<Plugin> list() {
        return opened.stream().map(Opened::plugin).toList();
    }

    /** Closes the jars; what was loaded from them must not be used any more. */
    @Override
    public void close() {
        for (Opened each : opened) {
            try {
                if (each.closeable().isPresent()) {
                    each.closeable().get().close();
                }
            } catch (IOException cause) {
                LOG.warn("The plug-in {} could not be closed", each.plugin().jar(), cause);
            }
        }
    }
}
