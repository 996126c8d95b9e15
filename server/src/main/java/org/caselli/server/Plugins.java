package org.caselli.server;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.caselli.line.DeviceProvider;
import org.caselli.line.LoadedProvider;
import org.caselli.line.ProviderStatus;
import org.caselli.service.device.Providers;
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
    /** Jars that lie elsewhere and are registered. */
    private final List<Opened> registered = new ArrayList<>();

    private final Duration patience;

    private Plugins(List<Opened> opened, Duration patience) {
        this.opened = opened;
        this.patience = patience;
    }

    /**
     * Opens the jars of a folder, in the order of their names. A folder that is not there has none; one that cannot be read
     * is logged, and has none.
     */
    public static Plugins open(Path folder) {
        return open(folder, LoadedProvider.PATIENCE);
    }

    /** The same, giving each method of a provider so long. */
    static Plugins open(Path folder, Duration patience) {
        if (!Files.isDirectory(folder)) {
            return new Plugins(List.of(), patience);
        }
        try (Stream<Path> files = Files.list(folder.toAbsolutePath().normalize())) {
            return new Plugins(
                    files.filter(Plugins::isJar).sorted().map(Plugins::opened).toList(), patience);
        } catch (IOException cause) {
            LOG.error(
                    "The plug-in folder {} cannot be read: {}. Correct its rights, or [plugins] directory.",
                    folder,
                    cause.getMessage(),
                    cause);
            return new Plugins(List.of(), patience);
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

    /** The class loaders of those that can be opened, by the paths of the jars. */
    public Map<String, ClassLoader> loaders() {
        var loaders = new LinkedHashMap<String, ClassLoader>();
        for (Plugin each : list()) {
            each.loader().ifPresent(loader -> loaders.put(each.jar().toString(), loader));
        }
        return loaders;
    }

    /**
     * Makes the device providers of the jars and of what is registered. Whatever goes wrong is told by the one that it
     * concerns.
     *
     * @param registrations what administrators have registered; a jar of the folder that is among them is not loaded twice
     */
    public List<LoadedProvider> deviceProviders(List<Providers.Registration> registrations) {
        var all = new ArrayList<LoadedProvider>();
        var named = new HashSet<Path>();
        for (Providers.Registration each : registrations) {
            all.add(registered(each, named)
                    .registeredAs(each.guid(), each.friendlyName(), each.image(), each.tapiName()));
        }
        for (Plugin each : list()) {
            String image = each.jar().toString();
            if (each.loader().isEmpty()) {
                String name = each.jar().getFileName().toString();
                all.add(LoadedProvider.failed(name, name, image, ProviderStatus.CANT_LOAD, each.problem()));
            } else if (!named.contains(each.jar())) {
                all.addAll(LoadedProvider.in(image, each.loader().get(), patience));
            }
        }
        return all;
    }

    private LoadedProvider registered(Providers.Registration registration, Set<Path> named) {
        if (!registration.isWellNamed()) {
            return failed(
                    registration,
                    ProviderStatus.BAD_GUID,
                    "It is registered as " + registration.guid()
                            + ", which is no GUID. Unregister it, and register it under another.");
        }
        if (registration.interfaceVersion() != DeviceProvider.INTERFACE_VERSION) {
            return failed(
                    registration,
                    ProviderStatus.BAD_VERSION,
                    "It is registered for version "
                            + registration.interfaceVersion() + " of the interface; this server has "
                            + DeviceProvider.INTERFACE_VERSION + ".");
        }
        Path file;
        try {
            file = registration.file().toAbsolutePath().normalize();
        } catch (InvalidPathException cause) {
            return failed(registration, ProviderStatus.CANT_LOAD, "\"" + registration.image() + "\" is no path.");
        }
        if (!Files.isRegularFile(file)) {
            return failed(
                    registration,
                    ProviderStatus.CANT_LOAD,
                    "There is no file " + file + ". Put the jar there, or unregister the provider.");
        }
        Optional<Plugin> there =
                list().stream().filter(each -> each.jar().equals(file)).findFirst();
        Plugin plugin = there.orElseGet(() -> {
            Opened fresh = opened(file);
            registered.add(fresh);
            return fresh.plugin();
        });
        if (plugin.loader().isEmpty()) {
            return failed(registration, ProviderStatus.CANT_LOAD, plugin.problem());
        }
        named.add(file);
        List<LoadedProvider> found =
                LoadedProvider.in(file.toString(), plugin.loader().get(), patience);
        return found.size() == 1
                ? found.getFirst()
                : failed(
                        registration,
                        ProviderStatus.CANT_LINK,
                        "The jar has " + found.size()
                                + " device providers; one that is registered has one. META-INF/services/"
                                + DeviceProvider.class.getName() + " names them.");
    }

    private static LoadedProvider failed(Providers.Registration registration, ProviderStatus status, String error) {
        return LoadedProvider.failed(
                registration.guid(), registration.friendlyName(), registration.image(), status, error);
    }

    /** Closes the jars; what was loaded from them must not be used any more. */
    @Override
    public void close() {
        for (Opened each : Stream.concat(opened.stream(), registered.stream()).toList()) {
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
