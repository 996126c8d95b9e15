package org.caselli.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.MalformedException;
import org.caselli.sip.message.NameAddr;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipMessage;
import org.caselli.sip.message.SipUri;
import org.caselli.sip.message.Uri;

/** What two user agents know of each other (RFC 3261 clause 12). */
final class Dialog {
    private final String callId;
    private final String local; // From or To as text, tag included, so that it leaves as it came
    private final String remote;
    private final String localTag;
    private final String remoteTag;
    private final List<NameAddr> routes;
    private final Hop peer;
    private SipUri target;
    private long localSeq;
    private long remoteSeq;
    private final boolean caller;

    private Dialog(
            String callId,
            String local,
            String localTag,
            String remote,
            String remoteTag,
            List<NameAddr> routes,
            Hop peer,
            SipUri target,
            long localSeq,
            long remoteSeq,
            boolean caller) {
        this.callId = callId;
        this.local = local;
        this.localTag = localTag;
        this.remote = remote;
        this.remoteTag = remoteTag;
        this.routes = routes;
        this.peer = peer;
        this.target = target;
        this.localSeq = localSeq;
        this.remoteSeq = remoteSeq;
        this.caller = caller;
    }

    /** The caller's side, from a response to its INVITE (clause 12.1.2). */
    static Dialog calling(Request invite, Response response, Hop from) {
        List<NameAddr> routes = routes(response.headers());
        return new Dialog(
                invite.callId(),
                text(invite, "From"),
                invite.from().tag().orElse(""),
                text(response, "To"),
                response.to().tag().orElse(""),
                routes.reversed(),
                from,
                contact(response).orElseGet(() -> uriOf(from)),
                invite.cseq().number(),
                -1,
                true);
    }

    /** The called side, from the INVITE and the tag that we give (clause 12.1.1). */
    static Dialog called(Request invite, String localTag, Hop from) {
        return new Dialog(
                invite.callId(),
                text(invite, "To") + ";tag=" + localTag,
                localTag,
                text(invite, "From"),
                invite.from().tag().orElse(""),
                routes(invite.headers()),
                from,
                contact(invite).orElseGet(() -> uriOf(from)),
                0,
                invite.cseq().number(),
                false);
    }

    private static String text(SipMessage message, String name) {
        return message.headers().get(name).orElseThrow();
    }

    private static SipUri uriOf(Hop hop) {
        return SipUri.of("", hop.host(), hop.port());
    }

    private static List<NameAddr> routes(Headers headers) {
        List<NameAddr> routes = new ArrayList<>();
        for (String value : headers.list("Record-Route")) {
            try {
                NameAddr route = NameAddr.parse(value);
                if (route.uri() instanceof SipUri) {
                    routes.add(route);
                }
            } catch (MalformedException _) {
                // A station that cannot be read cannot be visited; the others may still lead there.
            }
        }
        return List.copyOf(routes);
    }

    /** The SIP URI of the first Contact; empty where a peer forgot it, or wrote nonsense. */
    static Optional<SipUri> contact(SipMessage message) {
        for (String value : message.headers().list("Contact")) {
            try {
                if (NameAddr.parse(value).uri() instanceof SipUri uri) {
                    return Optional.of(uri);
                }
            } catch (MalformedException _) {
                // the next may be better
            }
        }
        return Optional.empty();
    }

    /** The name under which the agent finds it. */
    String key() {
        return key(callId, localTag, remoteTag);
    }

    static String key(String callId, String localTag, String remoteTag) {
        return callId + "\n" + localTag + "\n" + remoteTag;
    }

    /** Whether we made its Call-ID. */
    boolean isCaller() {
        return caller;
    }

    String localTag() {
        return localTag;
    }

    /** A target refresh: INVITE or its 2xx (clause 12.2). */
    void refreshTarget(SipMessage message) {
        contact(message).ifPresent(uri -> target = uri);
    }

    /** Whether a request of the far end is in order; remembers its number if so (clause 12.2.2). */
    boolean inOrder(Request request) {
        if (request.cseq().number() < remoteSeq) {
            return false;
        }
        remoteSeq = request.cseq().number();
        return true;
    }

    /** Where requests of this dialog go: its first route, or the far end itself. */
    Hop hop() {
        SipUri next = routes.isEmpty() || !(routes.getFirst().uri() instanceof SipUri first) ? target : first;
        return next.hop(peer.transport());
    }

    /**
     * The connection over which the dialog came about, if it was one and leads to where its requests go: to the far end
     * itself, or to a first station that we were connected with.
     */
    Optional<Hop> connection() {
        boolean leads = routes.isEmpty() || hop().host().equals(peer.host());
        return peer.transport().reliable() && leads ? Optional.of(peer) : Optional.empty();
    }

    /** Numbers up to this one are used already, by PRACKs before the dialog was confirmed. */
    void continueAfter(long seq) {
        localSeq = Math.max(localSeq, seq);
    }

    /** The number of the next request. */
    long nextSeq() {
        return ++localSeq;
    }

    /** A request within the dialog (clause 12.2.1.1). */
    Request request(String method, long seq, String via, List<Header> more, byte[] body) {
        List<Header> headers = new ArrayList<>(16);
        headers.add(new Header("Via", via));
        headers.add(new Header("Max-Forwards", "70"));
        Uri uri = target.forRequestLine();
        boolean strict = !routes.isEmpty()
                && routes.getFirst().uri() instanceof SipUri first
                && !first.params().has("lr");
        for (NameAddr route : strict ? routes.subList(1, routes.size()) : routes) {
            headers.add(new Header("Route", "<" + route.uri() + ">" + route.params()));
        }
        if (strict && routes.getFirst().uri() instanceof SipUri first) {
            headers.add(new Header("Route", "<" + target + ">"));
            uri = first.forRequestLine();
        }
        headers.add(new Header("From", local));
        headers.add(new Header("To", remote));
        headers.add(new Header("Call-ID", callId));
        headers.add(new Header("CSeq", seq + " " + method));
        headers.addAll(more);
        return Request.of(method, uri, new Headers(headers), body);
    }
}
