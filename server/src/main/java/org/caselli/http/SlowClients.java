package org.caselli.http;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nobody stay for ever who sends an octet now and then, which Jetty's idle time does not notice. The head of a request
 * has to be there within the patience. Of a body only the time counts that the server waits for it: beyond the patience it
 * has to come at {@value #LEAST_RATE} octets a second on the average, which the slowest line does.
 */
final class SlowClients extends Handler.Wrapper {
    /** Ours: a telephone line with a modem of 1998 has five times as many. */
    private static final int LEAST_RATE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);

    /** In these the parser of a connection waits for the rest of a head, or of what comes behind the last chunk of a body. */
    private static final Set<HttpParser.State> WITHIN_HEAD =
            EnumSet.range(HttpParser.State.METHOD, HttpParser.State.HEADER);

    static {
        WITHIN_HEAD.add(HttpParser.State.TRAILER);
    }

    /**
     * Within the head of which request, or of a chunk, a connection was found, and since when.
     *
     * @param octets that had come on the connection at the last look
     */
    private record Found(long request, long since, long octets) {}

    private final Duration patience;
    private final Map<EndPoint, Found> withinHead = new ConcurrentHashMap<>();
    private @Nullable Thread watch;

    SlowClients(Duration patience) {
        this.patience = patience;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watch = Thread.ofVirtual().name("slow-clients").start(this::watch);
    }

    @Override
    protected void doStop() throws Exception {
        if (watch != null) {
            watch.interrupt();
        }
        super.doStop();
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(patience.toNanos() / 4);
                look(System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long now) {
        int cut = 0;
        Set<EndPoint> seen = ConcurrentHashMap.newKeySet();
        for (Connector connector : getServer().getConnectors()) {
            for (EndPoint point : connector.getConnectedEndPoints()) {
                Connection connection = point.getConnection();
                if (!(connection instanceof HttpConnection http)) {
                    continue;
                }
                HttpParser.State state = http.getParser().getState();
                Found before = withinHead.get(point);
                // What stands behind the size of a chunk has no end of its own either; but a server that is busy, or is
                // sent much, may be found there just so.
                boolean chunk = state == HttpParser.State.CHUNK_SIZE
                        && (before == null
                                || (http.getBytesIn() > before.octets()
                                        && http.getBytesIn() - before.octets() < LEAST_RATE));
                if (!chunk && !WITHIN_HEAD.contains(state)) {
                    continue;
                }
                seen.add(point);
                long since = before != null && before.request() == http.getMessagesIn() ? before.since() : now;
                var found = new Found(http.getMessagesIn(), since, http.getBytesIn());
                withinHead.put(point, found);
                if (now - found.since() > patience.toNanos()) {
                    cut++;
                    point.close();
                }
            }
        }
        withinHead.keySet().retainAll(seen);
        if (cut > 0) {
            LOG.info("Connections cut off on which the head of a request came too slowly: {}", cut);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Watched(request), response, callback);
    }

    /** A request whose body has to come. One thread at a time reads it. */
    private final class Watched extends Request.Wrapper {
        private long waited;
        private long octets;

        Watched(Request request) {
            super(request);
        }

        @Override
        public void demand(Runnable demandCallback) {
            long since = System.nanoTime();
            super.demand(() -> {
                waited += System.nanoTime() - since;
                demandCallback.run();
            });
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return chunk;
            }
            octets += chunk.remaining();
            long most = patience.toNanos() + TimeUnit.SECONDS.toNanos(octets / LEAST_RATE);
            if (waited <= most || chunk.isLast()) {
                return chunk;
            }
            chunk.release();
            var slow = new TimeoutException("The body of the request came too slowly.");
            fail(slow);
            return Content.Chunk.from(slow, true);
        }
    }
}
