package org.caselli.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that hear the answer only when they have sent all: most programs. */
class UnheardTest {
    private static final int LONG_MS = 600_000;

    /** More than all buffers between the two hold. */
    private static final int LARGE = 64 << 20;

    @SuppressWarnings("NullAway.Init")
    private static Front front;

    @BeforeAll
    static void start() throws IOException {
        front = new Front();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static String answer(String head, boolean chunked) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.http.port())) {
            socket.setSoTimeout(LONG_MS);
            var out = socket.getOutputStream();
            out.write(head.getBytes(US_ASCII));
            var some = new byte[1 << 16];
            Arrays.fill(some, (byte) 'x');
            for (int sent = 0; sent < LARGE; sent += some.length) {
                out.write((chunked ? Integer.toHexString(some.length) + "\r\n" : "").getBytes(US_ASCII));
                out.write(some);
                out.write((chunked ? "\r\n" : "").getBytes(US_ASCII));
            }
            out.write((chunked ? "0\r\n\r\n" : "").getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/submissions, multipart/form-data; boundary=b, false, 413",
        "/api/v1/submissions, multipart/form-data; boundary=b, true, 4..",
        "/api/v1/documents?name=a.txt, application/octet-stream, false, 413",
        "/api/v1/documents?name=a.txt, application/octet-stream, true, 413",
        "/api/v1/receipts/test, application/json, false, 413",
        "/api/v1/lost, application/json, false, 404"
    })
    void who_is_refused_in_the_middle_reads_why(String path, String type, boolean chunked, String status)
            throws IOException {
        String answer = answer(
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + Front.TOKEN
                        + "\r\nContent-Type: " + type + "\r\n"
                        + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE) + "\r\n\r\n",
                chunked);
        assertThat(answer).containsPattern("^HTTP/1.1 " + status + " ").contains("\"remedy\":\"");
    }

    @Test
    void a_stranger_reads_that_he_is_one() throws IOException {
        assertThat(answer(
                        "POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + LARGE
                                + "\r\n\r\n",
                        false))
                .startsWith("HTTP/1.1 401 ");
    }
}
