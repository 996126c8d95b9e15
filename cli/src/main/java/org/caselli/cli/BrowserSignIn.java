package org.caselli.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caselli.client.Access;
import org.jspecify.annotations.Nullable;

/** Signs in by the server's OpenID provider: with the browser of this machine, or with one anywhere. */
final class BrowserSignIn {
    private final Access access;
    private final Terminal terminal;

    BrowserSignIn(Access access, Terminal terminal) {
        this.access = access;
        this.terminal = terminal;
    }

    /**
     * With the browser of this machine, which comes back to a port that is open for this (RFC 8252 clause 7.3).
     *
     * @param open whether to open the browser; the address is shown in any case
     */
    Access.Session here(boolean open) {
        var back = new CompletableFuture<Map<String, String>>();
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException("No port of this machine can be had. Try --device.", cause);
        }
        try {
            Access.Visit visit =
                    access.visit("http://127.0.0.1:" + server.getAddress().getPort() + "/signed-in");
            server.createContext("/signed-in", exchange -> answer(exchange, visit.state(), back));
            server.start();
            terminal.tell("Sign in with your browser at");
            terminal.tell(visit.authorizationUri());
            if (open) {
                open(visit.authorizationUri());
            }
            Map<String, String> brought = awaited(back, visit.expiresAt());
            if (brought.containsKey("error")) {
                String why = brought.getOrDefault("error_description", brought.get("error"));
                throw new Failure(Exit.REFUSED, "The provider says no: " + Table.clean(why) + ".");
            }
            return access.finish(visit.flow(), visit.state(), brought.getOrDefault("code", ""))
                    .session();
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, String state, CompletableFuture<Map<String, String>> back)
            throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            // Anybody on this machine may call; only the browser that was sent there knows the state.
            boolean ours = state.equals(query.get("state"));
            String text = ours
                    ? "This is done; you may close this window and go back to the terminal."
                    : "This belongs to another sign-in.";
            byte[] page = ("<!doctype html><meta charset=utf-8><title>Caselli</title><p>" + text)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(ours ? 200 : 400, page.length);
            exchange.getResponseBody().write(page);
            if (ours) {
                back.complete(query);
            }
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static Map<String, String> awaited(CompletableFuture<Map<String, String>> back, Instant until) {
        try {
            return back.get(Math.max(1, Duration.between(Instant.now(), until).toSeconds()), TimeUnit.SECONDS);
        } catch (TimeoutException cause) {
            throw new Failure(Exit.REFUSED, "The browser did not come back in time. Begin again.");
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.REFUSED, "Nobody waited for the browser.");
        } catch (ExecutionException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Opens the browser as this system does. Where that fails, the address stands there. */
    private static void open(String address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of(system.contains("mac") ? "open" : "xdg-open", address);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            // There is no browser, or no desktop: the person opens the address that was shown.
        }
    }

    /** With a browser anywhere (RFC 8628). */
    Access.Session elsewhere() {
        Access.DeviceVisit visit = access.deviceVisit();
        terminal.tell("Open " + visit.verificationUri() + " on any machine, and type in " + visit.userCode() + ".");
        if (visit.verificationUriComplete() != null) {
            terminal.tell("Or open " + visit.verificationUriComplete());
        }
        long seconds = visit.interval();
        while (true) {
            pause(seconds);
            Access.Finish finish = access.finish(visit.flow(), "", "");
            if (finish.isDone()) {
                return finish.session();
            }
            seconds = finish.pause();
        }
    }

    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(Math.max(1, seconds));
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.REFUSED, "Nobody waited for the sign-in.");
        }
    }
}
