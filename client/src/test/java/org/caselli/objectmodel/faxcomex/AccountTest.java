package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountFolders;
import org.caselli.faxcomex.FaxAccountIncomingArchive;
import org.caselli.faxcomex.FaxAccountIncomingQueue;
import org.caselli.faxcomex.FaxAccountOutgoingArchive;
import org.caselli.faxcomex.FaxAccountOutgoingQueue;
import org.caselli.faxcomex.FaxFolders;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.Called;
import org.caselli.objectmodel.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An account's folders show what is its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTest {
    static final List<Class<?>> COVERS = List.of(
            FaxAccount.class,
            FaxAccountFolders.class,
            FaxAccountIncomingQueue.class,
            FaxAccountOutgoingQueue.class,
            FaxAccountIncomingArchive.class,
            FaxAccountOutgoingArchive.class);

    private final Called called = new Called();
    private RunningServer running;
    private FaxServer server;
    private FaxAccount ann;
    private String sent;
    private String waiting;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        running = new RunningServer(folder.resolve("data"));
        FaxCredentials token =
                Faxes.account(running, "ann", "submit_low", "submit_normal", "query_out_jobs", "query_archives");
        server = called.watch(FaxServer.class, FaxServer.create());
        server.connect(running.url().toString(), token);
        ann = server.getCurrentAccount();
        Faxes.receive(running, "Somebody else's");
        try (var her = new CaselliClient(running.url(), token.secret())) {
            long before = running.client().server().lastEvent();
            sent = Faxes.send(her, List.of(running.number(1)), "Hers").getFirst();
            Faxes.event(
                    running,
                    before,
                    event -> event.kind().equals("job_removed")
                            && event.subject().equals(sent));
            running.client()
                    .settings()
                    .change(
                            "outgoing",
                            java.util.Map.of("paused", true),
                            running.client().settings().section("outgoing").tag());
            waiting = Faxes.send(her, List.of(running.number(1)), "Waits").getFirst();
        }
        Faxes.send(running, "Somebody else's that waits");
    }

    @AfterAll
    void stop() throws Exception {
        server.disconnect();
        running.close();
        assertThat(called.missing(getClass(), COVERS)).isEmpty();
    }

    @Test
    void its_queue_and_its_sent_items_have_its_own_faxes_only() {
        FaxAccountFolders folders = ann.getFolders();
        assertThat(server.getFolders().getOutgoingQueue().getJobs().getCount()).isEqualTo(2);
        assertThat(folders.getOutgoingQueue().getJobs().getCount()).isEqualTo(1);
        assertThat(folders.getOutgoingQueue().getJobs().getItem(1).getId()).isEqualTo(waiting);
        assertThat(folders.getOutgoingQueue().getJob(waiting).getSubject()).isEqualTo("Waits");
        assertRefused(
                FaxError.FAX_E_MESSAGE_NOT_FOUND,
                () -> folders.getOutgoingQueue().getJob("0000000000000000"));

        FaxAccountOutgoingArchive sentItems = folders.getOutgoingArchive();
        var messages = sentItems.getMessages(1);
        assertThat(messages.getMessage().getId()).isEqualTo(sent);
        messages.moveNext();
        assertThat(messages.isAtEOF()).isTrue();
        assertThat(sentItems.getMessages().getPrefetchSize()).isEqualTo(100);
        assertThat(sentItems.getMessage(sent).getSubject()).isEqualTo("Hers");
        sentItems.refresh();
        assertThat(sentItems.getSizeLow()).isEqualTo(sentItems.getMessage(sent).getSize());
        assertThat(sentItems.getSizeHigh()).isZero();
        assertThat(sentItems.getSize()).isPositive();
    }

    @Test
    void its_inbox_has_the_receive_folder_as_long_as_faxes_are_public() {
        FaxAccountIncomingArchive inbox = ann.getFolders().getIncomingArchive();
        var messages = inbox.getMessages(10);
        String first = messages.getMessage().getId();
        messages.moveNext();
        messages.moveNext();
        assertThat(messages.isAtEOF()).isTrue();
        assertThat(inbox.getMessage(first).getPages()).isEqualTo(1);
        inbox.refresh();
        assertThat(inbox.getSizeLow()).isPositive();
        assertThat(inbox.getSizeHigh()).isZero();
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> inbox.getMessage("0000000000000000"));
        FaxAccountIncomingQueue queue = ann.getFolders().getIncomingQueue();
        assertThat(queue.getJobs().getCount()).isZero();
        assertRefused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue.getJob("0000000000000000"));
    }

    @Test
    void what_others_have_is_not_in_its_folders_though_it_may_see_it() throws Exception {
        String keeper = "keeper";
        FaxServer sees = FaxServer.create();
        sees.connect(
                running.url().toString(),
                Faxes.account(running, keeper, "query_out_jobs", "query_archives", "query_config"));
        FaxFolders all = sees.getFolders();
        FaxAccountFolders own = sees.getCurrentAccount().getFolders();
        assertThat(all.getOutgoingQueue().getJob(waiting).getId()).isEqualTo(waiting);
        assertRefused(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> own.getOutgoingQueue().getJob(waiting));
        assertThat(all.getOutgoingArchive().getMessage(sent).getId()).isEqualTo(sent);
        assertRefused(
                FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> own.getOutgoingArchive().getMessage(sent));

        var received = all.getIncomingArchive().getMessages();
        String common = received.getMessage().getId();
        assertThat(own.getIncomingArchive().getMessage(common).getId()).isEqualTo(common);
        setPublic(false);
        try {
            assertThat(all.getIncomingArchive().getMessage(common).getId()).isEqualTo(common);
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> own.getIncomingArchive().getMessage(common));
            assertThat(own.getIncomingArchive().getMessages().isAtEOF()).isTrue();
            assertThat(own.getIncomingQueue().getJobs().getCount()).isZero();
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> own.getIncomingQueue().getJob(common));
            assertRefused(FaxError.E_ACCESSDENIED, () -> all.getIncomingQueue().getJobs());
            assertRefused(FaxError.E_ACCESSDENIED, () -> all.getIncomingQueue().getJob(common));
        } finally {
            setPublic(true);
            sees.disconnect();
        }
    }

    private void setPublic(boolean value) {
        running.client()
                .settings()
                .change(
                        "access",
                        java.util.Map.of("incomingFaxesArePublic", value),
                        running.client().settings().section("access").tag());
    }

    @Test
    void an_account_listens_to_its_events() throws Exception {
        assertThat(ann.getAccountName()).isEqualTo("ann");
        var heard = new Heard();
        var listener = heard.account();
        ann.addListener(listener);
        ann.listenToAccountEvents(Set.of(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE));
        assertThat(ann.getRegisteredEvents()).containsExactly(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE);
        running.client().pause(waiting);
        heard.await("onOutgoingJobChanged", waiting);
        running.client().resume(waiting);
        ann.removeListener(listener);
        ann.listenToAccountEvents(Set.of());
        assertThat(ann.getRegisteredEvents()).isEmpty();
    }

    @Test
    void of_another_account_there_is_only_the_name() {
        var plain = new Server();
        plain.connect(running.url().toString(), running.administrator());
        var other = new Account(plain, "ann");
        assertThat(other.getAccountName()).isEqualTo("ann");
        FaxAccountFolders folders = other.getFolders();
        assertRefused(FaxError.E_INVALIDARG, () -> folders.getOutgoingQueue().getJobs());
        assertRefused(FaxError.E_INVALIDARG, () -> folders.getIncomingQueue().getJob(waiting));
        assertRefused(FaxError.E_INVALIDARG, () -> folders.getIncomingArchive().getMessages());
        assertRefused(FaxError.E_INVALIDARG, () -> folders.getOutgoingArchive().getSizeLow());
        assertRefused(
                FaxError.E_INVALIDARG,
                () -> other.listenToAccountEvents(Set.of(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetOUT_QUEUE)));
        plain.disconnect();
    }

    @Test
    void the_holder_of_the_servers_key_has_the_folders_of_the_whole_server() {
        var plain = new Server();
        plain.connect(running.url().toString(), running.administrator());
        FaxAccountFolders folders = plain.getCurrentAccount().getFolders();
        assertThat(folders.getOutgoingQueue().getJobs().getCount()).isEqualTo(2);
        assertThat(folders.getOutgoingArchive().getMessage(sent).getId()).isEqualTo(sent);
        assertThat(folders.getOutgoingArchive().getSize())
                .isEqualTo(running.client().archives().status().sent().octets());
        assertThat(folders.getIncomingArchive().getSize())
                .isEqualTo(running.client().archives().status().received().octets());
        plain.disconnect();
    }
}
