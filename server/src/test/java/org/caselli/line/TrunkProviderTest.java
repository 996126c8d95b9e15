package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers with a trunk between them, over real sockets. */
@Timeout(180)
class TrunkProviderTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 100, 7), Resolution.STANDARD);

    private final LoopbackProviderTest.Inbox inbox = new LoopbackProviderTest.Inbox();
    private SipEndpoint branch;
    private SipEndpoint head;
    private TrunkProvider branchTrunks;
    private TrunkProvider headTrunks;

    @BeforeEach
    void open() throws Exception {
        branch = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        head = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        branch.open();
        head.open();
        branchTrunks = new TrunkProvider(branch, TlsTrunkTest.HASTY);
        headTrunks = new TrunkProvider(head, TlsTrunkTest.HASTY);
        branchTrunks.open(call -> new Reception.Refuse(Reception.Reason.NOT_ALLOWED));
        headTrunks.open(inbox);
    }

    @AfterEach
    void close() {
        branchTrunks.close();
        headTrunks.close();
        branch.close();
        head.close();
    }

    private static TrunkSettings to(SipEndpoint far, String name) {
        return TrunkSettings.peer(name, TrunkSettings.Server.of("127.0.0.1:" + far.port()))
                .withChannels(2);
    }

    /** The head office wants this user and password of who calls. */
    private static TrunkSettings guarded(TrunkSettings trunk, String password) {
        return trunk.with(new TrunkSettings.Incoming(
                TrunkSettings.CalledNumber.REQUEST_URI, List.of(), "office", new Secret(password)));
    }

    private CallReport call(String number) {
        Device line = branchTrunks.devices().getFirst();
        assertThat(line.reaches(number)).isTrue();
        return line.send(
                new OutgoingFax(
                        number,
                        "+49301111",
                        "+49 30 1111",
                        new PageSource() {
                            @Override
                            public int count() {
                                return 1;
                            }

                            @Override
                            public Optional<Page> page(int page) {
                                return Optional.of(PAGE);
                            }
                        },
                        Abilities.ALL),
                new CallListener() {});
    }

    @ParameterizedTest
    @EnumSource(
            value = TrunkSettings.Transport.class,
            names = {"UDP", "TCP"})
    void a_fax_goes_through_a_trunk_whose_far_end_asks_for_a_password(TrunkSettings.Transport transport)
            throws Exception {
        branchTrunks.put(to(head, "head").with(transport).with(TrunkSettings.Login.of("office", "right")));
        headTrunks.put(guarded(to(branch, "office"), "right").with(transport));
        CallReport report = call("+49307654321");
        assertThat(report.outcome()).isEqualTo(Outcome.DELIVERED);
        CallReport received = inbox.report();
        assertThat(received.outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(inbox.pages).containsExactly(PAGE);
    }

    @Test
    void a_wrong_password_lets_nobody_in() {
        branchTrunks.put(to(head, "head").with(TrunkSettings.Login.of("office", "wrong")));
        headTrunks.put(guarded(to(branch, "office"), "right"));
        CallReport report = call("+49307654321");
        assertThat(report.outcome().isSuccess()).isFalse();
        assertThat(inbox.reports).isEmpty();
        assertThat(inbox.pages).isEmpty();
    }

    @Test
    void who_belongs_to_no_trunk_is_refused() {
        branchTrunks.put(to(head, "head"));
        CallReport report = call("+49307654321");
        assertThat(report.outcome().isSuccess()).isFalse();
        assertThat(inbox.reports).isEmpty();
    }
}
