package org.caselli.service.routing;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.line.ProviderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads extensions and calls them. What cannot be loaded is kept with its error, and disturbs nobody. */
final class Extensions implements AutoCloseable {
    /** Ours, as the documents allow strings of 253 characters. */
    static final int NAME_LENGTH = 253;

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);
    private static final Pattern VARIABLE =
            Pattern.compile("%([A-Za-z_][A-Za-z0-9_]*)%|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /**
     * A jar of the plug-in folder.
     *
     * @param image  its path, as people are shown it
     * @param loader has its classes
     */
    record Jar(String image, ClassLoader loader) {}

    /** A method that an administrator has registered with its extension. */
    record Registration(
            String uniqueName, String friendlyName, String image, List<InboundRoutingExtension.Method> methods) {}

    /** An extension as it was found. What it says of itself was asked once, when it was loaded. */
    record Loaded(
            String uniqueName,
            String friendlyName,
            String image,
            InboundRoutingExtension.Version version,
            ProviderStatus status,
            String error,
            List<InboundRoutingExtension.Method> methods,
            boolean builtIn,
            @Nullable InboundRoutingExtension code) {

        boolean offers(String guid) {
            return methods.stream().anyMatch(method -> method.guid().equals(guid));
        }
    }

    /** A method that works, and what to call. */
    private record Callee(Loaded extension, InboundRoutingExtension code) {}

    private final ForeignCode foreign;
    private final List<Loaded> all = new ArrayList<>();
    private final List<URLClassLoader> ours = new ArrayList<>();
    private final Set<String> guids = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    Extensions(ForeignCode foreign) {
        this.foreign = foreign;
    }

    /** All that were found, the built-in ones first. */
    List<Loaded> all() {
        return List.copyOf(all);
    }

    /** Adds one that the server itself brings. */
    void addBuiltIn(InboundRoutingExtension extension) {
        add(examine(extension, "caselli", true));
    }

    /** Adds whatever routing extensions a jar has; a jar without any is none of our business. */
    void addFrom(Jar jar) {
        Iterator<ServiceLoader.Provider<InboundRoutingExtension>> found =
                ServiceLoader.load(InboundRoutingExtension.class, jar.loader()).stream()
                        .iterator();
        int broken = 0;
        while (true) {
            try {
                if (!found.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<InboundRoutingExtension> provider = found.next();
                if (jar.loader().equals(provider.type().getClassLoader())) {
                    add(made(provider, jar.image()));
                }
            } catch (ServiceConfigurationError | LinkageError cause) {
                broken++;
                add(failed(
                        nameOf(jar.image()) + (broken > 1 ? " (" + broken + ")" : ""),
                        jar.image(),
                        ProviderStatus.CANT_LINK,
                        ForeignCode.sentence(cause)));
                if (broken > 8) {
                    return; // Ours: an iterator that only fails need not be believed to end
                }
            }
        }
    }

    /** Adds one that an administrator has registered, unless its jar was in the plug-in folder. */
    void add(Registration registration) {
        Optional<Loaded> there = all.stream()
                .filter(each -> each.uniqueName().equals(registration.uniqueName()))
                .findFirst();
        if (there.isPresent()) {
            all.set(all.indexOf(there.get()), checked(there.get(), registration));
            return;
        }
        String image = expanded(registration.image());
        try {
            Path path = Path.of(image);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                add(failed(
                        registration,
                        ProviderStatus.CANT_LOAD,
                        "There is no file " + path
                                + " that can be read. Put the jar there, or unregister the extension."));
                return;
            }
            var loader = new URLClassLoader(
                    registration.uniqueName(),
                    new java.net.URL[] {path.toUri().toURL()},
                    InboundRoutingExtension.class.getClassLoader());
            ours.add(loader);
            int before = all.size();
            addFrom(new Jar(registration.image(), loader));
            List<Loaded> fresh = List.copyOf(all.subList(before, all.size()));
            Optional<Loaded> wanted = fresh.stream()
                    .filter(each -> each.uniqueName().equals(registration.uniqueName()))
                    .findFirst();
            if (wanted.isPresent()) {
                all.set(all.indexOf(wanted.get()), checked(wanted.get(), registration));
                return;
            }
            String found = fresh.isEmpty()
                    ? "none"
                    : String.join(
                            ", ",
                            fresh.stream()
                                    .map(each -> each.uniqueName() + " (" + each.error() + ")")
                                    .toList());
            fresh.forEach(this::forget);
            add(failed(
                    registration,
                    ProviderStatus.CANT_LINK,
                    "The jar has no routing extension of the name " + registration.uniqueName() + "; it has " + found
                            + "."));
        } catch (InvalidPathException | MalformedURLException cause) {
            add(failed(registration, ProviderStatus.CANT_LOAD, "\"" + image + "\" is no path of a file."));
        }
    }

    /** Adds one that was in the plug-in folder at an earlier start. */
    void addMissing(Registration registration) {
        add(failed(
                registration,
                ProviderStatus.CANT_LOAD,
                "Its jar " + registration.image() + " is not in the plug-in folder any more. Put it there again, or"
                        + " unregister the extension."));
    }

    private void forget(Loaded extension) {
        all.remove(extension);
        names.remove(extension.uniqueName());
        extension.methods().forEach(method -> guids.remove(method.guid()));
        close(extension);
    }

    /** What was registered must be there; the name that an administrator gave is shown. */
    private static Loaded checked(Loaded found, Registration registration) {
        List<String> missing = registration.methods().stream()
                .map(InboundRoutingExtension.Method::guid)
                .filter(guid -> !found.offers(guid))
                .toList();
        boolean lacking = found.status() == ProviderStatus.SUCCESS && !missing.isEmpty();
        return new Loaded(
                found.uniqueName(),
                registration.friendlyName(),
                found.image(),
                found.version(),
                lacking ? ProviderStatus.CANT_LINK : found.status(),
                lacking ? "It does not have the registered methods " + String.join(", ", missing) + "." : found.error(),
                found.methods().isEmpty() ? registration.methods() : found.methods(),
                false,
                found.code());
    }

    private Loaded made(ServiceLoader.Provider<InboundRoutingExtension> provider, String image) {
        String name = nameOf(image);
        try {
            InboundRoutingExtension extension =
                    foreign.call(name, provider.type().getClassLoader(), provider::get);
            return examine(extension, image, false);
        } catch (ForeignCode.Failure cause) {
            return failed(
                    name,
                    image,
                    cause.getCause() instanceof LinkageError || cause.getCause() instanceof ServiceConfigurationError
                            ? ProviderStatus.CANT_LINK
                            : ProviderStatus.CANT_INIT,
                    cause.text());
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            return failed(name, image, ProviderStatus.SERVER_ERROR, "The server was stopped while it was loaded.");
        }
    }

    private record SelfDescription(
            int api,
            String uniqueName,
            String friendlyName,
            InboundRoutingExtension.Version version,
            List<InboundRoutingExtension.Method> methods) {}

    private Loaded examine(InboundRoutingExtension extension, String image, boolean builtIn) {
        String name = nameOf(image);
        ClassLoader loader = extension.getClass().getClassLoader();
        try {
            SelfDescription said = foreign.call(
                    name,
                    loader,
                    () -> new SelfDescription(
                            extension.apiVersion(),
                            extension.uniqueName(),
                            extension.friendlyName(),
                            extension.version(),
                            List.copyOf(extension.methods())));
            if (said.api() != InboundRoutingExtension.API_VERSION) {
                return failed(
                        name,
                        image,
                        ProviderStatus.BAD_VERSION,
                        "It was made for version " + said.api() + " of the interface; this server has version "
                                + InboundRoutingExtension.API_VERSION + ".");
            }
            Optional<String> wrong = nameComplaint(said.uniqueName()).or(() -> nameComplaint(said.friendlyName()));
            if (wrong.isPresent() || names.contains(said.uniqueName())) {
                return failed(
                        name,
                        image,
                        ProviderStatus.CANT_LOAD,
                        wrong.orElse("There is another extension with the name " + said.uniqueName()
                                + ". Take one of them away."));
            }
            var methods = new ArrayList<InboundRoutingExtension.Method>();
            for (InboundRoutingExtension.Method method : said.methods()) {
                Optional<String> guid = MethodGuid.of(method.guid());
                if (guid.isEmpty() || guids.contains(guid.get())) {
                    return failed(
                            said.uniqueName(),
                            image,
                            ProviderStatus.BAD_GUID,
                            "The GUID \"" + method.guid() + "\" of its method " + method.name()
                                    + (guid.isEmpty()
                                            ? " has not the form"
                                            : " is that of another method; give it one of its" + " own, of the form")
                                    + " {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}.");
                }
                methods.add(new InboundRoutingExtension.Method(guid.get(), method.name(), method.functionName()));
            }
            if (methods.isEmpty()
                    || methods.stream()
                                    .map(InboundRoutingExtension.Method::guid)
                                    .distinct()
                                    .count()
                            < methods.size()) {
                return failed(
                        said.uniqueName(),
                        image,
                        methods.isEmpty() ? ProviderStatus.CANT_LINK : ProviderStatus.BAD_GUID,
                        "It offers no method, or two with the same GUID.");
            }
            return opened(said, methods, image, builtIn, extension);
        } catch (ForeignCode.Failure cause) {
            return failed(
                    name,
                    image,
                    cause.getCause() instanceof LinkageError ? ProviderStatus.CANT_LINK : ProviderStatus.CANT_INIT,
                    cause.text());
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
            return failed(name, image, ProviderStatus.SERVER_ERROR, "The server was stopped while it was loaded.");
        }
    }

    private Loaded opened(
            SelfDescription said,
            List<InboundRoutingExtension.Method> methods,
            String image,
            boolean builtIn,
            InboundRoutingExtension extension)
            throws InterruptedException {
        ProviderStatus status = ProviderStatus.SUCCESS;
        String error = "";
        try {
            foreign.call(said.uniqueName(), extension.getClass().getClassLoader(), () -> {
                extension.open();
                return true;
            });
        } catch (ForeignCode.Failure cause) {
            status = cause.getCause() instanceof LinkageError ? ProviderStatus.CANT_LINK : ProviderStatus.CANT_INIT;
            error = cause.text();
        }
        return new Loaded(
                said.uniqueName(),
                said.friendlyName(),
                image,
                said.version(),
                status,
                error,
                methods,
                builtIn,
                extension);
    }

    private void add(Loaded extension) {
        all.add(extension);
        names.add(extension.uniqueName());
        extension.methods().forEach(method -> guids.add(method.guid()));
        if (extension.status() != ProviderStatus.SUCCESS) {
            LOG.error(
                    "The routing extension {} ({}) does not work: {}: {}",
                    extension.uniqueName(),
                    extension.image(),
                    extension.status(),
                    extension.error());
        }
    }

    private static Loaded failed(Registration registration, ProviderStatus status, String error) {
        return new Loaded(
                registration.uniqueName(),
                registration.friendlyName(),
                registration.image(),
                new InboundRoutingExtension.Version(0, 0, 0, 0),
                status,
                error,
                registration.methods(),
                false,
                null);
    }

    private static Loaded failed(String name, String image, ProviderStatus status, String error) {
        return failed(new Registration(name, name, image, List.of()), status, error);
    }

    /** A jar's name without folders and ending: what an extension is called that cannot say its name. */
    private static String nameOf(String image) {
        String file = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
        return file.toLowerCase(Locale.ROOT).endsWith(".jar") ? file.substring(0, file.length() - 4) : file;
    }

    static Optional<String> nameComplaint(String name) {
        return name.isBlank() || name.length() > NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)
                ? Optional.of("\"" + name + "\" is no name; give 1 to " + NAME_LENGTH + " printable characters.")
                : Optional.empty();
    }

    /** The documents allow variables of the environment in a path. */
    static String expanded(String image) {
        return VARIABLE.matcher(image).replaceAll(match -> {
            String name = match.group(1) != null ? match.group(1) : match.group(2);
            return Matcher.quoteReplacement(
                    Optional.ofNullable(System.getenv(name)).orElse(match.group()));
        });
    }

    private Optional<Callee> callee(String guid) {
        for (Loaded each : all) {
            InboundRoutingExtension code = each.code();
            if (code != null && each.status() == ProviderStatus.SUCCESS && each.offers(guid)) {
                return Optional.of(new Callee(each, code));
            }
        }
        return Optional.empty();
    }

    /** Why a method cannot work at present, whatever its data. */
    Optional<String> outOfOrder(String guid) {
        if (callee(guid).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(all.stream()
                .filter(each -> each.offers(guid))
                .findFirst()
                .map(each -> "Its extension " + each.uniqueName() + " does not work: " + each.error())
                .orElse("No extension on this server offers it. Put its jar into the plug-in folder and restart the"
                        + " server."));
    }

    /** What the method has to say against this data. */
    Optional<String> complaint(String guid, byte[] data) throws InterruptedException {
        Optional<Callee> callee = callee(guid);
        if (callee.isEmpty()) {
            return outOfOrder(guid);
        }
        try {
            return call(callee.get(), code -> code.complaint(guid, data));
        } catch (ForeignCode.Failure cause) {
            return Optional.of(cause.text());
        }
    }

    /** Runs a method. */
    RoutingResult route(RoutingRequest request) throws InterruptedException {
        Optional<Callee> callee = callee(request.method());
        if (callee.isEmpty()) {
            return RoutingResult.tryAgain(outOfOrder(request.method()).orElse(""));
        }
        try {
            return call(callee.get(), code -> code.route(request));
        } catch (ForeignCode.Failure cause) {
            LOG.warn(
                    "The routing extension {} failed with fax {}.",
                    callee.get().extension().uniqueName(),
                    request.jobId(),
                    cause.getCause() == null ? cause : cause.getCause());
            // A hang and a lack of memory may pass; what the extension threw, it meant.
            return cause.getCause() instanceof java.util.concurrent.TimeoutException || cause.getCause() == null
                    ? RoutingResult.tryAgain(cause.text())
                    : RoutingResult.failed(cause.text());
        }
    }

    private interface Question<T> {
        T ask(InboundRoutingExtension code) throws Exception;
    }

    private <T> T call(Callee callee, Question<T> question) throws ForeignCode.Failure, InterruptedException {
        return foreign.call(
                callee.extension().uniqueName(),
                callee.code().getClass().getClassLoader(),
                () -> question.ask(callee.code()));
    }

    @Override
    public void close() {
        all.reversed().forEach(this::close);
        for (URLClassLoader loader : ours) {
            try {
                loader.close();
            } catch (IOException cause) {
                LOG.warn("The jar of {} could not be closed.", loader.getName(), cause);
            }
        }
    }

    private void close(Loaded extension) {
        InboundRoutingExtension code = extension.code();
        if (code == null) {
            return;
        }
        try {
            foreign.call(extension.uniqueName(), code.getClass().getClassLoader(), () -> {
                code.close();
                return true;
            });
        } catch (ForeignCode.Failure cause) {
            LOG.warn("The routing extension {} could not be closed: {}", extension.uniqueName(), cause.text(), cause);
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }

    /** The extensions by name, for those who only look. */
    Map<String, Loaded> byName() {
        var byName = new LinkedHashMap<String, Loaded>();
        all.forEach(each -> byName.put(each.uniqueName(), each));
        return byName;
    }
}
