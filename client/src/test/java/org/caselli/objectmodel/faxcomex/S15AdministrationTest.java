package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcomex.Faxes.assertRefused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FAX_ACCOUNT_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_LOG_LEVEL_ENUM;
import org.caselli.faxcomex.FAX_SERVER_APIVERSION_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SMTP_AUTHENTICATION_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountSet;
import org.caselli.faxcomex.FaxActivityLogging;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxEventLogging;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxReceiptOptions;
import org.caselli.faxcomex.FaxSecurity2;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.RunningServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S15 of what programmers of Windows fax really do: server administration, accounts, security, reassignment. */
class S15AdministrationTest {
    private static final int DACL = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void a_server_is_administered_and_a_fax_handed_on(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder);
                FaxServer server = FaxServer.create()) {
            setUp.connect(server, running);
            assertThat(server.getAPIVersion()).isGreaterThanOrEqualTo(FAX_SERVER_APIVERSION_ENUM.fsAPI_VERSION_3);
            var heard = new Heard();
            server.addListener(heard.server());
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetCONFIG);
            configuration(server, heard);
            accounts(server);
            security(setUp, running, server, heard);
            receiptsAndLogging(server, heard);
            reassign(setUp, running, server);
            rightsBeforeEffects(setUp, running, server);
        }
    }

    private static void configuration(FaxServer server, Heard heard) throws InterruptedException {
        FaxConfiguration configuration = server.getConfiguration();
        configuration.refresh();
        configuration.setAllowPersonalCoverPages(!configuration.isAllowPersonalCoverPages());
        configuration.setAutoCreateAccountOnConnect(!configuration.isAutoCreateAccountOnConnect());
        configuration.setIncomingFaxesArePublic(!configuration.isIncomingFaxesArePublic());
        configuration.setBranding(!configuration.isBranding());
        configuration.setArchiveAgeLimit(365);
        configuration.save();
        heard.await("onGeneralServerConfigChanged");
        FaxConfiguration saved = server.getConfiguration();
        assertThat(saved.isAllowPersonalCoverPages()).isFalse();
        assertThat(saved.isAutoCreateAccountOnConnect()).isFalse();
        assertThat(saved.isIncomingFaxesArePublic()).isFalse();
        assertThat(saved.isBranding()).isFalse();
        assertThat(saved.getArchiveAgeLimit()).isEqualTo(365);

        // A Save that fails in one section leaves the old values in all.
        saved.setBranding(true);
        saved.setAllowPersonalCoverPages(true);
        saved.setArchiveAgeLimit(-1);
        assertRefused(FaxError.E_INVALIDARG, saved::save);
        FaxConfiguration kept = server.getConfiguration();
        assertThat(kept.isBranding()).isFalse();
        assertThat(kept.isAllowPersonalCoverPages()).isFalse();
        assertThat(kept.getArchiveAgeLimit()).isEqualTo(365);
    }

    private static void accounts(FaxServer server) {
        FaxAccountSet set = server.getFaxAccountSet();
        int before = set.getAccounts().getCount();
        FaxAccount added = set.addAccount("OFFICE\\temp");
        assertThat(set.getAccounts().getCount()).isEqualTo(before + 1);
        assertThat(set.getAccount("temp").getAccountName()).isEqualTo(added.getAccountName());
        set.removeAccount("OFFICE\\temp");
        assertThat(set.getAccounts().getCount()).isEqualTo(before);
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, () -> set.getAccount("temp"));
    }

    private static void security(SetUp setUp, RunningServer running, FaxServer server, Heard heard) throws Exception {
        String[] all = Arrays.stream(FAX_ACCESS_RIGHTS_ENUM_2.values())
                .map(right -> right.name().substring("far2".length()).toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        FaxCredentials boss = Faxes.account(running, "boss", all);
        Faxes.account(running, "temp", "submit_low", "query_config");
        heard.clear();
        try (FaxServer his = FaxServer.create()) {
            setUp.connect(his, running, boss);
            FaxSecurity2 security = his.getSecurity2();
            assertThat(security.can(FAX_ACCESS_RIGHTS_ENUM_2.far2MANAGE_CONFIG)).isTrue();
            security.setInformationType(DACL);
            byte[] before = security.getDescriptor();

            // Nobody shall have any right: he would lock himself out.
            security.setDescriptor(emptyList());
            assertRefused(FaxError.ERROR_INVALID_OPERATION, security::save);
            security.refresh();
            assertThat(security.getDescriptor()).isEqualTo(before);
            assertThat(security.getGrantedRights()).containsExactlyInAnyOrder(FAX_ACCESS_RIGHTS_ENUM_2.values());

            // The last entry is temp's; without it that account has no right any more.
            security.setDescriptor(withoutLastEntry(before));
            security.save();
            heard.await("onSecurityConfigChange");
            assertThat(running.client().accounts().find("temp").value().rights())
                    .isEmpty();
            assertThat(running.client().accounts().find("boss").value().rights())
                    .hasSize(all.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_administrator_cannot_lock_himself_out_for_good(SetUp setUp) throws Exception {
        try (var running = new RunningServer(folder);
                FaxServer key = FaxServer.create();
                FaxServer hers = FaxServer.create()) {
            FaxCredentials zoe = Faxes.account(running, "zoe", "query_config", "manage_config");
            setUp.connect(key, running);
            setUp.connect(hers, running, zoe);
            FaxSecurity2 security = hers.getSecurity2();
            security.setInformationType(DACL);
            byte[] before = security.getDescriptor();

            // While nobody else could undo it, she can neither take her own rights away, nor her account.
            security.setDescriptor(withoutLastEntry(before));
            assertRefused(FaxError.ERROR_INVALID_OPERATION, security::save);
            assertRefused(
                    FaxError.ERROR_INVALID_OPERATION,
                    () -> hers.getFaxAccountSet().removeAccount("zoe"));
            security.refresh();
            assertThat(security.getDescriptor()).isEqualTo(before);
            assertThat(hers.getConfiguration().getRetries()).isEqualTo(3);

            // With a second administrator she can, and is out at once; he lets her in again.
            FaxCredentials ann = Faxes.account(running, "ann", "query_config", "manage_config");
            security.refresh();
            byte[] both = security.getDescriptor();
            security.setDescriptor(withoutLastEntry(both)); // in the order of names
            security.save();
            assertThat(security.getGrantedRights()).isEmpty();
            assertRefused(FaxError.E_ACCESSDENIED, () -> hers.getConfiguration().getRetries());
            try (FaxServer his = FaxServer.create()) {
                setUp.connect(his, running, ann);
                FaxSecurity2 his2 = his.getSecurity2();
                his2.setInformationType(DACL);
                his2.setDescriptor(both);
                his2.save();
            }
            assertThat(hers.getConfiguration().getRetries()).isEqualTo(3);

            // Whoever can read the server's own key is let in whatever the accounts are.
            assertThat(key.getSecurity2().can(FAX_ACCESS_RIGHTS_ENUM_2.far2MANAGE_CONFIG))
                    .isTrue();
        }
    }

    /** A self-relative descriptor whose DACL names nobody. */
    private static byte[] emptyList() {
        return ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) 0x8004)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(20)
                .put((byte) 2)
                .put((byte) 0)
                .putShort((short) 8)
                .putInt(0)
                .array();
    }

    /** MS-DTYP 2.4.5: the list says its size and the number of its entries, and each entry its size. */
    private static byte[] withoutLastEntry(byte[] descriptor) {
        byte[] shorter = descriptor.clone();
        var octets = ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN);
        int list = octets.getInt(16);
        int entries = octets.getShort(list + 4);
        int last = list + 8;
        for (int entry = 1; entry < entries; entry++) {
            last += octets.getShort(last + 2);
        }
        octets.putShort(list + 2, (short) (last - list)).putShort(list + 4, (short) (entries - 1));
        return Arrays.copyOf(shorter, last);
    }

    private static void receiptsAndLogging(FaxServer server, Heard heard) throws InterruptedException {
        FaxReceiptOptions receipts = server.getReceiptOptions();
        receipts.setSMTPServer("mail.example.org");
        receipts.setSMTPPort(25);
        receipts.setSMTPSender("fax@example.org");
        receipts.setAuthenticationType(FAX_SMTP_AUTHENTICATION_TYPE_ENUM.fsatANONYMOUS);
        receipts.save();
        heard.await("onReceiptOptionsChange");
        receipts.setSMTPPort(0);
        receipts.setSMTPServer("other.example.org");
        assertRefused(FaxError.E_INVALIDARG, receipts::save);
        assertThat(server.getReceiptOptions().getSMTPServer()).isEqualTo("mail.example.org");

        FaxActivityLogging activity = server.getLoggingOptions().getActivityLogging();
        boolean incoming = activity.isLogIncoming();
        activity.setLogIncoming(!incoming);
        activity.setDatabasePath("not/absolute");
        assertRefused(FaxError.E_INVALIDARG, activity::save);
        assertThat(server.getLoggingOptions().getActivityLogging().isLogIncoming())
                .isEqualTo(incoming);

        FaxEventLogging levels = server.getLoggingOptions().getEventLogging();
        levels.setInboundEventsLevel(FAX_LOG_LEVEL_ENUM.fllMAX);
        levels.save();
        heard.await("onEventLoggingConfigChange");
        assertThat(server.getLoggingOptions().getEventLogging().getInboundEventsLevel())
                .isEqualTo(FAX_LOG_LEVEL_ENUM.fllMAX);
    }

    private static void reassign(SetUp setUp, RunningServer running, FaxServer server) throws Exception {
        FaxCredentials ann = Faxes.account(running, "ann", "submit_low");
        FaxCredentials bob = Faxes.account(running, "bob", "submit_low");
        String id = Faxes.receive(running, "to be handed on");
        FaxCredentials desk = Faxes.account(running, "desk", "manage_receive_folder");
        try (FaxServer hers = FaxServer.create();
                FaxServer his = FaxServer.create();
                FaxServer office = FaxServer.create()) {
            setUp.connect(office, running, desk);
            assertThat(office.getFolders().getIncomingArchive().getMessage(id).getId())
                    .isEqualTo(id);
            setUp.connect(hers, running, ann);
            setUp.connect(his, running, bob);
            var heard = new Heard();
            FaxAccount account = hers.getCurrentAccount();
            account.addListener(heard.account());
            account.listenToAccountEvents(FAX_ACCOUNT_EVENTS_TYPE_ENUM.faetIN_ARCHIVE);
            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> account.getFolders().getIncomingArchive().getMessage(id));

            assertThat(server.getSecurity2().can(FAX_ACCESS_RIGHTS_ENUM_2.far2MANAGE_RECEIVE_FOLDER))
                    .isTrue();
            FaxIncomingMessage message =
                    server.getFolders().getIncomingArchive().getMessage(id);
            assertThat(message.isWasReAssigned()).isFalse();
            message.setSubject("The offer");
            message.setSenderName("Carol");
            message.setSenderFaxNumber("+39 06 1234567");
            message.setRecipients("OFFICE\\ann;nobody-here");
            assertRefused(FaxError.ERROR_FILE_NOT_FOUND, message::reAssign);
            message.setRecipients("OFFICE\\ann;bob");
            message.reAssign();
            message.refresh();
            assertThat(message.isWasReAssigned()).isTrue();

            assertRefused(
                    FaxError.FAX_E_MESSAGE_NOT_FOUND,
                    () -> office.getFolders().getIncomingArchive().getMessage(id));
            heard.await("onIncomingMessageAdded", id);
            for (FaxServer each : List.of(hers, his)) {
                FaxIncomingMessageIterator inbox = each.getCurrentAccount()
                        .getFolders()
                        .getIncomingArchive()
                        .getMessages();
                inbox.moveFirst();
                FaxIncomingMessage got = inbox.getMessage();
                assertThat(got.getSubject()).isEqualTo("The offer");
                assertThat(got.getSenderName()).isEqualTo("Carol");
                assertThat(got.getSenderFaxNumber()).isEqualTo("+39 06 1234567");
            }
        }
    }

    private static void rightsBeforeEffects(SetUp setUp, RunningServer running, FaxServer server) {
        FaxCredentials clerk = Faxes.account(running, "clerk", "submit_low", "query_config");
        var before = new ArrayList<String>();
        server.getFaxAccountSet().getAccounts().forEach(account -> before.add(account.getAccountName()));
        byte[] descriptor = server.getSecurity2().getDescriptor();
        try (FaxServer hers = FaxServer.create()) {
            setUp.connect(hers, running, clerk);
            FaxConfiguration configuration = hers.getConfiguration();
            configuration.setBranding(!configuration.isBranding());
            assertRefused(FaxError.E_ACCESSDENIED, configuration::save);
            FaxReceiptOptions receipts = hers.getReceiptOptions();
            receipts.setSMTPServer("evil.example.org");
            assertRefused(FaxError.E_ACCESSDENIED, receipts::save);
            assertRefused(FaxError.E_ACCESSDENIED, () -> hers.getFaxAccountSet().addAccount("friend"));
            assertRefused(FaxError.E_ACCESSDENIED, () -> hers.getFaxAccountSet().removeAccount("boss"));
            assertRefused(FaxError.E_ACCESSDENIED, hers.getSecurity2()::save);
        }
        assertThat(server.getConfiguration().isBranding()).isFalse();
        assertThat(server.getReceiptOptions().getSMTPServer()).isEqualTo("mail.example.org");
        assertThat(server.getFaxAccountSet().getAccounts())
                .extracting(FaxAccount::getAccountName)
                .containsExactlyElementsOf(before);
        assertThat(server.getSecurity2().getDescriptor()).isEqualTo(descriptor);
    }
}
