package org.caselli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.caselli.document.Documents;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.line.CallListener;
import org.caselli.line.CallReport;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.DeviceState;
import org.caselli.line.Lines;
import org.caselli.line.OutgoingFax;
import org.caselli.line.Switchboard;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.ServiceSettings;
import org.caselli.service.Slice;
import org.caselli.service.SourceFile;
import org.caselli.service.SubmitRequest;
import org.caselli.store.DatabaseSettings;
import org.caselli.store.Store;
import org.caselli.store.StoreSettings;

/**
 * Durable submissions per second: a ready TIFF page of about 37 kB, another one each time, submitted in this process by 1, 8
 * and 32 clients at once; then how long it takes to list what waits. No line is free, so nothing is sent.
 *
 * <p>Arguments: a folder on the disk that is to be measured (the working directory), and {@code postgresql} for a PostgreSQL
 * that is started in that folder, instead of SQLite.
 */
public final class SubmissionBenchmark {
    private static final int DOCUMENTS = 4000;
    private static final int WARM_UP = 500;
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private SubmissionBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        Path folder = Files.createTempDirectory(
                Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath(), "submission-benchmark");
        try (var databases = new Databases(folder, arguments.length > 1 && arguments[1].equals("postgresql"))) {
            List<SourceFile> documents = documents();
            out.printf("a document has %,d octets%n", octets(documents.getFirst()));
            // What runs first has the compiling in its figures: that is not measured.
            measure(new PrintStream(OutputStream.nullOutputStream()), databases.settings("first"), documents, 8);
            out.printf("%8s %12s %12s %12s %12s%n", "clients", "per second", "median ms", "99 % ms", "CPU ms each");
            for (int clients : new int[] {1, 8, 32}) {
                measure(out, databases.settings("data" + clients), documents, clients);
            }
            list(out, databases.settings("data32"));
        } finally {
            delete(folder);
        }
    }

    private static int octets(SourceFile file) {
        return file.content() instanceof SourceFile.Content.Octets(byte[] octets) ? octets.length : 0;
    }

    private static void measure(PrintStream out, StoreSettings data, List<SourceFile> documents, int clients)
            throws Exception {
        try (var store = Store.open(data);
                var rendering = Documents.inProcess();
                FaxService service = open(store, rendering)) {
            var next = new AtomicInteger();
            run(service, documents.subList(0, WARM_UP), clients, next);
            next.set(0);
            List<SourceFile> measured = documents.subList(WARM_UP, clients == 1 ? DOCUMENTS / 2 : DOCUMENTS);
            long cpu = CPU.getProcessCpuTime();
            long begin = System.nanoTime();
            List<Long> times = run(service, measured, clients, next);
            double seconds = (System.nanoTime() - begin) / 1e9;
            out.printf(
                    "%8d %12.0f %12.1f %12.1f %12.2f%n",
                    clients,
                    times.size() / seconds,
                    times.get(times.size() / 2) / 1e6,
                    times.get(times.size() * 99 / 100) / 1e6,
                    (CPU.getProcessCpuTime() - cpu) / 1e6 / times.size());
        }
    }

    private static List<Long> run(FaxService service, List<SourceFile> documents, int clients, AtomicInteger next)
            throws Exception {
        var times = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<Future<List<Long>>>();
            for (int client = 0; client < clients; client++) {
                working.add(threads.submit(() -> client(service, documents, next)));
            }
            for (var each : working) {
                times.addAll(each.get());
            }
        }
        times.sort(Comparator.naturalOrder());
        return times;
    }

    private static List<Long> client(FaxService service, List<SourceFile> documents, AtomicInteger next) {
        var times = new ArrayList<Long>();
        for (int i = next.getAndIncrement(); i < documents.size(); i = next.getAndIncrement()) {
            long begin = System.nanoTime();
            service.submit(
                    SubmitRequest.of(List.of(documents.get(i)), List.of(new Recipient("sip:fax@192.0.2.1", ""))));
            times.add(System.nanoTime() - begin);
        }
        return times;
    }

    /** Lists all that waits, a thousand at a time. */
    private static void list(PrintStream out, StoreSettings data) {
        try (var store = Store.open(data);
                var rendering = Documents.inProcess();
                FaxService service = open(store, rendering)) {
            for (int round = 0; round < 5; round++) {
                long begin = System.nanoTime();
                var part = service.jobs(List.of(), true, new Slice(Optional.empty(), 100));
                double first = (System.nanoTime() - begin) / 1e6;
                int all = 0;
                begin = System.nanoTime();
                var slice = new Slice(Optional.empty(), 1000);
                while (true) {
                    part = service.jobs(List.of(), true, slice);
                    all += part.items().size();
                    if (part.next().isEmpty()) {
                        break;
                    }
                    slice = new Slice(part.next(), 1000);
                }
                if (round == 4) {
                    out.printf(
                            "listing: the first 100 jobs in %.1f ms, all %,d in %.0f ms%n",
                            first, all, (System.nanoTime() - begin) / 1e6);
                }
            }
        }
    }

    private static FaxService open(Store store, Documents documents) {
        return FaxService.open(
                store,
                new Lines(List.of(new EngagedLines())),
                documents,
                ServiceSettings.STANDARD,
                InstantSource.system());
    }

    /** Pages of 1728 x 2200 dots with as much on them as makes 37 kB, each a little different. */
    private static List<SourceFile> documents() {
        return IntStream.range(0, DOCUMENTS)
                .parallel()
                .mapToObj(number -> {
                    var bitmap = new Bitmap(1728, 2200);
                    var random = new SplittableRandom(1);
                    for (int i = 0; i < 14_500; i++) {
                        bitmap.setBlack(random.nextInt(1728), random.nextInt(2200));
                    }
                    bitmap.setBlack(number % 1728, number / 1728);
                    return new SourceFile(
                            "ready.tif",
                            TiffWriter.write(List.of(new Page(bitmap, Resolution.FINE)), TiffOptions.PLAIN));
                })
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A database for each measurement. */
    private static final class Databases implements AutoCloseable {
        private static final String USER = "postgres";

        private final Path folder;
        private final Optional<EmbeddedPostgres> server;

        Databases(Path folder, boolean postgresql) throws IOException {
            this.folder = folder;
            // The library switches these off for speed; here what is committed is to be on the disk.
            this.server = postgresql
                    ? Optional.of(EmbeddedPostgres.builder()
                            .setDataDirectory(folder.resolve("postgresql"))
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("full_page_writes", "on")
                            .start())
                    : Optional.empty();
        }

        StoreSettings settings(String name) throws SQLException {
            Path data = folder.resolve(name);
            if (server.isEmpty()) {
                return StoreSettings.in(data);
            }
            try (var connection = server.get().getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var there = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                if (!there.next()) {
                    statement.execute("create database " + name);
                }
            }
            return new StoreSettings(
                    data,
                    data.resolve("blobs"),
                    StoreSettings.LOCAL,
                    Optional.of(new DatabaseSettings(
                            "postgresql://127.0.0.1:" + server.get().getPort() + "/" + name, USER, "")));
        }

        @Override
        public void close() throws IOException {
            if (server.isPresent()) {
                server.get().close();
            }
        }
    }

    /** One line that is always in use. */
    private static final class EngagedLines implements DeviceProvider, Device {
        @Override
        public String id() {
            return "engaged";
        }

        @Override
        public String name() {
            return "A line that is always engaged";
        }

        @Override
        public List<Device> devices() {
            return List.of(this);
        }

        @Override
        public void open(Switchboard switchboard) {}

        @Override
        public void close() {}

        @Override
        public String number() {
            return "";
        }

        @Override
        public DeviceState state() {
            return new DeviceState(DeviceState.Activity.SENDING, "another", "", 1, Instant.EPOCH);
        }

        @Override
        public boolean reaches(String dialString) {
            return true;
        }

        @Override
        public CallReport send(OutgoingFax fax, CallListener listener) {
            throw new IllegalStateException("Nobody may send over a line that is in use.");
        }
    }
}
