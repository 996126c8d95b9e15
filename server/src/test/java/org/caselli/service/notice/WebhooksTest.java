package org.caselli.service.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.caselli.queue.EventClass;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent.Kind;
import org.caselli.service.Refusal;
import org.caselli.service.settings.Settings;
import org.caselli.service.settings.WebhookSettings;
import org.caselli.store.Ids;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries over real HTTP, on both databases, to listeners that fail, stall and lie. The time is the test's. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(120)
class WebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameter
    TestDatabase database = TestDatabase.SQLITE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-11-21T09:30:00Z"));

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private EventLog events;

    @SuppressWarnings("NullAway.Init")
    private Settings settings;

    @SuppressWarnings("NullAway.Init")
    private Courier courier;

    @SuppressWarnings("NullAway.Init")
    private Webhooks webhooks;

    @SuppressWarnings("NullAway.Init")
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        store = database.open(directory);
        events = new EventLog(store);
        settings = new Settings(store, events, time::get);
        courier = courier("here");
        webhooks = new Webhooks(store, events, time::get, courier);
        listener = new Listener();
    }

    private Courier courier(String node) {
        return new Courier(store, events, settings, new Ids(time::get), time::get, node);
    }

    @AfterEach
    void close() {
        events.close();
        courier.close();
        listener.close();
        store.close();
    }

    private void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    /** An event, and the id that its delivery has. */
    private String happen(Kind kind, String subject) {
        store.write(handle -> {
            events.append(handle, time.get(), kind, subject, "state", "IN_PROGRESS");
            return true;
        });
        return "evt_" + events.last();
    }

    private String secretOf(String name, WebhookForm form) {
        String secret = webhooks.add(name, form).secret();
        // The listener hears of its own making first; that is not what these tests are about.
        store.write(handle -> handle.execute("update webhook set delivered = (select max(sequence) from event)"));
        return secret;
    }

    private void rules(WebhookSettings wanted) {
        settings.put(
                WebhookSettings.class,
                wanted,
                settings.get(WebhookSettings.class).version());
        store.write(handle -> handle.execute("update webhook set delivered = (select max(sequence) from event)"));
    }

    private static WebhookSettings quick(boolean privateToo) {
        return new WebhookSettings(
                Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(3), Duration.ofSeconds(1), privateToo);
    }

    @Test
    void events_come_in_order_once_and_signed_so_that_anybody_can_verify_them() throws Exception {
        String secret = secretOf("crm", WebhookForm.to(listener.url()));
        var expected = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            expected.add(happen(Kind.JOB_CHANGED, "job-" + i));
        }
        assertThat(courier.deliver("crm")).isEqualTo(120);
        assertThat(listener.ids()).isEqualTo(expected);
        for (Listener.Got got : listener.got) {
            // Standard Webhooks 1.0.0, computed here without the code under test.
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            byte[] signed = (got.id() + "." + got.timestamp() + "." + got.text()).getBytes(StandardCharsets.UTF_8);
            assertThat(got.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed)));
            assertThat(got.type()).isEqualTo("application/json");
            assertThat(got.timestamp()).isEqualTo(time.get().getEpochSecond());
        }
        JsonNode body = JSON.readTree(listener.got.getFirst().body());
        assertThat(body.get("type").asText()).isEqualTo("job_changed");
        assertThat(body.get("timestamp").asText()).isEqualTo("2026-11-21T09:30:00Z");
        assertThat(body.at("/data/subject").asText()).isEqualTo("job-0");
        assertThat(body.at("/data/class").asText()).isEqualTo("out_queue");
        assertThat(body.at("/data/facts/state").asText()).isEqualTo("in_progress");
        assertThat("evt_" + body.at("/data/id").asLong())
                .isEqualTo(listener.got.getFirst().id());
        assertThat(courier.deliver("crm")).isZero();
        assertThat(webhooks.find("crm").delivery().backlog()).isZero();
        assertThat(webhooks.tries("crm")).hasSize(100).allMatch(WebhookTry::delivered);
    }

    @Test
    void only_the_classes_and_kinds_that_are_wanted_come() throws Exception {
        secretOf(
                "crm",
                new WebhookForm(
                        Optional.of(listener.url()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Set.of(EventClass.OUT_QUEUE, EventClass.IN_ARCHIVE)),
                        Optional.of(Set.of(Kind.JOB_ADDED, Kind.RECEIVED_FAX_ADDED, Kind.SERVER_STARTED)),
                        Optional.empty()));
        happen(Kind.SERVER_STARTED, "here");
        String first = happen(Kind.JOB_ADDED, "job");
        happen(Kind.JOB_CHANGED, "job");
        String second = happen(Kind.RECEIVED_FAX_ADDED, "fax");
        happen(Kind.SERVER_STOPPING, "here");
        assertThat(webhooks.find("crm").delivery().backlog()).isEqualTo(2);
        courier.deliver("crm");
        assertThat(listener.ids()).containsExactly(first, second);
        assertThat(webhooks.find("crm").delivery().delivered()).isEqualTo(events.last());
    }

    @Test
    void a_listener_that_fails_is_tried_again_after_growing_delays_and_misses_nothing() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        rules(quick(true));
        String first = happen(Kind.JOB_ADDED, "one");
        String second = happen(Kind.JOB_ADDED, "two");
        listener.next(Listener.status(500), Listener.status(404), Listener.rude(), Listener.status(503));
        for (int failures = 1; failures <= 4; failures++) {
            assertThat(courier.deliver("crm")).isZero();
            assertThat(webhooks.find("crm").delivery().failures()).isEqualTo(failures);
            Duration wait = Duration.ofSeconds(1L << (failures - 1));
            assertThat(webhooks.find("crm").delivery().nextTryAt())
                    .contains(time.get().plus(wait));
            pass(wait.minusMillis(1));
            assertThat(courier.deliver("crm")).isZero(); // it is left alone until then
            assertThat(listener.got).hasSize(failures);
            pass(Duration.ofMillis(1));
        }
        assertThat(courier.deliver("crm")).isEqualTo(2);
        assertThat(listener.ids()).containsExactly(first, first, first, first, first, second);
        Webhook.Delivery delivery = webhooks.find("crm").delivery();
        assertThat(delivery.failures()).isZero();
        assertThat(delivery.failingSince()).isEmpty();
        assertThat(delivery.lastError()).isEqualTo("The answer was 503.");
        assertThat(webhooks.tries("crm").reversed())
                .extracting(WebhookTry::status)
                .containsExactly(500, 404, 0, 503, 204, 204);
    }

    @Test
    void a_listener_that_wants_to_be_left_alone_for_longer_is() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        happen(Kind.JOB_ADDED, "one");
        listener.next(Listener.status(429, "Retry-After", "600"));
        courier.deliver("crm");
        assertThat(webhooks.find("crm").delivery().nextTryAt())
                .contains(time.get().plusSeconds(600));
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        try (var elsewhere = new Listener()) {
            secretOf("crm", WebhookForm.to(listener.url()));
            happen(Kind.JOB_ADDED, "one");
            listener.manner = Listener.status(302, "Location", elsewhere.url());
            assertThat(courier.deliver("crm")).isZero();
            assertThat(elsewhere.got).isEmpty();
            assertThat(webhooks.find("crm").delivery().lastError()).contains("302", "redirect");
        }
    }

    @Test
    void an_answer_without_an_end_is_cut_and_counts_by_its_status() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        rules(quick(true));
        happen(Kind.JOB_ADDED, "one");
        happen(Kind.JOB_ADDED, "two");
        listener.manner = listener.endless();
        assertThat(courier.deliver("crm")).isEqualTo(2);
    }

    @Test
    void a_listener_that_says_nothing_has_its_time_and_delays_nobody_else() throws Exception {
        try (var quick = new Listener()) {
            secretOf("slow", WebhookForm.to(listener.url()));
            secretOf("quick", WebhookForm.to(quick.url()));
            rules(quick(true));
            listener.manner = listener.silent();
            courier.start();
            for (int i = 0; i < 10; i++) {
                String id = happen(Kind.JOB_ADDED, "job");
                assertThat(quick.await().id()).isEqualTo(id);
            }
            assertThat(listener.await().id()).isEqualTo(quick.got.getFirst().id());
        }
    }

    @Test
    void a_try_without_an_answer_fails_when_its_time_is_over() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        rules(quick(true));
        happen(Kind.JOB_ADDED, "one");
        listener.manner = listener.silent();
        assertThat(courier.deliver("crm")).isZero();
        assertThat(webhooks.find("crm").delivery().lastError()).isEqualTo("There was no answer within 1 s.");
    }

    @Test
    void who_is_gone_or_has_failed_for_too_long_is_paused_and_goes_on_where_he_stopped() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        String first = happen(Kind.JOB_ADDED, "one");
        listener.next(Listener.status(410));
        courier.deliver("crm");
        assertThat(webhooks.find("crm").delivery().pausedAt()).contains(time.get());
        assertThat(events.after(0, 1000).getLast().facts()).containsEntry("change", "paused");
        pass(Duration.ofDays(30));
        assertThat(courier.deliver("crm")).isZero();
        assertThat(listener.got).hasSize(1);

        webhooks.resume("crm");
        listener.next(Listener.status(500));
        courier.deliver("crm");
        assertThat(webhooks.find("crm").delivery().pausedAt()).isEmpty();
        pass(WebhookSettings.STANDARD.pauseAfter());
        listener.next(Listener.status(500));
        courier.deliver("crm");
        assertThat(webhooks.find("crm").delivery().pausedAt()).contains(time.get());

        webhooks.resume("crm");
        assertThat(courier.deliver("crm")).isGreaterThanOrEqualTo(1);
        assertThat(listener.ids()).startsWith(first, first, first, first);
    }

    @Test
    void of_two_servers_one_delivers_and_the_other_takes_over_when_it_is_gone() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        Courier other = courier("there");
        try {
            String first = happen(Kind.JOB_ADDED, "one");
            listener.next(Listener.status(500));
            courier.deliver("crm"); // gives up its lease, as it has to wait
            store.write(handle -> handle.execute(
                    "update webhook set lease_node = 'here', lease_until = ?, next_try_at = 0",
                    Store.millis(time.get().plusSeconds(60))));
            assertThat(other.deliver("crm")).isZero(); // "here" is in the middle of it
            assertThat(listener.got).hasSize(1);
            pass(Duration.ofSeconds(61)); // and dies
            assertThat(other.deliver("crm")).isEqualTo(1);
            assertThat(listener.ids()).containsExactly(first, first);
            assertThat(courier.deliver("crm")).isZero();
        } finally {
            other.close();
        }
    }

    @Test
    void addresses_of_private_networks_are_posted_to_only_where_that_is_allowed() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        rules(quick(false));
        happen(Kind.JOB_ADDED, "one");
        assertThat(courier.deliver("crm")).isZero();
        assertThat(listener.got).isEmpty();
        assertThat(webhooks.find("crm").delivery().lastError()).contains("127.0.0.1", "private");
        for (String inside : List.of(
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:10.0.0.1")) {
            assertThat(Post.isInside(java.net.InetAddress.ofLiteral(inside)))
                    .as(inside)
                    .isTrue();
        }
        for (String outside : List.of("192.0.2.1", "100.128.0.1", "8.8.8.8", "2001:db8::1")) {
            assertThat(Post.isInside(java.net.InetAddress.ofLiteral(outside)))
                    .as(outside)
                    .isFalse();
        }
    }

    @Test
    void a_test_says_how_it_went_whatever_waits() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        happen(Kind.JOB_ADDED, "one");
        assertThat(webhooks.test("crm").delivered()).isTrue();
        assertThat(JSON.readTree(listener.got.getFirst().body()).get("type").asText())
                .isEqualTo("test");
        listener.next(Listener.status(500));
        assertThat(webhooks.test("crm").error()).isEqualTo("The answer was 500.");
        assertThat(webhooks.find("crm").delivery().failures()).isZero();
        assertThat(courier.deliver("crm")).isEqualTo(1);
    }

    @Test
    void what_is_deleted_from_the_log_before_it_was_delivered_is_told_as_missed() throws Exception {
        secretOf("crm", WebhookForm.to(listener.url()));
        happen(Kind.JOB_ADDED, "one");
        happen(Kind.JOB_ADDED, "two");
        pass(Duration.ofDays(60));
        String last = happen(Kind.JOB_ADDED, "three");
        assertThat(events.purge(time.get().minus(Duration.ofDays(30)))).isPositive();
        courier.deliver("crm");
        assertThat(listener.got).hasSize(2);
        JsonNode missed = JSON.readTree(listener.got.getFirst().body());
        assertThat(missed.get("type").asText()).isEqualTo("events_missed");
        assertThat(missed.at("/data/upTo").asLong()).isEqualTo(events.horizon());
        assertThat(listener.got.getLast().id()).isEqualTo(last);
    }

    @Test
    void a_change_that_somebody_else_made_is_not_overwritten_and_nonsense_is_refused() {
        secretOf("crm", WebhookForm.to(listener.url()));
        Webhook before = webhooks.find("crm");
        Webhook after = webhooks.change("crm", WebhookForm.to("https://example.org/other"), before.version());
        assertThat(after.url()).isEqualTo("https://example.org/other");
        assertThatThrownBy(() -> webhooks.change("crm", WebhookForm.to(listener.url()), before.version()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
        for (String bad : List.of(
                "",
                "example.org",
                "ftp://example.org",
                "https://user:secret@example.org/",
                "https://",
                "http://a b",
                "https://example.org/#top")) {
            assertThatThrownBy(() -> WebhookForm.to(bad)).as(bad).isInstanceOf(Refusal.class);
        }
        for (String bad : List.of("", "whsec_", "whsec_AAAA", "secret", "whsec_" + "A".repeat(200))) {
            assertThatThrownBy(() -> Signature.key(bad)).as(bad).isInstanceOf(Refusal.class);
        }
        for (String bad : List.of("", "CRM", "a b", "-a", "a".repeat(61))) {
            assertThatThrownBy(() -> webhooks.add(bad, WebhookForm.to(listener.url())))
                    .as(bad)
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> webhooks.add("crm", WebhookForm.to(listener.url())))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
        webhooks.remove("crm");
        assertThatThrownBy(() -> webhooks.find("crm")).isInstanceOf(Refusal.class);
    }
}
