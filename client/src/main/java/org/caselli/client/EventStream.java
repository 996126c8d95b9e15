package org.caselli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events of a server, one after the other, as they happen. For one reader; whoever else may close it, and the reader then
 * finds its end.
 */
public final class EventStream implements AutoCloseable {
    /** Ours: three of the server's signs of life. What is silent for longer was cut off without anybody having told. */
    static final Duration SILENCE = Duration.ofSeconds(45);

    private final InputStream octets;
    private final BufferedReader lines;
    private final Function<String, Api.Event> parser;
    private volatile boolean closed;
    private volatile @Nullable Long position;
    private volatile boolean heard;

    private final String node;
    private final @Nullable Long newest;

    /**
     * @param octets   of the answer; its close ends a read that waits
     * @param position the event after which it begins, if that is known
     * @param node     which server it comes from; empty if that is not known
     * @param newest   the newest event that the server had when it began, if that is known
     */
    EventStream(
            InputStream octets,
            @Nullable Long position,
            String node,
            @Nullable Long newest,
            Function<String, Api.Event> parser) {
        this.octets = octets;
        this.lines = new BufferedReader(new InputStreamReader(octets, StandardCharsets.UTF_8));
        this.position = position;
        this.node = node;
        this.newest = newest;
        this.parser = parser;
    }

    /**
     * The next event, as soon as there is one.
     *
     * @return empty if the stream has ended: the server ended it, the connection was lost, or it was closed here
     */
    public Optional<Api.Event> next() {
        try {
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                Optional<Api.Event> event = read(line);
                if (event.isPresent()) {
                    return event;
                }
            }
        } catch (IOException over) {
            // It was cut off, or has been silent for too long.
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

    /** Ends it. Not by the reader of lines, which belongs to whoever reads. */
    @Override
    public void close() {
        closed = true;
        try {
            octets.close();
        } catch (IOException cut) {
            // Then it has ended as well.
        }
    }
}
