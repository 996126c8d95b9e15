package org.caselli.service.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.caselli.document.Documents;
import org.caselli.line.Lines;
import org.caselli.service.FakeLines;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.Refusal;
import org.caselli.service.Sender;
import org.caselli.service.ServiceSettings;
import org.caselli.service.SourceFile;
import org.caselli.service.Submission;
import org.caselli.service.SubmitRequest;
import org.caselli.service.access.Account;
import org.caselli.service.access.AccountForm;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.cover.Message;
import org.caselli.store.Store;
import org.caselli.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who people are as senders. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SenderProfilesTest {
    private static final Instant NEXT_CENTURY = Instant.parse("2101-05-04T15:30:00Z");
    private static final Sender STUDIO =
            new Sender("Studio Rossi", "", "Avvocato", "", "", "+39 055 9", "", "", "", "", "", "", "");
    private static final SenderProfile ROSSI = new SenderProfile(
            "default", "Anna Rossi", "+39 055 1", "+39 055 1234", STUDIO, "Studio Rossi", "Europe/Rome", "it");

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final FakeLines network = new FakeLines("1001", "1002");
    private final Documents documents = Documents.inProcess();
    private Store store;
    private FaxService service;
    private SenderProfiles senders;
    private Caller ann;
    private Caller reader;
    private Caller administrator;

    @BeforeEach
    void open() {
        store = database.open(directory);
        service = FaxService.open(
                store, new Lines(List.of(network)), documents, ServiceSettings.STANDARD, InstantSource.system());
        senders = service.senders();
        ann = account("ann", Right.SUBMIT_NORMAL);
        reader = account("reader", Right.QUERY_CONFIG);
        administrator = account("boss", Right.MANAGE_CONFIG);
    }

    @AfterEach
    void close() {
        service.close();
        store.close();
        documents.close();
    }

    private Caller account(String name, Right right) {
        Account made = service.accounts()
                .add(
                        name,
                        new AccountForm(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Set.of(right))),
                        Optional.empty(),
                        List.of());
        return new Caller(made.id(), made.name(), Set.of(right));
    }

    private SenderProfile keep(SenderProfile profile) {
        return senders.keep(Optional.empty(), profile, OptionalLong.empty());
    }

    private Submission submit(SubmitRequest request) {
        return service.submit(request.at(NEXT_CENTURY));
    }

    private static SubmitRequest letter() {
        return SubmitRequest.of(
                List.of(new SourceFile("letter.txt", "Dear Bob".getBytes(StandardCharsets.UTF_8))),
                List.of(new Recipient("1002", "Bob")));
    }

    private static void refused(Refusal.Kind kind, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    @Test
    void a_fax_that_names_none_is_from_ones_default_sender_and_what_it_says_itself_stands() {
        ann.call(() -> keep(ROSSI));
        Submission fax = ann.call(() -> submit(letter()));
        assertThat(fax.senderName()).isEqualTo("Anna Rossi");
        assertThat(fax.senderId()).isEqualTo("+39 055 1");
        assertThat(fax.senderNumber()).isEqualTo("+39 055 1234");
        assertThat(fax.sender()).isEqualTo(STUDIO);

        Submission other = ann.call(() -> submit(letter().from("Bruno", "", "")
                .from(new Sender("", "Sales", "", "", "", "", "", "", "", "", "", "", ""))));
        assertThat(other.senderName()).isEqualTo("Bruno");
        assertThat(other.senderNumber()).isEqualTo("+39 055 1234");
        assertThat(other.sender().company()).isEqualTo("Studio Rossi");
        assertThat(other.sender().department()).isEqualTo("Sales");

        Submission bare = ann.call(() -> submit(letter().fromProfile("")));
        assertThat(bare.senderName()).isEmpty();
        assertThat(bare.sender()).isEqualTo(Sender.NONE);
        assertThat(Caller.ADMINISTRATOR.call(() -> submit(letter())).senderName())
                .as("another's fax")
                .isEmpty();
    }

    @Test
    void the_header_line_has_its_name_and_its_zone() {
        ann.call(() -> keep(ROSSI));
        String fax = ann.call(() -> submit(letter())).id();
        String named = ann.call(() -> submit(letter().from("Bruno", "", ""))).id();
        assertThat(column("header_sender", fax)).isEqualTo("Studio Rossi");
        assertThat(column("zone", fax)).isEqualTo("Europe/Rome");
        assertThat(column("header_sender", named)).isEqualTo("Bruno");
    }

    private String column(String column, String submission) {
        return store.read(handle -> handle.createQuery("select " + column + " from submission where id = ?")
                .bind(0, submission)
                .mapTo(String.class)
                .one());
    }

    @Test
    void cover_pages_are_in_its_language_and_its_zone() {
        SubmitRequest fax = ROSSI.of(letter().with(CoverRequest.server("Classic", "")));
        var rome = Message.of(fax, ROSSI, "Server", NEXT_CENTURY, ZoneId.of("UTC"), 1)
                .fields(fax.recipients().getFirst());
        assertThat(rome.value("message.date")).isEqualTo("4 maggio 2101");
        assertThat(rome.value("message.time")).isEqualTo("17:30");
        assertThat(rome.value("label.subject")).isEqualTo("Oggetto");
        assertThat(rome.value("sender.company")).isEqualTo("Studio Rossi");
        var plain = Message.of(letter(), SenderProfile.NONE, "Server", NEXT_CENTURY, ZoneId.of("UTC"), 1)
                .fields(fax.recipients().getFirst());
        assertThat(plain.value("message.date")).isEqualTo("2101-05-04");
        assertThat(plain.value("message.time")).isEqualTo("15:30");
        assertThat(plain.value("label.subject")).isEqualTo("Subject");
        assertThat(plain.value("sender.name")).isEqualTo("Server");
        var polish = new SenderProfile("p", "", "", "", Sender.NONE, "", "", "pl");
        var unknown = Message.of(letter(), polish, "Server", NEXT_CENTURY, ZoneId.of("UTC"), 1)
                .fields(fax.recipients().getFirst());
        assertThat(unknown.value("label.subject"))
                .as("a language without words, on whatever machine (here: %s)", Locale.getDefault())
                .isEqualTo("Subject");
        assertThat(unknown.value("message.date")).isEqualTo("4 maja 2101");
    }

    @Test
    void a_profile_that_is_asked_for_must_be_there_and_a_repeated_request_is_the_same_though_it_has_changed_since() {
        refused(Refusal.Kind.INVALID, () -> ann.call(() -> submit(letter().fromProfile("english"))));
        SenderProfile english =
                ann.call(() -> keep(new SenderProfile("English", "Ann", "", "", Sender.NONE, "", "", "en-gb")));
        assertThat(english.language()).isEqualTo("en-GB");
        SubmitRequest request = letter().fromProfile("english").withKey("k1");
        Submission first = ann.call(() -> submit(request));
        assertThat(first.senderName()).isEqualTo("Ann");
        ann.call(() -> senders.keep(
                Optional.empty(),
                new SenderProfile("English", "Anne", "", "", Sender.NONE, "", "", ""),
                OptionalLong.of(english.version())));
        Submission again = ann.call(() -> submit(request));
        assertThat(again.repeated()).isTrue();
        assertThat(again.senderName()).isEqualTo("Ann");
        refused(Refusal.Kind.CONFLICT, () -> ann.call(() -> submit(request.fromProfile(""))));
    }

    @Test
    void a_change_of_another_version_is_refused_and_a_new_one_in_the_place_of_one_too() {
        ann.call(() -> keep(ROSSI));
        refused(Refusal.Kind.STALE, () -> ann.call(() -> keep(ROSSI)));
        refused(
                Refusal.Kind.STALE,
                () -> ann.call(() -> senders.keep(Optional.empty(), ROSSI, OptionalLong.of(ROSSI.version() + 1))));
        assertThat(ann.call(() -> senders.keep(Optional.empty(), ROSSI, OptionalLong.of(ROSSI.version()))))
                .isEqualTo(ROSSI);
        assertThat(ann.call(() -> senders.list(Optional.empty()))).containsExactly(ROSSI);
    }

    @Test
    void those_of_another_are_read_with_query_config_and_changed_with_manage_config() {
        ann.call(() -> keep(ROSSI));
        Optional<String> anns = Optional.of("ANN");
        assertThat(ann.call(() -> senders.find(anns, "DEFAULT"))).isEqualTo(ROSSI);
        assertThat(reader.call(() -> senders.list(anns))).containsExactly(ROSSI);
        assertThat(reader.call(() -> senders.list(Optional.empty()))).isEmpty();
        refused(Refusal.Kind.FORBIDDEN, () -> reader.call(() -> senders.keep(anns, ROSSI, OptionalLong.empty())));
        refused(Refusal.Kind.FORBIDDEN, () -> ann.call(() -> senders.list(Optional.of("boss"))));
        refused(Refusal.Kind.FORBIDDEN, () -> ann.call(() -> senders.list(Optional.of("nobody"))));
        refused(Refusal.Kind.NOT_FOUND, () -> reader.call(() -> senders.list(Optional.of("nobody"))));
        administrator.call(() -> {
            senders.remove(anns, "default");
            return true;
        });
        refused(Refusal.Kind.NOT_FOUND, () -> ann.call(() -> senders.find(Optional.empty(), "default")));
    }

    @Test
    void they_go_with_their_account() {
        ann.call(() -> keep(ROSSI));
        Caller.ADMINISTRATOR.call(() -> {
            service.accounts().remove("ann");
            return true;
        });
        int left = store.read(handle -> handle.createQuery("select count(*) from sender_profile")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
    }

    @Test
    void what_cannot_be_is_refused_with_its_remedy() {
        for (String[] wrong : new String[][] {
            {"", "", "", "", "", ""},
            {"../x", "", "", "", "", ""},
            {"a\nb", "", "", "", "", ""},
            {"p", "123456789012345678901", "", "", "", ""},
            {"p", "Größe", "", "", "", ""},
            {"p", "", "x".repeat(257), "", "", ""},
            {"p", "", "", "h".repeat(254), "", ""},
            {"p", "", "", "", "Europe/Atlantis", ""},
            {"p", "", "", "", "", "no language"}
        }) {
            assertThatThrownBy(() -> new SenderProfile(
                            wrong[0], "", wrong[1], wrong[2], Sender.NONE, wrong[3], wrong[4], wrong[5]))
                    .as(String.join("|", wrong))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.remedy()).isNotBlank());
        }
    }
}
