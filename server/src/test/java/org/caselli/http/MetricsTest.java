package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Metrics as a monitoring system reads them: by a reader of our own that knows only the text format's definition. */
class MetricsTest {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") .+");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(.*)})? ([-+]?(?:[0-9.]+(?:E[-+]?[0-9]+)?|Inf|NaN))");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    /** Reads the text format, version 0.0.4, strictly: each sample belongs to the family that was announced last. */
    private static Map<String, Double> read(String text) {
        var samples = new TreeMap<String, Double>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        assertThat(text).endsWith("\n");
        for (String line : text.split("\n")) {
            Matcher help = HELP.matcher(line);
            Matcher announced = TYPE.matcher(line);
            if (help.matches()) {
                continue;
            }
            if (announced.matches()) {
                family = announced.group(1);
                type = announced.group(2);
                assertThat(families.add(family)).as("twice: " + line).isTrue();
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            List<String> endings = type.equals("histogram")
                    ? List.of("_bucket", "_sum", "_count")
                    : type.equals("summary") ? List.of("", "_sum", "_count") : List.of("");
            String announcedFamily = family;
            assertThat(endings.stream().map(ending -> announcedFamily + ending))
                    .as(line)
                    .contains(sample.group(1));
            String labels = sample.group(2) == null ? "" : sample.group(2);
            Matcher label = LABEL.matcher(labels);
            int end = 0;
            while (label.find() && label.start() == end) {
                end = label.end();
            }
            assertThat(end).as(line).isEqualTo(labels.length());
            String value = sample.group(3).replace("Inf", "Infinity");
            assertThat(samples.put(sample.group(1) + "{" + labels + "}", Double.valueOf(value)))
                    .as("twice: " + line)
                    .isNull();
        }
        return samples;
    }

    private static Map<String, Double> metrics(Front front) throws Exception {
        HttpResponse<byte[]> response = front.send(front.authorised("/metrics").build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        return read(new String(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void what_the_server_does_is_counted_in_the_format_of_prometheus() throws Exception {
        try (var front = new Front()) {
            Map<String, Double> before = new HashMap<>(metrics(front));
            front.waiting();
            front.failed();
            front.done();
            front.received();
            String webhook = front.webhook();
            Map<String, Double> after = metrics(front);
            assertThat(after.get("caselli_jobs{state=\"pending\"}")).isEqualTo(1);
            assertThat(after.get("caselli_jobs{state=\"failed\"}")).isEqualTo(1);
            assertThat(after.get("caselli_attempts_total{outcome=\"delivered\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_attempts_total{outcome=\"number_unknown\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_calls_received_total{outcome=\"received\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_pages_sent_total{}") - before.get("caselli_pages_sent_total{}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_pages_received_total{}") - before.get("caselli_pages_received_total{}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_page_seconds_count{direction=\"sent\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_page_seconds_bucket{direction=\"sent\",le=\"+Inf\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_call_setup_seconds_count{}")).isEqualTo(1);
            assertThat(after.get("caselli_devices{provider=\"fake\",state=\"idle\"}"))
                    .isEqualTo(3);
            assertThat(after.get("caselli_calls{provider=\"fake\"}")).isZero();
            assertThat(after.get("caselli_archive_messages{archive=\"received\"}"))
                    .isEqualTo(1);
            assertThat(after.get("caselli_archive_bytes{archive=\"received\"}")).isPositive();
            assertThat(after.get("caselli_database_write_seconds_count{}")).isPositive();
            assertThat(after.get("caselli_database_write_batch_sum{}")).isPositive();
            assertThat(after.get("caselli_webhook_backlog{webhook=\"" + webhook + "\"}"))
                    .isNotNull();
            assertThat(after.get("caselli_event_log_sequence{}"))
                    .isGreaterThan(before.get("caselli_event_log_sequence{}"));
            assertThat(after.get("caselli_disk_free_bytes{}")).isPositive();
            assertThat(after.keySet()).anyMatch(name -> name.startsWith("jvm_memory_used_bytes"));
            assertThat(after.keySet()).anyMatch(name -> name.startsWith("jvm_threads_current"));
        }
    }

    @Test
    void what_lies_in_the_folder_for_pages_is_counted_after_the_start() throws Exception {
        try (var front = new Front()) {
            Map<String, Double> now = metrics(front);
            for (Instant limit = Instant.now().plusSeconds(60);
                    !now.containsKey("caselli_stored_files{}") && Instant.now().isBefore(limit);
                    now = metrics(front)) {
                Thread.onSpinWait();
            }
            assertThat(now.get("caselli_stored_files{}")).isZero();
            assertThat(now.get("caselli_stored_bytes{}")).isZero();
        }
    }

    @Test
    void every_metric_stands_in_the_guide() throws Exception {
        String guide = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/guide/metrics.md"));
        try (var front = new Front()) {
            for (String name : metrics(front).keySet()) {
                String family = name.replaceFirst("\\{.*", "").replaceFirst("_(bucket|sum|count)$", "");
                if (family.startsWith("caselli_")) {
                    assertThat(guide).contains("`" + family + "`");
                }
            }
        }
    }

    @Test
    void metrics_want_a_token_and_speak_open_metrics_if_asked() throws Exception {
        try (var front = new Front()) {
            assertThat(front.send(front.to("/metrics").build()).statusCode()).isEqualTo(401);
            HttpResponse<byte[]> open = front.send(front.authorised("/metrics")
                    .header("Accept", "application/openmetrics-text; version=1.0.0")
                    .build());
            assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
            assertThat(new String(open.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
        }
    }
}
