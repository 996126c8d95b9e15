package org.caselli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.outcome.Outcome;
import org.caselli.t30.Abilities;
import org.caselli.t30.PageSource;
import org.caselli.t30.ReceivedPage;
import org.caselli.testkit.TestPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackProviderTest {
    private static final Page PAGE = new Page(TestPages.text(1728, 400, 7), Resolution.FINE);

    private final Inbox inbox = new Inbox();
    private SipEndpoint endpoint;
    private LoopbackProvider provider;

    /** Takes every call, and keeps what it brings. */
    static final class Inbox implements Switchboard {
        final List<Page> pages = new CopyOnWriteArrayList<>();
        final BlockingQueue<CallReport> reports = new ArrayBlockingQueue<>(100);

        @Override
        public Reception incoming(IncomingCall call) {
            return new Reception.Accept(call.calledNumber(), Abilities.ALL, new Receiver() {
                @Override
                public void keep(ReceivedPage page) {
                    pages.add(page.page());
                }

                @Override
                public void ended(CallReport report) {
                    reports.add(report);
                }
            });
        }

        CallReport report() throws InterruptedException {
            CallReport report = reports.poll(60, TimeUnit.SECONDS);
            assertThat(report)
                    .as("a report of the receiving side within a minute")
                    .isNotNull();
            return report;
        }
    }

    @BeforeEach
    void open() throws Exception {
        endpoint = new SipEndpoint(SipSettings.at(InetAddress.getLoopbackAddress(), 0));
        endpoint.open();
        provider = new LoopbackProvider(endpoint, LoopbackSettings.STANDARD.withHaste(10));
        provider.open(inbox);
    }

    @AfterEach
    void close() {
        provider.close();
        endpoint.close();
    }

    private Device line(int index) {
        return provider.devices().get(index);
    }

    private static OutgoingFax fax(String number, Page... pages) {
        return new OutgoingFax(number, "", "+49 1001", PageSource.of(List.of(pages)), Abilities.ALL);
    }

    @Test
    void a_page_goes_from_one_line_to_another_bit_by_bit() throws Exception {
        CallReport sent = line(0).send(fax("1002", PAGE), new CallListener() {});
        sent.diary().forEach(System.out::println);
        CallReport received = inbox.report();
        assertThat(sent.outcome()).as("%s", sent).isEqualTo(Outcome.DELIVERED);
        assertThat(received.outcome()).as("%s", received).isEqualTo(Outcome.RECEIVED);
        assertThat(inbox.pages).containsExactly(PAGE);
        assertThat(sent.farIdentity()).isEqualTo("1002");
        System.out.println(sent);
        System.out.println(received);
    }
}
