package org.caselli.line;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A provider of somebody else, as it was found. What it is was asked once; whatever went wrong is told here.
 *
 * @param uniqueName   the GUID under which it is registered, or what it calls itself
 * @param friendlyName for people
 * @param image        the path of its jar, as it was given
 * @param tapiName     a name that an administrator registered with it; empty for none
 * @param status       {@link ProviderStatus#SUCCESS} if it could be made
 * @param errorCode    a Windows error code that comes near; 0 if there is none
 * @param error        a sentence; empty if nothing is wrong
 * @param provider     empty unless it could be made
 */
public record LoadedProvider(
        String uniqueName,
        String friendlyName,
        String image,
        String tapiName,
        ModuleVersion version,
        ProviderStatus status,
        int errorCode,
        String error,
        Optional<DeviceProvider> provider) {
    /** How long each call of a provider's method may last: ours. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    // Windows error codes that say about the same
    static final int ERROR_BAD_EXE_FORMAT = 193;
    static final int ERROR_TIMEOUT = 1460;
    static final int ERROR_ALREADY_EXISTS = 183;
    static final int E_FAIL = 0x80004005;

    /** An iterator that only fails need not be believed to end. Ours. */
    private static final int MOST_BROKEN = 8;

    /** A provider that could not even be looked for. */
    public static LoadedProvider failed(
            String uniqueName, String friendlyName, String image, ProviderStatus status, String error) {
        return new LoadedProvider(
                uniqueName,
                friendlyName,
                image,
                "",
                ModuleVersion.UNKNOWN,
                status,
                status.errorCode(),
                error,
                Optional.empty());
    }

    /**
     * Looks for providers in a jar and makes them; none if the jar is for something else.
     *
     * @param image    its path
     * @param loader   has its classes
     * @param patience how long each method of theirs may last; {@link #PATIENCE}
     */
    @SuppressWarnings("ReferenceEquality") // a class of this very jar, not one that the server has as well
    public static List<LoadedProvider> in(String image, ClassLoader loader, Duration patience) {
        var found = new ArrayList<LoadedProvider>();
        Iterator<ServiceLoader.Provider<DeviceProvider>> all =
                ServiceLoader.load(DeviceProvider.class, loader).stream().iterator();
        int broken = 0;
        while (broken < MOST_BROKEN) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<DeviceProvider> next = all.next();
                if (next.type().getClassLoader() == loader) {
                    found.add(made(image, loader, patience, next));
                }
            } catch (ServiceConfigurationError | LinkageError cause) {
                broken++;
                found.add(failed(
                        nameOf(image) + (broken > 1 ? "-" + broken : ""),
                        nameOf(image),
                        image,
                        ProviderStatus.CANT_LINK,
                        sentence(cause)));
            }
        }
        return found;
    }

    private record Said(int version, String id, String name) {}

    private static LoadedProvider made(
            String image, ClassLoader loader, Duration patience, ServiceLoader.Provider<DeviceProvider> found) {
        var guard = new Guard(nameOf(image), loader, patience);
        ModuleVersion version = ModuleVersion.of(found.type());
        try {
            DeviceProvider provider = guard.call("Its constructor", found::get).orElseThrow();
            int made =
                    guard.call("interfaceVersion()", provider::interfaceVersion).orElse(0);
            if (made != DeviceProvider.INTERFACE_VERSION) {
                return failed(
                                nameOf(image),
                                nameOf(image),
                                image,
                                ProviderStatus.BAD_VERSION,
                                "It was made for version 0x%08x of DeviceProvider; this server has 0x%08x. Build it for this server."
                                        .formatted(made, DeviceProvider.INTERFACE_VERSION))
                        .at(version);
            }
            Said said = guard.call("id() or name()", () -> new Said(made, provider.id(), provider.name()))
                    .orElseThrow();
            if (said.id() == null || said.name() == null || !said.id().matches("[a-z0-9][a-z0-9-]{0,62}")) {
                return failed(
                                nameOf(image),
                                nameOf(image),
                                image,
                                ProviderStatus.CANT_INIT,
                                "It calls itself \"" + said.id() + "\", " + said.name()
                                        + "; an id has 1 to 63 of a-z, 0-9 and dashes, and a name is a text.")
                        .at(version);
            }
            return new LoadedProvider(
                    said.id(),
                    said.name().isBlank() ? said.id() : said.name(),
                    image,
                    "",
                    version,
                    ProviderStatus.SUCCESS,
                    0,
                    "",
                    Optional.of(new ForeignProvider(provider, said.id(), said.name(), loader, patience)));
        } catch (Guard.Failed cause) {
            Throwable thrown = cause.trouble().cause();
            // The service loader wraps what a constructor throws.
            Throwable root = thrown instanceof ServiceConfigurationError && thrown.getCause() != null
                    ? thrown.getCause()
                    : thrown;
            ProviderStatus status = (root instanceof LinkageError && !(root instanceof ExceptionInInitializerError))
                            || root instanceof ReflectiveOperationException
                    ? ProviderStatus.CANT_LINK
                    : ProviderStatus.CANT_INIT;
            LoadedProvider failed = failed(
                    nameOf(image),
                    nameOf(image),
                    image,
                    status,
                    guard.hung().isPresent() ? cause.trouble().text() : sentence(root));
            return (guard.hung().isPresent() ? failed.with(ERROR_TIMEOUT) : failed).at(version);
        }
    }

    static String sentence(Throwable cause) {
        String said = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return cause.getClass().getSimpleName() + said;
    }

    private static String nameOf(String image) {
        String file = image.substring(image.replace('\\', '/').lastIndexOf('/') + 1);
        return file.endsWith(".jar") ? file.substring(0, file.length() - 4) : file;
    }

    /** The same under the name that an administrator has registered for it. */
    public LoadedProvider registeredAs(String guid, String friendly, String path, String tapi) {
        return new LoadedProvider(guid, friendly, path, tapi, version, status, errorCode, error, provider);
    }

    LoadedProvider with(int code) {
        return new LoadedProvider(uniqueName, friendlyName, image, tapiName, version, status, code, error, provider);
    }

    private LoadedProvider at(ModuleVersion module) {
        return new LoadedProvider(
                uniqueName, friendlyName, image, tapiName, module, status, errorCode, error, provider);
    }
}
