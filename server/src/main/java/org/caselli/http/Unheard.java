package org.caselli.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Hears out who is answered while he is still sending, as with a file that is too large: if the connection were closed at
 * once, his system would throw the answer away before he has read it (RFC 9112 clause 9.6). The answer goes out first; then
 * what still comes is dropped, as long as it comes as quickly as any body has to.
 */
final class Unheard extends Handler.Wrapper {
    /** Ours: as much as a wrong file may have. Who sends more is cut off, and reads the answer only if he reads in between. */
    private static final long MOST = 1L << 30;

    /** Ours: so many chunks at most come before the answer; Jetty's chunks have some 8 to 16 KiB. */
    private static final int AVAILABLE = 16;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var heard = new Heard(request);
        return super.handle(heard, heard.hasBody() ? new Patient(heard, response) : response, callback);
    }

    /** A request that knows whether its body has been read to the end. */
    private static final class Heard extends Request.Wrapper {
        private volatile boolean out;

        Heard(Request request) {
            super(request);
        }

        boolean hasBody() {
            return getLength() > 0 || getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        }

        boolean isOut() {
            return out;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null && (chunk.isLast() || Content.Chunk.isFailure(chunk))) {
                out = true;
            }
            return chunk;
        }

        /** What is there already is dropped before the answer; Jetty's own would give up all that comes later, too. */
        @Override
        public boolean consumeAvailable() {
            for (int chunks = 0; !out && chunks < AVAILABLE; chunks++) {
                Content.Chunk chunk = read();
                if (chunk == null) {
                    break;
                }
                chunk.release();
            }
            return out;
        }

        /** Reads on to the end of the body, and drops it. */
        void drop(long before, Runnable end) {
            long octets = before;
            while (!out && octets <= MOST) {
                Content.Chunk chunk = read();
                if (chunk == null) {
                    long dropped = octets;
                    demand(() -> drop(dropped, end));
                    return;
                }
                octets += chunk.remaining();
                chunk.release();
            }
            end.run();
        }
    }

    /** A response whose end waits for that of the request. */
    private static final class Patient extends Response.Wrapper {
        private final Heard request;

        Patient(Heard request, Response response) {
            super(request, response);
            this.request = request;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (!last || request.isOut()) {
                super.write(last, content, callback);
                return;
            }
            if (!isCommitted() && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
                getHeaders().put(HttpHeader.CONTENT_LENGTH, BufferUtil.length(content));
            }
            super.write(
                    false,
                    content,
                    Callback.from(
                            () -> request.drop(0, () -> super.write(true, BufferUtil.EMPTY_BUFFER, callback)),
                            callback::failed));
        }
    }
}
