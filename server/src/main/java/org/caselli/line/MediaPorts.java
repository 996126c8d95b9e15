package org.caselli.line;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.caselli.call.MediaAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media ports of all calls. One thread reads them all and hands each packet to its call: with a thousand calls that
 * costs less than a blocked thread for each port, since one look at the selector serves many packets.
 */
final class MediaPorts implements AutoCloseable {
    static final Logger LOG = LoggerFactory.getLogger(MediaPorts.class);

    /** Packets read from one port before the others get their turn. Ours: a flood on one port must not starve the rest. */
    private static final int IN_A_ROW = 8;

    private final InetAddress bind;
    private final int first;
    private final int last;
    private final Selector selector;
    private final Thread reader;

    /**
     * @param first the first port, or 0 for any
     * @param last  the last port, or 0
     */
    MediaPorts(InetAddress bind, int first, int last) throws IOException {
        this.bind = bind;
        this.first = first;
        this.last = last;
        this.selector = Selector.open();
        this.reader = Thread.ofPlatform().daemon().name("media").start(this::read);
    }

    /**
     * Opens a port.
     *
     * @param heard told each packet on the reading thread; must not block
     * @throws IOException if no port is free; the message says the remedy
     */
    MediaPort open(BiConsumer<MediaAddress, byte[]> heard) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            bind(channel);
            channel.configureBlocking(false);
            var port = new MediaPort(channel, heard);
            channel.register(selector, SelectionKey.OP_READ, port);
            selector.wakeup();
            return port;
        } catch (IOException | RuntimeException cause) {
            channel.close();
            throw cause;
        }
    }

    private void bind(DatagramChannel channel) throws IOException {
        if (first == 0) {
            channel.bind(new InetSocketAddress(bind, 0));
            return;
        }
        int count = last - first + 1;
        // Not always the lowest free one: packets of the last call on a port may still be under way.
        int start = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            try {
                channel.bind(new InetSocketAddress(bind, first + (start + i) % count));
                return;
            } catch (BindException _) {
                // In use; the next one.
            }
        }
        throw new IOException("All media ports from " + first + " to " + last + " on " + bind.getHostAddress()
                + " are in use; widen the range (two for each call).");
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
        try {
            while (selector.isOpen()) {
                selector.select(key -> read(key, buffer));
            }
        } catch (IOException cause) {
            LOG.error("Media packets cannot be read any more; restart the server", cause);
        } catch (ClosedSelectorException _) {
            LOG.debug("The media reader ends");
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        if (!(key.attachment() instanceof MediaPort port)) {
            return;
        }
        try {
            DatagramChannel channel = (DatagramChannel) key.channel();
            for (int i = 0; i < IN_A_ROW; i++) {
                buffer.clear();
                if (!(channel.receive(buffer) instanceof InetSocketAddress source)) {
                    return;
                }
                byte[] octets = new byte[buffer.flip().remaining()];
                buffer.get(octets);
                port.heard(source, octets);
            }
        } catch (ClosedChannelException _) {
            key.cancel(); // its call has ended
        } catch (IOException cause) {
            // An ICMP error of an earlier packet, say. The port itself is as good as before.
            LOG.debug("Reading media port {}: {}", port.number(), cause.toString());
        } catch (RuntimeException | OutOfMemoryError cause) {
            LOG.error("A packet on media port {} was not handled", port.number(), cause);
        }
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException cause) {
            LOG.warn("The media ports could not be closed", cause);
        }
        if (!Thread.currentThread().equals(reader)) {
            try {
                reader.join(1000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
