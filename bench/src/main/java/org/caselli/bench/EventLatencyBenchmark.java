package org.caselli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;

/**
 * How long it takes until a handler of the object model is told of a change, over loopback: from the request for the change,
 * which has its way to the server and the commit in it; and from the answer to that request, which comes after the commit and
 * may come after the handler. The time from the commit lies between the two.
 *
 * <p>Arguments: how many changes (2000).
 */
public final class EventLatencyBenchmark {
    private static final int WARM_UP = 200;

    private EventLatencyBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, StartException {
        int changes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        Path data = Files.createTempDirectory("event-latency");
        Config config = Config.parse("loopback.lines = 2\nsip.lines = 0\n", "benchmark", Path.of(""))
                .with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(data));
        Main main = Main.start(config);
        try (var client = new CaselliClient(main.url(), main.token());
                FaxServer server = FaxServer.create()) {
            server.connect(main.url().toString(), FaxCredentials.token(main.token()));
            measure(server, client, changes);
        } finally {
            main.close();
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(FaxServer server, CaselliClient client, int changes) throws InterruptedException {
        var told = new AtomicLong();
        var heard = new Semaphore(0);
        server.addListener(new FaxServerNotify() {
            @Override
            public void onQueuesStatusChange(
                    FaxServer from, boolean outgoingBlocked, boolean outgoingPaused, boolean incomingBlocked) {
                told.set(System.nanoTime());
                heard.release();
            }
        });
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetQUEUE_STATE);
        var fromRequest = new long[changes];
        var fromAnswer = new long[changes];
        for (int change = -WARM_UP; change < changes; change++) {
            long asked = System.nanoTime();
            client.settings().change("outgoing", Map.of("paused", (change & 1) == 0), "*");
            long answered = System.nanoTime();
            if (!heard.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Change " + change + " was not told.");
            }
            if (change >= 0) {
                fromRequest[change] = told.get() - asked;
                fromAnswer[change] = told.get() - answered;
            }
        }
        tell("from the request", fromRequest);
        tell("from its answer", fromAnswer);
    }

    private static void tell(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%-17s half within %.2f ms, 99 %% within %.2f ms, all within %.2f ms%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }
}
