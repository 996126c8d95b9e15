package org.caselli.peer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.caselli.sip.message.Transport;
import org.caselli.testkit.Peers;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts Debian's SIPp (package sip-tester) with the scenarios of {@code /sipp}, and ends what a test has left. */
final class Sipps implements BeforeEachCallback, AfterEachCallback {
    private final List<Process> started = new ArrayList<>();
    private Path folder;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Peers.require("sipp");
        folder = Files.createTempDirectory("sipp");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Starts one that goes through a scenario once. @param more of its options, and whom it calls if it does */
    Sipp start(String scenario, Transport transport, String... more) throws IOException {
        return new Sipp(scenario, transport, more);
    }

    /** A port that is free for UDP and for TCP: one that somebody's connection has cannot be listened at. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket stream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = stream.getLocalPort();
                try (DatagramSocket datagrams = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                    return datagrams.getLocalPort();
                } catch (IOException _) {
                    // somebody has it for UDP; the next one may be free
                }
            }
        }
    }

    /** A running SIPp. */
    final class Sipp {
        final int port = freePort();
        private final Process process;
        private final Transport transport;

        private Sipp(String scenario, Transport transport, String... more) throws IOException {
            this.transport = transport;
            Path file = folder.resolve(scenario + ".xml");
            try (InputStream in = Sipps.class.getResourceAsStream("/sipp/" + scenario + ".xml")) {
                assertThat(in).as(scenario).isNotNull();
                Files.write(file, in.readAllBytes());
            }
            List<String> command = new ArrayList<>(List.of("sipp"));
            command.addAll(List.of(more));
            command.addAll(List.of("-sf", file.toString(), "-m", "1", "-i", "127.0.0.1", "-p", Integer.toString(port)));
            command.addAll(List.of("-t", transport == Transport.UDP ? "u1" : "t1", "-nostdin", "-s", "5551234"));
            command.addAll(List.of("-timeout", "60s", "-timeout_error", "-trace_err", "-trace_msg"));
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said.log").toFile())
                    .start();
            started.add(process);
        }

        /** Waits until it listens at its port. */
        void awaitListening() throws IOException {
            boolean udp = transport == Transport.UDP;
            String table = udp ? "/proc/net/udp" : "/proc/net/tcp";
            // For TCP in the state LISTEN (0A), to nobody; see proc_net_tcp.txt of the kernel.
            String entry = String.format(Locale.ROOT, ":%04X %s", port, udp ? "" : "00000000:0000 0A");
            while (!Files.readString(Path.of(table)).contains(entry)) {
                assertThat(process.isAlive()).as(this::story).isTrue();
                Thread.onSpinWait();
            }
        }

        void goesToItsEnd() throws InterruptedException {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("SIPp ends").isTrue();
            assertThat(process.exitValue()).as(this::story).isZero();
        }

        private String story() {
            StringBuilder story = new StringBuilder();
            try (var files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".log")).toList()) {
                    story.append(Files.readString(file));
                }
            } catch (IOException e) {
                story.append(e);
            }
            return story.toString();
        }
    }
}
