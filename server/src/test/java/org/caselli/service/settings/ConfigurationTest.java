package org.caselli.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.caselli.document.Documents;
import org.caselli.line.Lines;
import org.caselli.service.FakeLines;
import org.caselli.service.FaxService;
import org.caselli.service.ServiceSettings;
import org.caselli.service.notice.WebhookForm;
import org.caselli.service.routing.Destination;
import org.caselli.service.routing.RuleKey;
import org.caselli.service.settings.Applied.Change;
import org.caselli.service.settings.Applied.Difference;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** The one file with everything that administrators set, on a whole service with two lines. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConfigurationTest {
    @Parameter
    TestDatabase database = TestDatabase.SQLITE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Documents documents = Documents.inProcess();

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private FaxService service;

    @BeforeEach
    void open() {
        store = database.open(directory);
        service = FaxService.open(
                store,
                new Lines(List.of(new FakeLines("1001", "1002"))),
                documents,
                ServiceSettings.STANDARD,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        service.close();
        store.close();
        documents.close();
    }

    private Applied apply(String body) {
        return service.configuration().apply("format = 1\n" + body, false);
    }

    /** A server with one of everything. */
    private void furnish() {
        assertThat(apply("""
                        [settings.outgoing]
                        retries = 5
                        retryDelay = "2m"
                        discountStart = "22:00"

                        [settings.identity]
                        stationId = "+39 055 1234"

                        [devices.fake-1001]
                        description = 'Quotation " and backslash \\'
                        tsid = "Florence"
                        ringsBeforeAnswer = 3

                        [outbound-groups."Two lines"]
                        devices = ["fake-1002", "fake-1001"]

                        [outbound-rules.49-30]
                        group = "Two lines"

                        [outbound-rules.39-0]
                        device = "fake-1001"

                        [webhooks.crm]
                        url = "https://example.org/caselli"
                        classes = ["out_queue", "config"]
                        """).problems()).isEmpty();
    }

    @Test
    void what_is_exported_is_toml_and_changes_nothing_when_it_is_applied_again() {
        furnish();
        String file = service.configuration().export();
        TomlParseResult toml = Toml.parse(file);
        assertThat(toml.errors()).isEmpty();
        assertThat(toml.getLong("settings.outgoing.retries")).isEqualTo(5);
        assertThat(toml.getString("settings.outgoing.retryDelay")).isEqualTo("PT2M");
        assertThat(file).doesNotContain("whsec_").contains("[outbound-groups.\"Two lines\"]");
        long events = service.lastEvent();
        Applied again = service.configuration().apply(file, false);
        assertThat(again.problems()).isEmpty();
        assertThat(again.done()).isTrue();
        assertThat(again.changes()).isEmpty();
        assertThat(service.events(events, 1000)).isEmpty();
        assertThat(service.configuration().export()).isEqualTo(file);
    }

    @Test
    void what_was_applied_is_so() {
        furnish();
        OutgoingSettings outgoing = service.settings().outgoing();
        assertThat(outgoing.retries()).isEqualTo(5);
        assertThat(outgoing.retryDelay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(outgoing.branding()).isTrue(); // was not named
        assertThat(service.devices().settingsOf("fake-1001").ringsBeforeAnswer())
                .isEqualTo(3);
        assertThat(service.outboundRouting().rule(RuleKey.of(49, 30)).destination())
                .isEqualTo(new Destination.ToGroup("Two lines"));
        assertThat(service.webhooks().find("crm").url()).isEqualTo("https://example.org/caselli");
    }

    @Test
    void a_dry_run_says_what_would_be_changed_and_changes_nothing() {
        furnish();
        String before = service.configuration().export();
        String file = before.replace("retries = 5", "retries = 7")
                .replace("[outbound-rules.39-0]", "[outbound-rules.39-2]")
                .replace("[webhooks.crm]", "[webhooks.erp]");
        Applied dry = service.configuration().apply(file, true);
        assertThat(dry.problems()).isEmpty();
        assertThat(dry.done()).isFalse();
        assertThat(dry.changes())
                .contains(new Change(
                        Change.Kind.CHANGED,
                        "settings.outgoing",
                        List.of(new Difference("retries", Optional.of("5"), Optional.of("7")))))
                .extracting(change -> change.kind() + " " + change.entry())
                .containsExactlyInAnyOrder(
                        "CHANGED settings.outgoing",
                        "REMOVED outbound-rules.39-0",
                        "ADDED outbound-rules.39-2",
                        "REMOVED webhooks.crm",
                        "ADDED webhooks.erp");
        assertThat(dry.notes()).hasSize(1).first().asString().contains("webhooks.erp", "secret");
        assertThat(service.configuration().export()).isEqualTo(before);
        assertThat(service.configuration().apply(file, false).changes()).isEqualTo(dry.changes());
    }

    @Test
    void all_problems_are_told_at_once_with_their_lines_and_nothing_is_changed() {
        furnish();
        String before = service.configuration().export();
        long events = service.lastEvent();
        Applied refused = apply("""
                [settings.outgoing]
                retries = 100
                ageLimit = -1
                colour = "red"
                paused = true
                [settings.colours]
                red = 1
                [settings.logging]
                init = "some"
                activityLogDirectory = "relative"
                [devices.fake-1001]
                tsid = "more than twenty characters"
                [outbound-rules.nowhere]
                group = "Two lines"
                [webhooks.crm]
                url = "ftp://example.org"
                active = "yes"
                """);
        assertThat(refused.done()).isFalse();
        assertThat(refused.changes()).isEmpty();
        assertThat(refused.problems())
                .extracting(problem -> problem.replaceFirst(": .*", ""))
                .containsExactly(
                        "line 3", "line 4", "line 5", "line 7", "line 10", "line 11", "line 12", "line 14", "line 16",
                        "line 18");
        assertThat(refused.problems().getFirst()).contains("settings.outgoing.retries is 100; give 0 to 99.");
        assertThat(service.configuration().export()).isEqualTo(before);
        assertThat(service.lastEvent()).isEqualTo(events);
    }

    @Test
    void a_file_that_is_none_is_refused_with_the_place() {
        for (String bad : List.of(
                "",
                "format = 2",
                "format = 1\n[colours]\nred = 1",
                "format = 1\nsettings = 1",
                "format = 1\n[settings]\noutgoing = 1",
                "format = 1\n[settings.outgoing",
                "\u0000")) {
            Applied refused = service.configuration().apply(bad, false);
            assertThat(refused.done()).as(bad).isFalse();
            assertThat(refused.problems()).as(bad).isNotEmpty();
        }
    }

    @Test
    void a_group_and_the_rule_that_leads_to_it_can_go_together_but_not_the_group_alone() {
        furnish();
        Applied alone = apply("[outbound-groups]");
        assertThat(alone.problems()).hasSize(1).first().asString().contains("Two lines", "49-30");
        Applied together = apply("[outbound-groups]\n[outbound-rules]");
        assertThat(together.problems()).isEmpty();
        assertThat(together.changes()).hasSize(3);
        assertThat(service.outboundRouting().groups()).hasSize(1);
    }

    @Test
    void a_webhook_that_is_applied_again_keeps_its_secret() {
        String secret = service.webhooks()
                .add("crm", WebhookForm.to("https://example.org/one"))
                .secret();
        assertThat(apply("[webhooks.crm]\nurl = \"https://example.org/two\"").notes())
                .isEmpty();
        assertThat(store.<String>read(handle -> handle.createQuery("select secret from webhook")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo(secret);
        assertThat(service.webhooks().find("crm").url()).isEqualTo("https://example.org/two");
    }

    @Test
    void what_is_not_there_yet_is_noted_and_the_rest_is_applied() {
        Applied applied = apply("""
                [devices.berlin-1]
                tsid = "Berlin"
                [outbound-groups.Berlin]
                devices = ["berlin-1"]
                """);
        assertThat(applied.done()).isTrue();
        assertThat(applied.notes()).hasSize(2);
        assertThat(service.outboundRouting().group("Berlin").devices()).isEmpty();
    }
}
