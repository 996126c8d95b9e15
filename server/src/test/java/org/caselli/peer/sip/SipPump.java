package org.caselli.peer.sip;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.caselli.sip.Input;
import org.caselli.sip.Output;
import org.caselli.sip.Settings;
import org.caselli.sip.UserAgent;
import org.caselli.sip.message.Hop;
import org.caselli.sip.message.Transport;

/** The plainest driver of a user agent: one UDP and one TCP socket on 127.0.0.1, and the user's reactions as a function. */
final class SipPump implements AutoCloseable {
    /** Ours: far longer than any step takes, so that only what is stuck fails. */
    private static final int LIMIT_SECONDS = 60;

    final UserAgent agent;
    final int port;
    /** All that was sent and heard, first lines only, for a failing test to show. */
    final List<String> wire = new CopyOnWriteArrayList<>();

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Hop, Socket> connections = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Output.CallEvent> events = new LinkedBlockingQueue<>();
    private final Function<Output.CallEvent, List<Input.Command>> user;
    private volatile boolean closed;

    SipPump(Function<Output.CallEvent, List<Input.Command>> user) throws IOException {
        this.user = user;
        InetAddress here = InetAddress.getLoopbackAddress();
        ServerSocket stream = null;
        DatagramSocket datagrams = null;
        while (datagrams == null) {
            stream = new ServerSocket(0, 50, here);
            try {
                datagrams = new DatagramSocket(stream.getLocalPort(), here);
            } catch (IOException _) {
                stream.close(); // somebody else has this port for UDP; the next one may be free
            }
        }
        tcp = stream;
        udp = datagrams;
        port = tcp.getLocalPort();
        agent = new UserAgent(Settings.at(here.getHostAddress(), port), RandomGenerator.getDefault());
        Thread.startVirtualThread(this::think);
        Thread.startVirtualThread(this::hearDatagrams);
        Thread.startVirtualThread(this::accept);
    }

    void tell(Input input) {
        inputs.add(input);
    }

    /** Waits for the next event of this kind; others before it are dropped, except an end that was not waited for. */
    <E extends Output.CallEvent> E await(Class<E> type) throws InterruptedException {
        while (true) {
            Output.CallEvent event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (type.isInstance(event)) {
                return type.cast(event);
            }
            if (event == null || event instanceof Output.Ended || event instanceof Output.Refused) {
                throw new AssertionError(
                        "waited for " + type.getSimpleName() + ", had " + event + "\n" + String.join("\n", wire));
            }
        }
    }

    private void think() {
        try {
            while (!closed) {
                Instant deadline = agent.deadline();
                long wait = deadline.equals(Instant.MAX)
                        ? 1000
                        : Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
                Input input = inputs.poll(Math.min(wait, 1000), TimeUnit.MILLISECONDS);
                perform(agent.on(input == null ? new Input.TimeUp() : input, Instant.now()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            wire.add("the agent threw " + e);
            throw e;
        }
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            switch (output) {
                case Output.Send(Hop to, byte[] octets) -> send(to, octets);
                case Output.Close(Hop connection) -> close(connections.remove(connection));
                case Output.Standing news -> wire.add(news.toString());
                case Output.Remark remark -> wire.add(remark.toString());
                case Output.Noted noted -> wire.add(noted.line());
                case Output.CallEvent event -> {
                    events.add(event);
                    inputs.addAll(user.apply(event));
                }
            }
        }
    }

    private void send(Hop to, byte[] octets) {
        wire.add("> " + to + " " + firstLine(octets));
        try {
            InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
            if (to.transport() == Transport.UDP) {
                udp.send(new DatagramPacket(octets, octets.length, address));
                return;
            }
            Socket socket = connections.get(to);
            if (socket == null) {
                socket = new Socket(address.getAddress(), to.port());
                connected(to, socket);
            }
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            wire.add("could not send to " + to + ": " + e);
            inputs.add(new Input.Unreachable(to, String.valueOf(e.getMessage())));
        }
    }

    private void connected(Hop far, Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        connections.put(far, socket);
        Thread.startVirtualThread(() -> hearStream(far, socket));
    }

    private void hearDatagrams() {
        byte[] buffer = new byte[65_535];
        while (!closed) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] octets = Arrays.copyOf(buffer, packet.getLength());
                wire.add("< " + firstLine(octets));
                inputs.add(new Input.Datagram(
                        new Hop(Transport.UDP, packet.getAddress().getHostAddress(), packet.getPort()), octets));
            } catch (IOException e) {
                if (!closed) {
                    wire.add("could not receive: " + e);
                }
            }
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = tcp.accept();
                connected(new Hop(Transport.TCP, socket.getInetAddress().getHostAddress(), socket.getPort()), socket);
            } catch (IOException e) {
                if (!closed) {
                    wire.add("could not accept: " + e);
                }
            }
        }
    }

    private void hearStream(Hop far, Socket socket) {
        byte[] buffer = new byte[8192];
        String end = "closed";
        try (InputStream in = socket.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] octets = Arrays.copyOf(buffer, count);
                wire.add("< " + firstLine(octets));
                inputs.add(new Input.StreamOctets(far, octets));
            }
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        }
        connections.remove(far, socket);
        inputs.add(new Input.Unreachable(far, end));
    }

    private static String firstLine(byte[] octets) {
        String text = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\r');
        return end < 0 ? text : text.substring(0, end);
    }

    private void close(AutoCloseable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception e) {
            wire.add("could not close: " + e);
        }
    }

    @Override
    public void close() {
        closed = true;
        close(udp);
        close(tcp);
        connections.values().forEach(this::close);
    }
}
