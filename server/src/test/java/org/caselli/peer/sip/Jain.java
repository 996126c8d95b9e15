package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.header.CSeqHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.caselli.sip.sdp.Sdp;

/** JAIN-SIP as a telephone that does what a test tells it. */
final class Jain implements SipListener, AutoCloseable {
    final SipStack stack;
    final SipProvider provider;
    final AddressFactory addresses;
    final HeaderFactory headers;
    final MessageFactory messages;
    final int port;
    private final Set<String> seen = new HashSet<>();
    final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    Jain() throws Exception {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "peer" + port);
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        stack = factory.createSipStack(properties);
        addresses = factory.createAddressFactory();
        headers = factory.createHeaderFactory();
        messages = factory.createMessageFactory();
        ListeningPoint point = stack.createListeningPoint("127.0.0.1", port, ListeningPoint.UDP);
        provider = stack.createSipProvider(point);
        provider.addSipListener(this);
    }

    @Override
    public void processRequest(RequestEvent event) {
        heard.add(event);
    }

    @Override
    public void processResponse(ResponseEvent event) {
        heard.add(event);
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        heard.add("timeout");
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        heard.add("could not send");
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    Object next() throws InterruptedException {
        Object next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("JAIN-SIP hears something").isNotNull();
        return next;
    }

    /** The next request that we have not seen, since a slow machine sees some again; it must be of this method. */
    RequestEvent request(String method) throws InterruptedException {
        Object next = next();
        while (next instanceof RequestEvent event && !seen.add(branchAndMethod(event.getRequest()))) {
            next = next();
        }
        assertThat(next).isInstanceOf(RequestEvent.class);
        assertThat(((RequestEvent) next).getRequest().getMethod()).isEqualTo(method);
        return (RequestEvent) next;
    }

    private static String branchAndMethod(Request request) {
        return ((ViaHeader) request.getHeader(ViaHeader.NAME)).getBranch() + " " + request.getMethod();
    }

    /** The next final response, past provisional ones. */
    ResponseEvent response(int status) throws InterruptedException {
        while (true) {
            Object next = next();
            assertThat(next).isInstanceOf(ResponseEvent.class);
            Response response = ((ResponseEvent) next).getResponse();
            if (response.getStatusCode() >= 200 || response.getStatusCode() == status) {
                assertThat(response.getStatusCode()).isEqualTo(status);
                return (ResponseEvent) next;
            }
        }
    }

    Address self() throws Exception {
        return addresses.createAddress("<sip:jain@127.0.0.1:" + port + ">");
    }

    Request request(String method, int ourPort, Sdp sdp) throws Exception {
        Address to = addresses.createAddress("<sip:1002@127.0.0.1:" + ourPort + ">");
        Request request = messages.createRequest(
                to.getURI(),
                method,
                provider.getNewCallId(),
                headers.createCSeqHeader(1L, method),
                headers.createFromHeader(self(), "jain" + port),
                headers.createToHeader(to, null),
                new ArrayList<>(List.of(headers.createViaHeader("127.0.0.1", port, "udp", null))),
                headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createContactHeader(self()));
        put(request, sdp);
        return request;
    }

    void put(Message message, Sdp sdp) throws Exception {
        if (sdp != null) {
            message.setContent(
                    sdp.text().getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader("application", "sdp"));
        }
    }

    ClientTransaction send(Request request) throws Exception {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.sendRequest();
        return transaction;
    }

    void sendWithin(Dialog dialog, String method, Sdp sdp) throws Exception {
        Request request = dialog.createRequest(method);
        if (method.equals(Request.INVITE)) {
            if (request.getHeader("Contact") == null) {
                request.addHeader(headers.createContactHeader(self()));
            }
        }
        put(request, sdp);
        dialog.sendRequest(provider.getNewClientTransaction(request));
    }

    void ack(ResponseEvent event) throws Exception {
        long seq = ((CSeqHeader) event.getResponse().getHeader(CSeqHeader.NAME)).getSeqNumber();
        event.getDialog().sendAck(event.getDialog().createAck(seq));
    }

    ServerTransaction answer(RequestEvent event, ServerTransaction transaction, int status, Sdp sdp) throws Exception {
        ServerTransaction used = transaction == null ? event.getServerTransaction() : transaction;
        if (used == null) {
            used = provider.getNewServerTransaction(event.getRequest());
        }
        Response response = messages.createResponse(status, event.getRequest());
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null && status > 100) {
            to.setTag("answer" + port);
        }
        response.addHeader(headers.createContactHeader(self()));
        put(response, sdp);
        used.sendResponse(response);
        return used;
    }

    @Override
    public void close() {
        stack.stop();
    }
}
