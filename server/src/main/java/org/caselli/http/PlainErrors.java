package org.caselli.http;

import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what the HTTP engine refuses before it is a request of ours, such as a broken header, with a problem as well. */
final class PlainErrors extends ErrorHandler {
    private final Jsonb json;

    PlainErrors(Jsonb json) {
        this.json = json;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        // Jetty closes the connection after a request that it could not read: the client must know (RFC 9112 clause
        // 9.6).
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] body = json.toJsonBytes(problem(code, "The request").problem());
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** A problem for a bare status. */
    static ProblemException problem(int status, String what) {
        return switch (status) {
            case 404 ->
                ProblemException.notOfThisVersion(
                        ProblemKind.NOT_FOUND,
                        what + " leads nowhere.",
                        "The addresses of this version are listed in /api/v1/openapi.yaml; a client that is newer than the"
                                + " server may know more.");
            case 405 ->
                ProblemException.notOfThisVersion(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        what + " is not possible.",
                        "Use a method that the header Allow lists; /api/v1/openapi.yaml describes them.");
            case 408 -> new ProblemException(ProblemKind.REQUEST_TIMEOUT, what + " came too slowly.", "Send it again.");
            case 413 ->
                new ProblemException(
                        ProblemKind.TOO_LARGE,
                        what + " has a body that is too large.",
                        "Send at most " + HttpSettings.MAX_BODY_BYTES + " octets; only a submission may be larger.");
            case 415 ->
                new ProblemException(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        what + " has a body of the wrong kind.",
                        "The kinds are listed in /api/v1/openapi.yaml.");
            default ->
                status < 500
                        ? ProblemException.invalid(
                                what + " is not HTTP as it should be.", "Check its address, headers and body.")
                        : new ProblemException(
                                ProblemKind.INTERNAL_ERROR,
                                what + " met an error in the server.",
                                "Look at the server's log at this time, and report it.");
        };
    }
}
