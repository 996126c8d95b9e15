package org.caselli.service.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.caselli.queue.EventLog;
import org.caselli.queue.IncomingState;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.archive.Archives;
import org.caselli.service.archive.Box;
import org.caselli.service.archive.Totals;
import org.caselli.service.device.DeviceStatus;
import org.caselli.service.device.Devices;
import org.caselli.service.device.RegisteredDevice;
import org.caselli.service.notice.Webhook;
import org.caselli.service.notice.Webhooks;
import org.caselli.store.Blobs;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * The metrics of one server, in the text formats of Prometheus and OpenMetrics. Counters and times are of this server since
 * its start; what stands in the database is the same on every server that shares it, and is read when it is asked for.
 * {@code docs/guide/metrics.md} lists them all.
 */
public final class Metrics implements EventLog.Witness, Store.WriteWitness {
    /**
     * What a monitoring system is told.
     *
     * @param type the media type of the format that it asked for
     */
    public record Page(String type, byte[] content) {}

    /** Calls take longer than requests: from a second to five minutes. */
    private static final double[] SECONDS_OF_CALLS = {1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300};

    private static final double[] SECONDS_OF_WRITES = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5
    };
    private static final double[] TRANSACTIONS = {1, 2, 4, 8, 16, 32, 64, 128};

    /** Attempts and calls that are forgotten when there are so many: their ends were not told. */
    private static final int MOST_UNDER_WAY = 10_000;

    private static final class UnderWay {
        private final Instant began;
        private boolean setUp;
        private Instant page;

        UnderWay(Instant began) {
            this.began = began;
            this.page = began;
        }
    }

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Store store;
    private final InstantSource clock;
    private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();
    private final Counter attempts = Counter.builder()
            .name("caselli_attempts_total")
            .help("Attempts to send that have ended, by how they ended.")
            .labelNames("outcome")
            .register(registry);
    private final Counter sent = Counter.builder()
            .name("caselli_pages_sent_total")
            .help("Pages whose arrival the far machine has confirmed.")
            .register(registry);
    private final Counter received = Counter.builder()
            .name("caselli_pages_received_total")
            .help("Pages that have come in and are kept.")
            .register(registry);
    private final Counter calls = Counter.builder()
            .name("caselli_calls_received_total")
            .help("Calls that were answered, by how they ended.")
            .labelNames("outcome")
            .register(registry);
    private final Histogram setUp = Histogram.builder()
            .name("caselli_call_setup_seconds")
            .help("From the beginning of an attempt until the far machine has made itself known.")
            .classicOnly()
            .classicUpperBounds(SECONDS_OF_CALLS)
            .register(registry);
    private final Histogram pages = Histogram.builder()
            .name("caselli_page_seconds")
            .help(
                    "How long a page takes: sent, from its beginning to its confirmation; received, from the page before.")
            .labelNames("direction")
            .classicOnly()
            .classicUpperBounds(SECONDS_OF_CALLS)
            .register(registry);
    private final Histogram writes = Histogram.builder()
            .name("caselli_database_write_seconds")
            .help("How long a commit takes with all transactions that share it.")
            .classicOnly()
            .classicUpperBounds(SECONDS_OF_WRITES)
            .register(registry);
    private final Histogram batches = Histogram.builder()
            .name("caselli_database_write_batch")
            .help("How many transactions share a commit.")
            .classicOnly()
            .classicUpperBounds(TRANSACTIONS)
            .register(registry);

    /** @param stored what lay in the folder for pages when it was counted last */
    public Metrics(
            Store store,
            InstantSource clock,
            Devices devices,
            Archives archives,
            Webhooks webhooks,
            Supplier<Optional<Blobs.Total>> stored) {
        this.store = store;
        this.clock = clock;
        JvmMetrics.builder().register(registry);
        queue();
        devices(devices);
        archives(archives);
        events(webhooks);
        GaugeWithCallback.builder()
                .name("caselli_stored_files")
                .help("Files in the folder for pages, as they were counted last.")
                .callback(gauge -> stored.get().ifPresent(total -> gauge.call((double) total.files())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_stored_bytes")
                .help("Octets of the files in the folder for pages, as they were counted last.")
                .callback(gauge -> stored.get().ifPresent(total -> gauge.call((double) total.octets())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_disk_free_bytes")
                .help("Room on the disk of the data directory.")
                .callback(gauge -> gauge.call((double) store.usableSpace()))
                .register(registry);
    }

    private void queue() {
        GaugeWithCallback.builder()
                .name("caselli_jobs")
                .help("Jobs of the outgoing queue by state.")
                .labelNames("state")
                .callback(gauge -> {
                    Map<String, Long> counts = counts("select state, count(*) as many from job group by state");
                    for (JobState state : JobState.values()) {
                        gauge.call(counts.getOrDefault(state.name(), 0L), word(state));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_incoming_jobs")
                .help("Jobs of the incoming queue by state.")
                .labelNames("state")
                .callback(gauge -> {
                    Map<String, Long> counts =
                            counts("select state, count(*) as many from incoming_job group by state");
                    for (IncomingState state : IncomingState.values()) {
                        gauge.call(counts.getOrDefault(state.name(), 0L), word(state));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_oldest_waiting_job_seconds")
                .help("How long the job that is due for longest has been waiting for a line; 0 if none waits.")
                .callback(gauge -> gauge.call(oldest()))
                .register(registry);
    }

    private Map<String, Long> counts(String sql) {
        return store.read(handle -> {
            var counts = new HashMap<String, Long>();
            handle.createQuery(sql)
                    .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
            return counts;
        });
    }

    private double oldest() {
        long now = Store.millis(clock.instant());
        long due = store.read(handle -> handle.createQuery(
                        "select coalesce(min(due_at), :now) from job where state in ('PENDING', 'RETRYING')"
                                + " and due_at <= :now")
                .bind("now", now)
                .mapTo(Long.class)
                .one());
        return (now - due) / 1000.0;
    }

    private void devices(Devices devices) {
        GaugeWithCallback.builder()
                .name("caselli_devices")
                .help("Devices by provider and by what they do.")
                .labelNames("provider", "state")
                .callback(gauge -> byProvider(devices).forEach((provider, states) -> {
                    for (DeviceStatus.Activity activity : DeviceStatus.Activity.values()) {
                        gauge.call(states.getOrDefault(activity, 0L), provider, word(activity));
                    }
                }))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_calls")
                .help("Calls in progress by provider.")
                .labelNames("provider")
                .callback(gauge -> byProvider(devices)
                        .forEach((provider, states) -> gauge.call(
                                states.entrySet().stream()
                                        .filter(entry -> entry.getKey() != DeviceStatus.Activity.IDLE
                                                && entry.getKey() != DeviceStatus.Activity.POWERED_OFF)
                                        .mapToLong(Map.Entry::getValue)
                                        .asDoubleStream()
                                        .sum(),
                                provider)))
                .register(registry);
    }

    private static Map<String, Map<DeviceStatus.Activity, Long>> byProvider(Devices devices) {
        Map<Integer, String> providers =
                devices.inOrder().stream().collect(Collectors.toMap(RegisteredDevice::id, RegisteredDevice::provider));
        return devices.statuses().stream()
                .collect(Collectors.groupingBy(
                        status -> providers.getOrDefault(status.id(), ""),
                        TreeMap::new,
                        Collectors.groupingBy(DeviceStatus::activity, Collectors.counting())));
    }

    private void archives(Archives archives) {
        GaugeWithCallback.builder()
                .name("caselli_archive_messages")
                .help("Messages of each archive.")
                .labelNames("archive")
                .callback(gauge -> Arrays.stream(Box.values())
                        .forEach(box -> gauge.call((double) archives.totals(box).messages(), word(box))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_archive_bytes")
                .help("Octets of the messages of each archive.")
                .labelNames("archive")
                .callback(gauge -> Arrays.stream(Box.values()).forEach(box -> {
                    Totals totals = archives.totals(box);
                    gauge.call((double) totals.octets(), word(box));
                }))
                .register(registry);
    }

    private void events(Webhooks webhooks) {
        GaugeWithCallback.builder()
                .name("caselli_event_log_sequence")
                .help("The number of the newest event.")
                .callback(gauge -> gauge.call(
                        store.read(handle -> handle.createQuery("select coalesce(max(sequence), 0) from event")
                                .mapTo(Long.class)
                                .one())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_webhook_backlog")
                .help("Events that wait to be delivered to a webhook, counted to 10000.")
                .labelNames("webhook")
                .callback(gauge -> webhooks.list()
                        .forEach(webhook -> gauge.call(webhook.delivery().backlog(), webhook.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_webhook_failures")
                .help("Tries to deliver to a webhook that failed since the last one that did not.")
                .labelNames("webhook")
                .callback(gauge -> webhooks.list()
                        .forEach(webhook -> gauge.call(webhook.delivery().failures(), webhook.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("caselli_webhook_paused")
                .help("1 if nobody tries to deliver to a webhook any more.")
                .labelNames("webhook")
                .callback(gauge -> webhooks.list().forEach(webhook -> gauge.call(paused(webhook), webhook.name())))
                .register(registry);
    }

    private static int paused(Webhook webhook) {
        return webhook.delivery().pausedAt().isPresent() ? 1 : 0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void wrote(int transactions, long nanos) {
        batches.observe(transactions);
        writes.observe(nanos / 1e9);
    }

    @Override
    public void appended(Handle handle, Instant at, ServerEvent.Kind kind, String subject, Map<String, String> facts) {
        switch (kind) {
            case ATTEMPT_BEGUN, CALL_ANSWERED -> {
                if (underWay.size() >= MOST_UNDER_WAY) {
                    underWay.clear();
                }
                underWay.put(subject, new UnderWay(at));
            }
            case ATTEMPT_PROGRESS -> progress(at, subject, facts);
            case ATTEMPT_ENDED -> {
                underWay.remove(subject);
                attempts.labelValues(outcome(facts)).inc();
            }
            case PAGE_RECEIVED -> {
                received.inc();
                page(at, subject, "received");
            }
            case CALL_ENDED -> {
                underWay.remove(subject);
                calls.labelValues(outcome(facts)).inc();
            }
            default -> {
                // Nothing that is counted here.
            }
        }
    }

    private static String outcome(Map<String, String> facts) {
        return facts.getOrDefault("outcome", "unknown").toLowerCase(Locale.ROOT);
    }

    private void progress(Instant at, String attempt, Map<String, String> facts) {
        boolean confirmed = facts.containsKey("confirmed");
        if (confirmed) {
            sent.inc();
            page(at, attempt, "sent");
        }
        UnderWay call = underWay.get(attempt);
        if (call == null) {
            return;
        }
        if (!call.setUp && facts.containsKey("farId")) {
            call.setUp = true;
            setUp.observe(seconds(call.began, at));
        }
        if (!confirmed && facts.getOrDefault("phase", "").startsWith("page ")) {
            call.page = at;
        }
    }

    private void page(Instant at, String call, String direction) {
        UnderWay known = underWay.get(call);
        if (known != null) {
            pages.labelValues(direction).observe(seconds(known.page, at));
            known.page = at;
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }

    /** All metrics in the format that this Accept header prefers; the text format of Prometheus if it says nothing. */
    public Page page(String accept) {
        boolean openMetrics = accept.contains("application/openmetrics-text");
        ExpositionFormatWriter writer =
                openMetrics ? formats.getOpenMetricsTextFormatWriter() : formats.getPrometheusTextFormatWriter();
        var content = new ByteArrayOutputStream();
        try {
            writer.write(content, registry.scrape());
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return new Page(writer.getContentType(), content.toByteArray());
    }
}
