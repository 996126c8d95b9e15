package org.caselli.sip.transaction;

import org.caselli.sip.message.Response;
import org.caselli.sip.message.SipMessage;

/** What a {@link Transaction} is told. */
public sealed interface Happening {

    /** The user of a client transaction wants its request sent. The first thing that such a one is told. */
    record Begin() implements Happening {}

    /** A message of this transaction came in: a response, the request again, or the ACK. */
    record Received(SipMessage message) implements Happening {}

    /** The user of a server transaction answers. */
    record Respond(Response response) implements Happening {}

    /** The network says that a message could not be sent. */
    record Failed(String why) implements Happening {}

    /** {@link Transaction#deadline()} has come. */
    record TimeUp() implements Happening {}
}
