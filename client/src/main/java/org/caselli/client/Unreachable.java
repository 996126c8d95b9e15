package org.caselli.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.caselli.client.CaselliException.Kind;

/** Says why a server could not be asked, as far as the network tells, and what to do about it. */
final class Unreachable {
    private Unreachable() {}

    /** @param root the server's address */
    static CaselliException of(String root, IOException cause) {
        Optional<NotRead> notRead = in(cause, NotRead.class);
        if (notRead.isPresent()) {
            return notRead.get().told();
        }
        if (in(cause, UnresolvedAddressException.class).isPresent()
                || in(cause, UnknownHostException.class).isPresent()) {
            return away(root, "nobody knows that name", "Correct it, or ask who looks after the names.", cause);
        }
        if (in(cause, HttpConnectTimeoutException.class).isPresent()) {
            return away(
                    root,
                    "the connection is not taken within " + CaselliClient.CONNECT.toSeconds() + " s",
                    "See that the machine is on, and that no firewall stands between.",
                    cause);
        }
        if (in(cause, HttpTimeoutException.class).isPresent()) {
            return away(
                    root,
                    "there is a connection, but no answer has come for too long",
                    "Correct the address; if it is right, look at the server's log, and see what was done before you"
                            + " repeat it.",
                    cause);
        }
        if (in(cause, CertificateException.class).isPresent()) {
            return away(
                    root,
                    "its certificate is not to be trusted, or is another server's ("
                            + in(cause, CertificateException.class)
                                    .orElseThrow()
                                    .getMessage() + ")",
                    "Use the name that the certificate is for, and name its authority as trust in client.properties.",
                    cause);
        }
        if (in(cause, SSLException.class).isPresent()) {
            boolean agreed = in(cause, SSLHandshakeException.class).isPresent();
            return away(
                    root,
                    agreed ? "no agreement on TLS was reached" : "what listens there does not speak TLS",
                    agreed ? "Look at the server's log." : "Correct the port, or write http:// where nobody listens.",
                    cause);
        }
        if (in(cause, ProtocolException.class).isPresent()) {
            return alien(root, "speaks another language than HTTP", cause);
        }
        if (in(cause, ConnectException.class).isPresent()) {
            return away(
                    root, "nobody listens there", "Start one with \"caselli serve\", or correct the address.", cause);
        }
        return away(
                root,
                in(cause, EOFException.class).isPresent()
                        ? "the connection was closed before there was an answer"
                        : "the connection was cut",
                root.startsWith("http:")
                        ? "Try again; if it stays so, write https://, or look at the server's log."
                        : "Try again; if it stays so, look at the server's log.",
                cause);
    }

    private static CaselliException away(String root, String why, String remedy, IOException cause) {
        return new CaselliException(
                Kind.UNREACHABLE, "No Caselli server answers at " + root + ": " + why + ".", remedy, cause);
    }

    /** What answers is something else. */
    static CaselliException alien(String root, String what, Throwable cause) {
        return new CaselliException(
                Kind.SERVER_ERROR,
                "What answers at " + root + " is not a Caselli server, or not of this version: it " + what + ".",
                "Check the address.",
                cause);
    }

    private static <T extends Throwable> Optional<T> in(Throwable cause, Class<T> kind) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return Optional.of(kind.cast(each));
            }
        }
        return Optional.empty();
    }

    /** A file that was to be sent could not be read to its end, which is no trouble with the server. */
    static final class NotRead extends IOException {
        private static final long serialVersionUID = 1L;

        private final int index;

        /** @param index which of the files it is, from 0 */
        NotRead(int index, String file, IOException cause) {
            super("The file " + file + " cannot be read: " + cause.getMessage(), cause);
            this.index = index;
        }

        private CaselliException told() {
            var refused = new CaselliException(
                    Kind.INVALID,
                    0,
                    getMessage() + ".",
                    "See that it stays as it is until it has been sent.",
                    "E_FAIL",
                    index);
            refused.initCause(this);
            return refused;
        }
    }
}
