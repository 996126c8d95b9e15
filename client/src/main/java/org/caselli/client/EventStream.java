package org.caselli.client;

import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events of a server, one after the other, as they happen. For one reader; whoever else may close it, and the reader then
 * finds its end.
 */
public final class EventStream implements AutoCloseable {
    /** Ours: three of the server's signs of life. What is silent for longer was cut off without anybody having told. */
    static final Duration SILENCE = Duration.ofSeconds(45);

    /** Ours. How many lines may wait for the reader; the server then waits with the others. */
    private static final int AHEAD = 256;

    /** An empty one is the end. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final Function<String, Api.Event> parser;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private volatile @Nullable Long position;
    private volatile boolean heard;

    private final String node;
    private final @Nullable Long newest;

    /**
     * @param position the event after which it begins, if that is known
     * @param node     which server it comes from; empty if that is not known
     * @param newest   the newest event that the server had when it began, if that is known
     */
    EventStream(@Nullable Long position, String node, @Nullable Long newest, Function<String, Api.Event> parser) {
        this.position = position;
        this.node = node;
        this.newest = newest;
        this.parser = parser;
    }

    /** Takes the octets of the answer. */
    Flow.Subscriber<List<ByteBuffer>> subscriber() {
        return BodySubscribers.fromLineSubscriber(new Lines(), none -> none, StandardCharsets.UTF_8, "\n");
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            if (closed) {
                begun.cancel();
            } else {
                begun.request(AHEAD);
            }
        }

        @Override
        public void onNext(String line) {
            lines.add(Optional.of(line));
        }

        @Override
        public void onError(Throwable cut) {
            lines.add(Optional.empty());
        }

        @Override
        public void onComplete() {
            lines.add(Optional.empty());
        }
    }

    /**
     * The next event, as soon as there is one.
     *
     * @return empty if the stream has ended: the server ended it, the connection was lost, or it was closed here
     */
    public Optional<Api.Event> next() {
        try {
            while (!closed) {
                Optional<String> line = lines.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (line == null || line.isEmpty()) {
                    break;
                }
                Flow.Subscription running = subscription;
                if (running != null) {
                    running.request(1);
                }
                Optional<Api.Event> event = read(line.get());
                if (event.isPresent()) {
                    return event;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        close();
        return Optional.empty();
    }

    private Optional<Api.Event> read(String line) {
        if (line.startsWith("id: ")) {
            position = Long.valueOf(line.substring(4).strip());
            heard = true;
        }
        // One line of data an event: the server writes JSON without line breaks.
        return line.startsWith("data: ") ? Optional.of(parser.apply(line.substring(6))) : Optional.empty();
    }

    /** The place in the server's log from where another stream may go on; null if that is not known yet. */
    public @Nullable Long position() {
        return position;
    }

    /**
     * Which of the servers that share a database it comes from: the subject of the event {@code server_stopping} when that
     * one stops. Empty if the server does not say.
     */
    public String node() {
        return node;
    }

    /** The newest event that there was when the stream began: all up to it had happened before. Null if not known. */
    public @Nullable Long newest() {
        return newest;
    }

    /** Whether it has brought an event or a sign of life since it began. */
    public boolean hasHeard() {
        return heard;
    }

    /** Ends it. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription running = subscription;
        if (running != null) {
            running.cancel();
        }
        lines.add(Optional.empty());
    }
}
