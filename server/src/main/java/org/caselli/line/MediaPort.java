package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.function.BiConsumer;
import org.caselli.call.MediaAddress;

/**
 * One UDP port of one call. Packets are read by the thread of {@link MediaPorts}, and sent by the thread of the call.
 */
final class MediaPort implements AutoCloseable {
    private final DatagramChannel channel;
    private final int number;
    private final BiConsumer<MediaAddress, byte[]> heard;
    // Packets come from one place and go to one place, most of them, so the last address in each form is at hand.
    private InetSocketAddress lastSource = new InetSocketAddress(0);
    private MediaAddress lastFrom = MediaAddress.UNKNOWN;
    private InetSocketAddress lastTarget = new InetSocketAddress(0);
    private MediaAddress lastTo = MediaAddress.UNKNOWN;

    MediaPort(DatagramChannel channel, BiConsumer<MediaAddress, byte[]> heard) throws IOException {
        this.channel = channel;
        this.number = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        this.heard = heard;
    }

    int number() {
        return number;
    }

    /** Called by the reading thread only. */
    void heard(InetSocketAddress source, byte[] octets) {
        if (!source.equals(lastSource)) {
            lastSource = source;
            lastFrom = new MediaAddress(source.getAddress().getHostAddress(), source.getPort());
        }
        heard.accept(lastFrom, octets);
    }

    /**
     * Called by the call's thread only.
     *
     * @throws IOException if the network does not take it
     */
    void send(MediaAddress to, byte[] octets) throws IOException {
        if (!to.equals(lastTo)) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(to.host()), to.port());
            if (target.isUnresolved()) {
                throw new UnknownHostException("No address is known for " + to.host());
            }
            lastTarget = target;
            lastTo = to;
        }
        try {
            channel.send(ByteBuffer.wrap(octets), lastTarget);
        } catch (UnsupportedAddressTypeException cause) {
            throw new IOException(to + " is of another kind than our address", cause);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cause) {
            MediaPorts.LOG.warn("The media port {} could not be closed", number, cause);
        }
    }
}
