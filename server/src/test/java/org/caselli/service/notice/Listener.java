package org.caselli.service.notice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that takes deliveries over real HTTP, and misbehaves as it is told. */
final class Listener implements AutoCloseable {
    /** One request as it came. */
    record Got(String id, long timestamp, String signature, String type, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What a listener does with a request. */
    interface Manner {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final List<Manner> manners = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Got> arrived = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile Manner manner = status(204);

    Listener() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/caselli";
    }

    static Manner status(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    static Manner status(int status, String header, String value) {
        return exchange -> {
            exchange.getResponseHeaders().add(header, value);
            status(status).answer(exchange);
        };
    }

    /** Says nothing until the listener is closed. */
    Manner silent() {
        return exchange -> release.await();
    }

    /** Says that all is well, and never ends saying so. */
    Manner endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] block = new byte[8192];
                while (release.getCount() > 0) {
                    out.write(block);
                }
            }
        };
    }

    /** Hangs up without an answer. */
    static Manner rude() {
        return exchange -> {
            throw new IOException("The line is cut.");
        };
    }

    /** The next requests are answered so, those that follow as usual. */
    void next(Manner... first) {
        manners.addAll(List.of(first));
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        var request = new Got(
                String.valueOf(headers.getFirst("webhook-id")),
                Long.parseLong(headers.getFirst("webhook-timestamp")),
                String.valueOf(headers.getFirst("webhook-signature")),
                String.valueOf(headers.getFirst("Content-Type")),
                body);
        Manner now = manners.isEmpty() ? manner : manners.removeFirst();
        got.add(request);
        arrived.add(request);
        try {
            now.answer(exchange);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a request; a minute is more than any takes. */
    Got await() throws InterruptedException {
        Got request = arrived.poll(60, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("Nothing came.");
        }
        return request;
    }

    List<String> ids() {
        var ids = new ArrayList<String>();
        got.forEach(request -> ids.add(request.id()));
        return ids;
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
    }
}
