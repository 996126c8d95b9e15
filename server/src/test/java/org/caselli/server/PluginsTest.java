package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.document.Documents;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.DeviceProvider;
import org.caselli.line.Lines;
import org.caselli.line.LoadedProvider;
import org.caselli.line.ProviderStatus;
import org.caselli.outcome.Outcome;
import org.caselli.service.FaxError;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.Refusal;
import org.caselli.service.ServiceSettings;
import org.caselli.service.SourceFile;
import org.caselli.service.SubmitRequest;
import org.caselli.service.archive.Filter;
import org.caselli.service.archive.ReceivedFax;
import org.caselli.service.archive.Window;
import org.caselli.service.device.Providers;
import org.caselli.store.Store;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that are compiled for the test: good ones, and all ways to be bad. */
class PluginsTest {
    private static final String GUID = "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}";

    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.resolve("plugins"));
    }

    /** A provider without devices; the parts are put into its class. */
    private static String provider(String version, String id, String members) {
        return "package plug; import org.caselli.line.*; import java.util.List; import org.caselli.outcome.Outcome;\n"
                + "public class Plug implements DeviceProvider {\n"
                + "public int interfaceVersion() { return " + version + "; }\n"
                + "public String id() { return " + id + "; }\npublic String name() { return \"A plug\"; }\n"
                + (members.contains("devices()") ? "" : "public List<Device> devices() { return List.of(); }\n")
                + (members.contains("open(") ? "" : "public void open(Switchboard board) {}\n")
                + "public void close() {}\n" + members + "}\n";
    }

    private static String good(String id, String members) {
        return provider("INTERFACE_VERSION", '"' + id + '"', members);
    }

    /** What a plug-in is compiled with: the server, the engine, and the annotations. */
    private static String classPath() {
        return Stream.of(DeviceProvider.class, Page.class, NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(place -> Path.of(URI.create(place.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path jar(String name, String source) throws IOException {
        Path text = Files.writeString(directory.resolve("Plug.java"), source);
        return jar(name, "plug.Plug", List.of(text));
    }

    private Path jar(String name, String service, List<Path> sources, String... leftOut) throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        var options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp", classPath()));
        sources.forEach(source -> options.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "2.7.1-SNAPSHOT");
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                var zip = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String entry = classes.relativize(file).toString().replace('\\', '/');
                if (List.of(leftOut).contains(entry)) {
                    continue;
                }
                zip.putNextEntry(new JarEntry(entry));
                zip.write(Files.readAllBytes(file));
            }
            zip.putNextEntry(new JarEntry("META-INF/services/org.caselli.line.DeviceProvider"));
            zip.write(service.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** As a server sees them, once its lines are open. Those that hang are not waited for long. */
    private Map<String, Lines.Report> opened(List<Providers.Registration> registrations) {
        var reports = new TreeMap<String, Lines.Report>();
        try (var plugins = Plugins.open(folder, Duration.ofMillis(500));
                var lines = new Lines(List.of(), plugins.deviceProviders(registrations))) {
            lines.open(call -> {
                throw new AssertionError("nobody calls");
            });
            lines.providers().forEach(report -> reports.put(report.uniqueName(), report));
        }
        return reports;
    }

    private Lines.Report only(String source) throws IOException {
        jar("plug.jar", source);
        Map<String, Lines.Report> all = opened(List.of());
        assertThat(all).hasSize(1);
        return all.values().iterator().next();
    }

    @Test
    void a_good_plug_in_tells_its_name_and_version() throws IOException {
        Lines.Report report = only(good("plug", ""));
        assertThat(report.status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(report.uniqueName()).isEqualTo("plug");
        assertThat(report.friendlyName()).isEqualTo("A plug");
        assertThat(report.image()).endsWith("plug.jar");
        assertThat(report.version().toString()).isEqualTo("2.7.1.0");
        assertThat(report.version().debug()).isTrue();
    }

    @Test
    void whatever_a_plug_in_does_wrong_is_its_status() throws IOException {
        assertThat(only(provider("0x00020000", "\"plug\"", "")).status()).isEqualTo(ProviderStatus.BAD_VERSION);
        assertThat(only(good("An Id", "")).status()).isEqualTo(ProviderStatus.CANT_INIT);
        Lines.Report thrown = only(good("plug", "public Plug() { throw new IllegalStateException(\"no card\"); }"));
        assertThat(thrown.status()).isEqualTo(ProviderStatus.CANT_INIT);
        assertThat(thrown.error()).contains("no card");
        Lines.Report broken = only(
                good("plug", "public void open(Switchboard board) { throw new IllegalStateException(\"no line\"); }"));
        assertThat(broken.status()).isEqualTo(ProviderStatus.CANT_INIT);
        assertThat(broken.error()).contains("no line");
        Lines.Report lists =
                only(good("plug", "public List<Device> devices() { throw new StackOverflowError(\"deep\"); }"));
        assertThat(lists.status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(lists.error()).contains("deep");
        assertThat(lists.devices()).isEmpty();
    }

    @Test
    void a_plug_in_that_hangs_is_given_up() throws IOException {
        String forever =
                "static void forever() { while (true) { try { Thread.sleep(1000); } catch (InterruptedException e)"
                        + " { } } }\n";
        for (String members : List.of(
                forever + "public Plug() { forever(); }",
                forever + "public void open(Switchboard board) { forever(); }",
                forever + "public List<Device> devices() { forever(); return null; }")) {
            Lines.Report report = only(good("plug", members));
            assertThat(report.status()).as(members).isEqualTo(ProviderStatus.CANT_INIT);
            assertThat(report.errorCode()).as(members).isEqualTo(1460);
        }
    }

    @Test
    void a_jar_that_lacks_something_cannot_be_linked_and_a_broken_one_cannot_be_loaded() throws IOException {
        Path text = Files.writeString(
                directory.resolve("Plug.java"), good("plug", "Other other = new Other();") + "class Other { }");
        jar("lacks.jar", "plug.Plug", List.of(text), "plug/Other.class");
        Path second = Files.writeString(directory.resolve("Plug.java"), good("plug2", ""));
        jar("nobody.jar", "Nobody", List.of(second));
        Files.writeString(folder.resolve("broken.jar"), "this is no zip");
        Path newer = jar("newer.jar", "plug.Plug", List.of(second));
        age(newer);
        Files.writeString(folder.resolve("readme.txt"), "not a jar, so nobody looks at it");
        Map<String, Lines.Report> all = opened(List.of());
        assertThat(all).hasSize(4);
        assertThat(all.get("lacks").status()).isEqualTo(ProviderStatus.CANT_LINK);
        assertThat(all.get("lacks").error()).contains("Other");
        assertThat(all.get("nobody").status()).isEqualTo(ProviderStatus.CANT_LINK);
        assertThat(all.get("newer").status()).isEqualTo(ProviderStatus.CANT_LINK);
        assertThat(all.get("newer").error()).contains("UnsupportedClassVersionError");
        assertThat(all.get("broken.jar").status()).isEqualTo(ProviderStatus.CANT_LOAD);
    }

    /** Makes the classes of a jar those of a Java that is not there yet. */
    private static void age(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            Path plug = files.getPath("plug", "Plug.class");
            byte[] octets = Files.readAllBytes(plug);
            octets[6] = 2; // major version 512 and more (JVMS clause 4.1)
            Files.write(plug, octets);
        }
    }

    @Test
    void of_two_providers_with_one_id_the_first_works() throws IOException {
        jar("a.jar", good("plug", ""));
        jar("b.jar", good("plug", ""));
        try (var plugins = Plugins.open(folder, LoadedProvider.PATIENCE);
                var lines = new Lines(List.of(), plugins.deviceProviders(List.of()))) {
            assertThat(lines.providers())
                    .extracting(Lines.Report::status)
                    .containsExactly(ProviderStatus.SUCCESS, ProviderStatus.CANT_INIT);
        }
    }

    @Test
    void what_is_registered_is_loaded_under_its_guid_after_a_restart_and_not_twice() throws IOException {
        Path jar = jar("plug.jar", good("plug", ""));
        try (var store = Store.open(directory.resolve("data"));
                var documents = Documents.inProcess()) {
            try (var plugins = Plugins.open(directory.resolve("elsewhere"));
                    var service = service(store, documents, plugins)) {
                Providers.Provider registered =
                        service.providers().register(GUID, "The plug", jar.toString(), "tapi", 0x00010000);
                assertThat(registered.pending()).isEqualTo(Providers.Pending.ADDED);
                refused(
                        FaxError.ERROR_ALREADY_EXISTS,
                        () -> service.providers().register(GUID, "The plug", jar.toString(), "", 0x00010000));
                refused(
                        FaxError.ERROR_ALREADY_EXISTS,
                        () -> service.providers()
                                .register(GUID.replace('1', '2'), "The plug", jar.toString(), "TAPI", 0x00010000));
                refused(
                        FaxError.E_INVALIDARG,
                        () -> service.providers().register("plug", "The plug", jar.toString(), "", 0x00010000));
                refused(
                        FaxError.E_INVALIDARG,
                        () -> service.providers()
                                .register(GUID.replace('1', '2'), "The plug", jar.toString(), "", 0x00020000));
                refused(
                        FaxError.E_INVALIDARG,
                        () -> service.providers()
                                .register(GUID.replace('1', '2'), "The plug", jar + ".gone", "", 0x00010000));
                refused(
                        FaxError.ERROR_BUFFER_OVERFLOW,
                        () -> service.providers()
                                .register(GUID.replace('1', '2'), "x".repeat(254), jar.toString(), "", 0x00010000));
            }
            try (var plugins = Plugins.open(folder);
                    var service = service(store, documents, plugins)) {
                assertThat(service.providers().list()).hasSize(1);
                Providers.Provider loaded = service.providers().find(GUID);
                assertThat(loaded.status()).isEqualTo(ProviderStatus.SUCCESS);
                assertThat(loaded.friendlyName()).isEqualTo("The plug");
                assertThat(loaded.pending()).isEqualTo(Providers.Pending.NONE);
                service.providers().unregister(GUID);
                assertThat(service.providers().find(GUID).pending()).isEqualTo(Providers.Pending.REMOVED);
                refused(
                        FaxError.ERROR_INVALID_OPERATION,
                        () -> service.providers().unregister(GUID));
            }
            try (var plugins = Plugins.open(folder);
                    var service = service(store, documents, plugins)) {
                assertThat(service.providers().list())
                        .extracting(Providers.Provider::uniqueName)
                        .containsExactly("plug");
                refused(
                        FaxError.ERROR_INVALID_OPERATION,
                        () -> service.providers().unregister("plug"));
            }
        }
    }

    private static void refused(FaxError code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(code));
    }

    @Test
    void a_registration_that_cannot_be_followed_says_why() throws IOException {
        Path jar = jar("plug.jar", good("plug", ""));
        Instant now = Instant.now();
        Map<String, Lines.Report> all = opened(List.of(
                new Providers.Registration("nonsense", "A", jar.toString(), "", 0x00010000, now),
                new Providers.Registration("{1}", "B", jar.toString(), "", 0x00020000, now),
                new Providers.Registration(GUID, "C", jar + ".gone", "", 0x00010000, now)));
        assertThat(all.get("nonsense").status()).isEqualTo(ProviderStatus.BAD_GUID);
        assertThat(all.get(GUID).status()).isEqualTo(ProviderStatus.CANT_LOAD);
        assertThat(all.get("plug").status()).isEqualTo(ProviderStatus.SUCCESS);
    }

    private static FaxService service(Store store, Documents documents, Plugins plugins) {
        return FaxService.open(
                store,
                new Lines(List.of(), plugins.deviceProviders(Providers.registered(store))),
                documents,
                ServiceSettings.STANDARD,
                InstantSource.system(),
                plugins.loaders());
    }

    @Test
    void the_example_sends_a_fax_into_a_folder_and_receives_one_from_it() throws Exception {
        Path sources = Path.of("..", "examples", "device-provider", "src", "main", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            jar(
                    "folder.jar",
                    "org.example.folder.FolderMachines",
                    files.filter(file -> file.toString().endsWith(".java")).toList());
        }
        Path machine = folder.resolve("folder-machines").resolve("office");
        Path in = Files.createDirectories(machine.resolve("in"));
        try (var store = Store.open(directory.resolve("data"));
                var documents = Documents.inProcess();
                var plugins = Plugins.open(folder);
                var service = service(store, documents, plugins)) {
            assertThat(service.providers().find("folder-machines").deviceIds())
                    .containsExactly(service.devices().named("folder-office").id());
            byte[] tiff =
                    TiffWriter.write(List.of(new Page(new Bitmap(1728, 300), Resolution.FINE)), TiffOptions.PLAIN);
            var request = SubmitRequest.of(
                    List.of(new SourceFile("a.tif", tiff)), List.of(new Recipient("folder:letter", "")));
            String job = service.submit(request).jobIds().getFirst();
            while (!service.job(job).job().state().isFinal()) {
                assertThat(service.awaitEvents(service.lastEvent(), Duration.ofSeconds(2)))
                        .isIn(true, false);
            }
            assertThat(service.job(job).job().outcome()).contains(Outcome.DELIVERED);
            byte[] sent = Files.readAllBytes(machine.resolve("sent").resolve("letter.tif"));
            assertThat(TiffFile.read(sent).pages()).isEqualTo(1);

            Path part = Files.write(machine.resolve("4711.part"), tiff);
            Files.move(part, in.resolve("4711.tif"));
            ReceivedFax received = received(service).orElseThrow();
            assertThat(received.callerId()).isEqualTo("4711");
            assertThat(received.device()).isEqualTo("folder-office");
            assertThat(received.outcome()).isEqualTo(Outcome.RECEIVED);
            assertThat(machine.resolve("received").resolve("4711.tif")).exists();
        }
    }

    private static Optional<ReceivedFax> received(FaxService service) throws InterruptedException {
        Instant limit = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(limit)) {
            long last = service.lastEvent();
            List<ReceivedFax> inbox =
                    service.archives().received(Filter.ALL, Window.newest(100)).items();
            if (!inbox.isEmpty()) {
                return Optional.of(inbox.getFirst());
            }
            service.awaitEvents(last, Duration.ofSeconds(5));
        }
        return Optional.empty();
    }
}
