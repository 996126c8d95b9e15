package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caselli.service.routing.PlugInJar.body;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import org.caselli.line.ProviderStatus;
import org.caselli.queue.EventLog;
import org.caselli.queue.PlannedStep;
import org.caselli.service.FaxError;
import org.caselli.service.Refusal;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.Archives;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensions as somebody else would send them, in every state of repair, and what administrators do with their methods. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class InboundRoutingTest {
    private static final String A = "{00000000-0000-0000-0000-00000000000a}";
    private static final String B = "{00000000-0000-0000-0000-00000000000b}";

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final KnownDevices devices = new KnownDevices().with(7, "line-7");
    private Store store;
    private InboundRouting routing;

    @BeforeEach
    void open() {
        store = database.open(directory.resolve("data"));
        routing = routing();
    }

    @AfterEach
    void close() throws IOException {
        routing.close();
        store.close();
        for (URLClassLoader each : loaders) {
            each.close();
        }
    }

    private InboundRouting routing() {
        var events = new EventLog(store);
        InstantSource clock = InstantSource.system();
        return new InboundRouting(
                store,
                events,
                clock,
                devices,
                new Mailer(() -> ReceiptSettings.STANDARD, clock),
                new Archives(store, events, new Settings(store, events, clock), new Visibility(() -> true), clock)
                        .inboxes());
    }

    private void restart(Path... jars) throws IOException {
        routing.close();
        routing = routing();
        load(jars);
    }

    private void load(Path... jars) throws IOException {
        var found = new LinkedHashMap<String, ClassLoader>();
        for (Path jar : jars) {
            var loader = new URLClassLoader(
                    new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
            loaders.add(loader);
            found.put(jar.toString(), loader);
        }
        routing.load(found);
    }

    private InboundRouting.Extension extension(String name) {
        return routing.extensions().stream()
                .filter(each -> each.uniqueName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + routing.extensions()));
    }

    private RoutingResult route(String guid) throws Exception {
        return routing.route(Faxes.request(directory, guid, new byte[0]));
    }

    private List<String> order() {
        return routing.methods().stream().map(InboundRouting.Method::guid).toList();
    }

    @Test
    void the_built_in_methods_are_there_from_the_start() throws Exception {
        load();
        assertThat(order()).containsExactly(FolderMethod.GUID, MailMethod.GUID, PrintMethod.GUID, AccountMethod.GUID);
        assertThat(extension("caselli").status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(routing.plan("line-7")).as("a new device uses none").isEmpty();
    }

    @Test
    void an_extension_of_the_plug_in_folder_works_and_its_methods_come_last() throws Exception {
        load(PlugInJar.of(directory, "Good", body("good", A, "return RoutingResult.failed(fax.jobId());")));

        assertThat(extension("good").status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(order()).endsWith(A);
        assertThat(route(A)).isEqualTo(RoutingResult.failed(Faxes.ID));
    }

    @Test
    void what_does_not_work_is_shown_with_its_error_and_disturbs_no_other() throws Exception {
        Path broken = directory.resolve("broken.jar");
        try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(broken))) {
            out.putNextEntry(
                    new java.util.jar.JarEntry("META-INF/services/" + InboundRoutingExtension.class.getName()));
            out.write("plug.Nowhere".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        load(
                broken,
                PlugInJar.of(
                        directory,
                        "Old",
                        body("old", A, "return RoutingResult.done();").replace("return API_VERSION", "return 99")),
                PlugInJar.of(directory, "Bad", body("bad", "{nonsense}", "return RoutingResult.done();")),
                PlugInJar.of(
                        directory,
                        "Ill",
                        body("ill", A, "return RoutingResult.done();")
                                + "public void open() { throw new IllegalStateException(\"no licence\"); }"),
                PlugInJar.of(directory, "Good", body("good", B, "return RoutingResult.done();")),
                PlugInJar.of(directory, "Twin", body("twin", B, "return RoutingResult.done();")));

        assertThat(extension("broken").status()).isEqualTo(ProviderStatus.CANT_LINK);
        assertThat(extension("Old").status()).isEqualTo(ProviderStatus.BAD_VERSION);
        assertThat(extension("bad").status()).isEqualTo(ProviderStatus.BAD_GUID);
        assertThat(extension("ill").status()).isEqualTo(ProviderStatus.CANT_INIT);
        assertThat(extension("ill").error()).contains("no licence");
        assertThat(extension("twin").status()).as("its method is another's").isEqualTo(ProviderStatus.BAD_GUID);
        assertThat(extension("good").status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(route(B)).isEqualTo(RoutingResult.done());
        assertThat(route(A)).isInstanceOf(RoutingResult.TryAgain.class);
    }

    @Test
    void an_exception_is_the_failure_of_its_method_with_its_text() throws Exception {
        load(
                PlugInJar.of(directory, "Throws", body("throws", A, "throw new Exception(\"the archive is full\");")),
                PlugInJar.of(
                        directory, "Lacks", body("lacks", B, "throw new NoClassDefFoundError(\"com/example/Gone\");")));

        assertThat(route(A)).isEqualTo(RoutingResult.failed("the archive is full."));
        assertThat(route(B))
                .isInstanceOfSatisfying(
                        RoutingResult.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("com/example/Gone")
                                .contains("into its jar"));
    }

    @Test
    void a_method_is_put_at_another_place_and_all_are_numbered_anew() throws Exception {
        load(PlugInJar.of(directory, "Good", body("good", A, "return RoutingResult.done();")));

        assertThat(routing.setPriority(A, 1).priority()).isEqualTo(1);
        assertThat(order())
                .containsExactly(A, FolderMethod.GUID, MailMethod.GUID, PrintMethod.GUID, AccountMethod.GUID);
        routing.setPriority(FolderMethod.GUID.toUpperCase(java.util.Locale.ROOT), 999_999);
        assertThat(order())
                .containsExactly(A, MailMethod.GUID, PrintMethod.GUID, AccountMethod.GUID, FolderMethod.GUID);
        assertThat(routing.methods())
                .extracting(InboundRouting.Method::priority)
                .containsExactly(1, 2, 3, 4, 5);

        restart();
        assertThat(order())
                .as("also while its jar is away")
                .containsExactly(A, MailMethod.GUID, PrintMethod.GUID, AccountMethod.GUID, FolderMethod.GUID);
        assertThat(routing.method(A).problem()).contains("plug-in folder");
        assertThat(extension("good").status()).isEqualTo(ProviderStatus.CANT_LOAD);
        assertThatThrownBy(() -> routing.setPriority(B, 1))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_INVALID_DATA));
    }

    @Test
    void a_device_runs_its_methods_in_the_order_of_all_once_they_can_work() throws Exception {
        load();
        assertThatThrownBy(() -> routing.enable(7, FolderMethod.GUID, true))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).contains(FaxError.ERROR_BAD_CONFIGURATION);
                    assertThat(refusal).hasMessageContaining("No folder");
                });
        assertThatThrownBy(() -> routing.configure(7, FolderMethod.GUID, MethodText.write("faxes")))
                .isInstanceOf(Refusal.class);
        assertThat(devices.data(7, FolderMethod.GUID)).isEmpty();

        routing.configure(0, FolderMethod.GUID, MethodText.write(directory.toString()));
        assertThat(routing.use(7, FolderMethod.GUID).inherited()).isTrue();
        routing.enable(7, FolderMethod.GUID, true);
        assertThat(routing.plan("line-7")).containsExactly(new PlannedStep(FolderMethod.GUID, "Store in a folder"));
        routing.configure(7, FolderMethod.GUID, MethodText.write(directory + "|format=pdf"));
        assertThat(MethodText.read(routing.data(OptionalInt.of(7), FolderMethod.GUID)))
                .endsWith("|format=pdf");
        assertThat(routing.use(7, FolderMethod.GUID).text()).contains(directory + "|format=pdf");

        routing.enable(7, FolderMethod.GUID, false);
        assertThat(routing.plan("line-7")).isEmpty();
        assertThat(routing.plan("line-8")).as("a line that nobody knows").isEmpty();
        assertThatThrownBy(() -> routing.uses(8))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_BAD_UNIT));
    }

    @Test
    void an_extension_is_registered_with_effect_from_the_next_start_and_unregistered_likewise() throws Exception {
        Path jar = PlugInJar.of(directory, "Good", body("good", A, "return RoutingResult.done();"));
        load();
        routing.register("good", "Good one", jar.toString(), List.of("m;My method;route;" + A));
        assertThat(extension("good").pending()).isEqualTo("registered");
        assertThat(route(A)).isInstanceOf(RoutingResult.TryAgain.class);
        assertThatThrownBy(() -> routing.register("good", "Good", jar.toString(), List.of("m;M;route;" + B)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).contains(FaxError.ERROR_ALREADY_EXISTS));

        restart();
        assertThat(extension("good").status()).isEqualTo(ProviderStatus.SUCCESS);
        assertThat(extension("good").friendlyName()).isEqualTo("Good one");
        assertThat(route(A)).isEqualTo(RoutingResult.done());
        routing.enable(7, A, true);

        routing.unregister("good");
        assertThat(extension("good").pending()).isEqualTo("unregistered");
        assertThat(route(A)).isEqualTo(RoutingResult.done());

        restart();
        assertThat(routing.extensions())
                .extracting(InboundRouting.Extension::uniqueName)
                .containsExactly("caselli");
        assertThat(order()).doesNotContain(A);
        assertThat(routing.plan("line-7")).isEmpty();
    }

    @Test
    void a_registered_jar_that_is_gone_or_lacks_a_method_says_so() throws Exception {
        Path jar = PlugInJar.of(directory, "Good", body("good", A, "return RoutingResult.done();"));
        load();
        routing.register("gone", "Gone", directory.resolve("gone.jar").toString(), List.of("g;G;g;" + B));
        routing.register(
                "good",
                "Good",
                jar.toString(),
                List.of("m;M;route;" + A, "n;N;route;{00000000-0000-0000-0000-00000000000c}"));
        restart();

        assertThat(extension("gone").status()).isEqualTo(ProviderStatus.CANT_LOAD);
        assertThat(extension("gone").error()).contains("gone.jar");
        assertThat(extension("good").status()).isEqualTo(ProviderStatus.CANT_LINK);
        assertThat(extension("good").error()).contains("00000000000c");
    }

    @Test
    void a_registration_that_makes_no_sense_is_refused_and_nothing_is_kept() throws Exception {
        load();
        for (String method : List.of("", "name;only", "a;b;c;not-a-guid", ";;;" + A)) {
            assertThatThrownBy(() -> routing.register("x", "X", "/x.jar", List.of(method)))
                    .as(method)
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> routing.register("", "X", "/x.jar", List.of("a;b;c;" + A)))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> routing.register("x", "X", "/x.jar", List.of()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> routing.register("x", "X", "/x.jar", List.of("a;b;c;" + PrintMethod.GUID)))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> routing.unregister("caselli")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> routing.unregister("x")).isInstanceOf(Refusal.class);
        assertThat(routing.extensions()).hasSize(1);
    }

    @Test
    void an_image_may_have_variables_of_the_environment() {
        String path = System.getenv("PATH");
        assertThat(Extensions.expanded("%PATH%/a.jar")).isEqualTo(path + "/a.jar");
        assertThat(Extensions.expanded("${PATH}/a.jar")).isEqualTo(path + "/a.jar");
        assertThat(Extensions.expanded("/50%/a.jar")).isEqualTo("/50%/a.jar");
    }
}
