package org.caselli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it comes. As the JDK's own stream, but it does not wait for ever: a server, or something between,
 * that falls silent in the middle would else hold the reader as long as the connection stands.
 */
final class Arriving extends InputStream implements BodySubscriber<InputStream> {
    /** What came, or how it ended; null as a failure is the regular end. */
    private record Some(
            List<ByteBuffer> octets, boolean end, @Nullable Throwable failure) {}

    private final Duration patience;
    private final BlockingQueue<Some> came = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable Some last;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /** @param patience how long nothing may come */
    Arriving(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        if (closed) {
            begun.cancel();
        } else {
            begun.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> octets) {
        came.add(new Some(octets, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        came.add(new Some(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        came.add(new Some(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer next = next();
        if (next == null) {
            return -1;
        }
        int some = Math.min(length, next.remaining());
        next.get(to, from, some);
        return some;
    }

    /** What comes next and is not empty; null at the end. */
    private @Nullable ByteBuffer next() throws IOException {
        while (true) {
            ByteBuffer first = waiting.peek();
            if (first != null && first.hasRemaining()) {
                return first;
            }
            if (first != null) {
                waiting.remove();
            } else if (!more()) {
                return null;
            }
        }
    }

    private boolean more() throws IOException {
        Some ended = last;
        if (ended == null) {
            Some some = await();
            if (!some.end()) {
                waiting.addAll(some.octets());
                Flow.Subscription running = subscription;
                if (running != null) {
                    running.request(1);
                }
                return true;
            }
            last = some;
            ended = some;
        }
        if (ended.failure() != null) {
            throw new IOException(ended.failure().getMessage(), ended.failure());
        }
        return false;
    }

    private Some await() throws IOException {
        try {
            Some some = came.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (some == null) {
                close();
                throw new HttpTimeoutException("Nothing has come for " + patience + ".");
            }
            return some;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("The request was interrupted.", stop);
        }
    }

    /** Lets the rest go, and with it the connection if there is a rest. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription running = subscription;
        if (running != null) {
            running.cancel();
        }
        onComplete();
    }
}
