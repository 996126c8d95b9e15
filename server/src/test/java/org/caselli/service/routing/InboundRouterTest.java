package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.print.PrintServiceLookup;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.IncomingLedger;
import org.caselli.queue.IncomingState;
import org.caselli.queue.ReceivedPages;
import org.caselli.queue.RoutingRun;
import org.caselli.queue.RoutingStep;
import org.caselli.service.access.Visibility;
import org.caselli.service.archive.Archives;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.OutgoingSettings;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Received faxes go through real methods: the example's, and the folder. Time moves when it is told to. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class InboundRouterTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String BY_NUMBER = "{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6a001}";
    private static final String LIST = "{5b7a0d52-3f0c-4a53-9d0e-2f4f3ad6a002}";

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final KnownDevices devices = new KnownDevices().with(1, "line-1");
    private Store store;
    private IncomingLedger ledger;
    private InboundRouting routing;
    private InboundRouter router;
    private URLClassLoader loader;
    private Path jar;
    private Ids ids;
    private int calls;
    private final List<String> refused = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        jar = example();
        start();
    }

    private Path example() throws IOException {
        Path module = Path.of("..", "examples", "inbound-routing-extension")
                .toAbsolutePath()
                .normalize();
        Path services =
                module.resolve("src/main/resources/META-INF/services/" + InboundRoutingExtension.class.getName());
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        try (Stream<Path> sources = Files.list(module.resolve("src/main/java/org/example/filing"))) {
            return PlugInJar.of(
                    plugins,
                    "filing",
                    sources.toList(),
                    Files.readString(services).strip());
        }
    }

    private void start() throws Exception {
        store = database.open(directory.resolve("data"));
        var events = new EventLog(store);
        ids = new Ids(() -> now);
        var settings = new Settings(store, events, () -> now);
        ledger = new IncomingLedger(store, events, () -> now, LEASE, "one", (handle, id) -> {});
        var inboxes = new Archives(store, events, settings, new Visibility(() -> false), () -> now).inboxes();
        routing = new InboundRouting(
                store,
                events,
                () -> now,
                devices,
                new Mailer(() -> ReceiptSettings.STANDARD, InstantSource.system()),
                inboxes);
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
        routing.load(Map.of(jar.toString(), loader));
        router = new InboundRouter(
                ledger, routing, store, settings, () -> now, LEASE, (fax, printer) -> refused.add(fax + " " + printer));
        var before = settings.get(OutgoingSettings.class);
        if (before.version() == 0) {
            OutgoingSettings o = before.value();
            settings.put(
                    OutgoingSettings.class,
                    new OutgoingSettings(
                            o.blocked(),
                            o.paused(),
                            1,
                            Duration.ofMinutes(10),
                            o.ageLimit(),
                            o.branding(),
                            o.useDeviceTsid(),
                            o.discountStart(),
                            o.discountEnd(),
                            o.zone(),
                            o.attemptsPerJob(),
                            o.attemptsPerNumberAndDay(),
                            o.recipientsLimit()),
                    0);
        }
    }

    @AfterEach
    void close() throws Exception {
        routing.close();
        loader.close();
        store.close();
    }

    /** The process dies here, and another one takes its place. */
    private void crash() throws Exception {
        close();
        start();
        ledger.recover();
    }

    private void use(String guid, String value) {
        routing.configure(1, guid, MethodText.write(value));
        routing.enable(1, guid, true);
    }

    private String received() {
        String id = ids.next();
        String call = "call-" + ++calls;
        String blob = store.blobs().put(Faxes.tiff());
        var device = routing.deviceId("line-1");
        store.write(handle -> {
            handle.execute(
                    "insert into call (id, outgoing, node, device, peer, called_number, started_at, phase, far_id,"
                            + " bits_per_second, carrier, coding, error_correction, diary)"
                            + " values (?, 0, 'one', 'line-1', '+39055', '1001', ?, '', '', 0, '', '', 0, '')",
                    call,
                    Store.millis(now));
            ledger.begin(handle, id, call, "line-1", "1001", now);
            ledger.received(
                    handle,
                    id,
                    new ReceivedPages(2, 1000, true, 0, Outcome.RECEIVED, blob, true),
                    routing.plan(handle, device),
                    now);
            ledger.settle(handle, id, 1, Duration.ofMinutes(10), now);
            return true;
        });
        return id;
    }

    private List<String> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void route() throws InterruptedException {
        router.route(ledger.claim().orElseThrow());
    }

    @Test
    void the_example_files_a_fax_by_the_number_called_and_writes_a_line() throws Exception {
        Path faxes = directory.resolve("faxes");
        Path list = directory.resolve("list.jsonl");
        use(FolderMethod.GUID, faxes + "|name={id}");
        use(BY_NUMBER, faxes.toString());
        use(LIST, list.toString());
        routing.setPriority(BY_NUMBER, 1);

        String id = received();
        route();

        assertThat(ledger.find(id)).isEmpty();
        assertThat(files(faxes.resolve("1001"))).singleElement().asString().endsWith("_" + id + ".tif");
        assertThat(files(faxes)).hasSize(1);
        assertThat(Files.readAllLines(list))
                .singleElement()
                .asString()
                .contains(id, "\"from\":\"+39055\"", "\"pages\":2");
        assertThat(files(store.directory().resolve("routing")))
                .as("no copy is left")
                .isEmpty();
    }

    @Test
    void a_fax_that_is_to_be_printed_on_a_fax_printer_is_not_and_that_is_told() throws Exception {
        assertThat(PrintServiceLookup.registerService(new MemoryPrinter("Office_Fax")))
                .isTrue();
        byte[] printer = MethodText.write("Office_Fax");
        assertThatThrownBy(() -> routing.configure(1, PrintMethod.GUID, printer))
                .hasMessageContaining("fax printer");
        // It became one after it was chosen.
        devices.setData(1, PrintMethod.GUID, printer);
        store.write(handle -> {
            routing.use(handle, 1, PrintMethod.GUID, true);
            return true;
        });

        String id = received();
        route();

        assertThat(refused).containsExactly(id + " Office_Fax");
        assertThat(ledger.steps(id))
                .singleElement()
                .satisfies(step -> assertThat(step.error()).contains("is a fax printer"));
    }

    @Test
    void a_crash_between_any_two_steps_loses_nothing_and_repeats_nothing_that_is_done() throws Exception {
        Path faxes = directory.resolve("faxes");
        Path list = directory.resolve("list.jsonl");
        use(FolderMethod.GUID, faxes + "|name={id}");
        use(LIST, list.toString());
        var all = new ArrayList<String>();
        // A round has these steps for each of two methods: begin, the work itself, done; and then the end of the round.
        for (int steps = 0; steps <= 7; steps++) {
            String id = received();
            all.add(id);
            dieAfter(steps);
            crash();
            ledger.claim().ifPresent(this::routed);
            assertThat(ledger.find(id)).as("after " + steps + " steps").isEmpty();
        }
        assertThat(files(faxes))
                .hasSameElementsAs(all.stream().map(id -> id + ".tif").toList());
        assertThat(Files.readAllLines(list)).as("a line for each, none twice").hasSize(all.size());
    }

    private void routed(RoutingRun run) {
        try {
            router.route(run);
        } catch (InterruptedException urged) {
            throw new AssertionError(urged);
        }
    }

    /** A round that is cut off after so many of its steps. */
    private void dieAfter(int steps) throws Exception {
        RoutingRun run = ledger.claim().orElseThrow();
        int left = steps;
        for (RoutingStep step : run.open()) {
            if (left-- == 0) {
                return;
            }
            ledger.begin(run, step.method());
            if (left-- == 0) {
                return;
            }
            router.perform(run, step);
            if (left-- == 0) {
                return;
            }
            ledger.done(run, step.method(), Map.of(), List.of(), java.util.Set.of());
        }
        if (left > 0) {
            ledger.endRound(run, 1, Duration.ofMinutes(10));
        }
    }

    @Test
    void a_fax_that_cannot_be_routed_stays_until_its_routing_is_mended_and_restarted() throws Exception {
        Path list = directory.resolve("list.jsonl");
        Path folder = directory.resolve("in");
        use(FolderMethod.GUID, folder + "|name={id}");
        use(LIST, list.toString());
        Files.delete(folder);
        Files.writeString(folder, "a file in the way");

        String id = received();
        route();
        IncomingJob waiting = ledger.find(id).orElseThrow();
        assertThat(waiting.state()).isEqualTo(IncomingState.RETRYING);
        assertThat(Files.readAllLines(list))
                .as("the other method has had its turn")
                .hasSize(1);
        assertThat(ledger.claim()).isEmpty();
        now = now.plus(Duration.ofMinutes(10));
        route();
        assertThat(ledger.find(id).orElseThrow().state()).isEqualTo(IncomingState.RETRIES_EXCEEDED);
        assertThat(ledger.steps(id))
                .filteredOn(step -> step.state() == RoutingStep.State.GIVEN_UP)
                .singleElement()
                .satisfies(step -> assertThat(step.error()).contains(folder.toString()));
        now = now.plus(Duration.ofDays(400));
        assertThat(ledger.claim()).isEmpty();

        Files.delete(folder);
        assertThat(ledger.restart(id, job -> routing.plan(job.device()))).isPresent();
        route();
        assertThat(ledger.find(id)).isEmpty();
        assertThat(files(folder)).containsExactly(id + ".tif");
        assertThat(Files.readAllLines(list)).as("what was done is not repeated").hasSize(1);
    }

    @Test
    void a_running_router_finds_faxes_by_itself_and_stops_in_good_order() throws Exception {
        Path folder = directory.resolve("in");
        use(FolderMethod.GUID, folder + "|name={id}");
        router.start();
        String id = received();
        router.wake();
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ledger.find(id).isPresent()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            Thread.onSpinWait();
        }
        router.close();
        assertThat(files(folder)).containsExactly(id + ".tif");
        assertThat(Optional.of(router.running())).contains(0);
    }
}
