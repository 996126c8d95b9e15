package org.caselli.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send an octet now and then, over real sockets, to a server with a patience of one second. */
class SlowClientsTest {
    /** As long as only a stuck program takes. */
    private static final int LONG_MS = 60_000;

    private static final ScheduledExecutorService DRIPS = Executors.newScheduledThreadPool(2);

    @SuppressWarnings("NullAway.Init")
    private static Front front;

    @BeforeAll
    static void start() throws IOException {
        front = new Front(Duration.ofSeconds(1));
    }

    @AfterAll
    static void stop() {
        DRIPS.shutdownNow();
        front.close();
    }

    /** A connection on which an octet comes every 50 ms after what it begins with. */
    private record Dribble(Socket socket, ScheduledFuture<?> drips) implements AutoCloseable {
        static Dribble of(String start, String more) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port());
            socket.setSoTimeout(LONG_MS);
            socket.getOutputStream().write(start.getBytes(US_ASCII));
            var drops = new ArrayList<Byte>();
            for (byte drop : more.getBytes(US_ASCII)) {
                drops.add(drop);
            }
            var next = new int[1];
            return new Dribble(
                    socket,
                    DRIPS.scheduleAtFixedRate(
                            () -> {
                                try {
                                    socket.getOutputStream().write(drops.get(next[0]++ % drops.size()));
                                } catch (IOException cut) {
                                    throw new IllegalStateException("No more drips: the server has hung up.", cut);
                                }
                            },
                            0,
                            50,
                            TimeUnit.MILLISECONDS));
        }

        /** What the server says until it hangs up. */
        String answer() throws IOException {
            var said = new java.io.ByteArrayOutputStream();
            try {
                for (int octet = socket.getInputStream().read();
                        octet >= 0;
                        octet = socket.getInputStream().read()) {
                    said.write(octet);
                }
            } catch (SocketException reset) {
                said.writeBytes("reset".getBytes(US_ASCII));
            }
            return said.toString(UTF_8);
        }

        @Override
        public void close() throws IOException {
            drips.cancel(true);
            socket.close();
        }
    }

    private static void assertServed() throws Exception {
        assertThat(front.send(front.authorised("/api/v1/server").build()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void who_never_ends_the_head_of_a_request_is_cut_off_and_holds_up_nobody() throws Exception {
        var all = new ArrayList<Dribble>();
        try {
            for (int i = 0; i < 100; i++) {
                all.add(Dribble.of("GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a"));
            }
            assertServed();
            for (Dribble each : all) {
                assertThat(each.answer()).doesNotContain(" 200 ");
            }
        } finally {
            for (Dribble each : all) {
                each.close();
            }
        }
        assertServed();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/submissions, multipart/form-data; boundary=b, Content-Length: 90000",
        "/api/v1/submissions, multipart/form-data; boundary=b, Transfer-Encoding: chunked",
        "/api/v1/documents?name=a.txt, application/octet-stream, Content-Length: 90000",
        "/api/v1/receipts/test, application/json, Content-Length: 90000",
        "/api/v1/receipts/test, application/json, Transfer-Encoding: chunked",
        "/api/v1/access/sessions, application/json, Content-Length: 90000"
    })
    void who_never_ends_a_body_is_told_so_and_cut_off_and_holds_up_nobody(String path, String type, String length)
            throws Exception {
        boolean chunked = length.contains("chunked");
        String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Front.TOKEN
                + "\r\nContent-Type: " + type + "\r\n" + length + "\r\n\r\n";
        var all = new ArrayList<Dribble>();
        try {
            for (int i = 0; i < 20; i++) {
                all.add(Dribble.of(head, chunked ? "1\r\n \r\n" : " "));
            }
            if (chunked) {
                all.add(Dribble.of(head + "1;x=", "a"));
                all.add(Dribble.of(head + "1\r\n \r\n0\r\nX-Slow: ", "a"));
            }
            assertServed();
            for (Dribble each : all) {
                assertThat(each.answer()).containsPattern("^(HTTP/1.1 4|reset|$)");
            }
        } finally {
            for (Dribble each : all) {
                each.close();
            }
        }
        assertServed();
    }

    @Test
    void who_falls_silent_within_a_body_is_told_so() throws Exception {
        for (String path : List.of("/api/v1/submissions", "/api/v1/receipts/test")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port())) {
                socket.setSoTimeout(LONG_MS);
                socket.getOutputStream()
                        .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Front.TOKEN
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                                .getBytes(US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 408").contains("came too slowly", "Connection: close");
            }
        }
    }

    @Test
    void a_body_that_comes_fast_enough_may_take_longer_than_the_patience() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; "
                + Front.field("to", "out-later") + "\r\n--b\r\nContent-Disposition: form-data; "
                + Front.field("notBefore", "2099-01-01T00:00:00Z") + "\r\n--b\r\nContent-Disposition: form-data; "
                + Front.file("a.txt", "Dear Bob ".repeat(4000)) + "\r\n--b--\r\n";
        byte[] octets = body.getBytes(US_ASCII);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port())) {
            socket.setSoTimeout(LONG_MS);
            socket.getOutputStream()
                    .write(
                            ("POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                            + Front.TOKEN
                                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                                            + octets.length + "\r\n\r\n")
                                    .getBytes(US_ASCII));
            var sent = new int[1];
            // 1200 octets every 100 ms: three seconds.
            ScheduledFuture<?> stream = DRIPS.scheduleAtFixedRate(
                    () -> {
                        int some = Math.min(1200, octets.length - sent[0]);
                        try {
                            socket.getOutputStream().write(octets, sent[0], some);
                        } catch (IOException cut) {
                            throw new IllegalStateException(cut);
                        }
                        sent[0] += some;
                        if (sent[0] == octets.length) {
                            throw new IllegalStateException("All of it is sent.");
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201");
            assertThat(stream.isDone()).isTrue();
        }
    }
}
