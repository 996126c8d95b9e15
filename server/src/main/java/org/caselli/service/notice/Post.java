package org.caselli.service.notice;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts one body to one address, and says how that went. Redirects are not followed; of the answer only the status matters,
 * and no more than a little of its body is taken in; the whole exchange has one time limit.
 */
final class Post implements AutoCloseable {
    /** Ours. So much of an answer is read and thrown away, so that the connection can be used again; of more it is cut. */
    private static final int MOST_OF_AN_ANSWER = 16 * 1024;

    /**
     * How it went.
     *
     * @param status     of HTTP; 0 if there was no answer
     * @param error      why it failed; empty if it did not
     * @param retryAfter how long the receiver wants to be left alone, if it said so in seconds
     */
    record Result(int status, String error, Optional<Duration> retryAfter) {
        static Result failed(String error) {
            return new Result(0, error, Optional.empty());
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Set<CompletableFuture<HttpResponse<Void>>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param privateToo whether addresses of private networks and of this machine may be posted to */
    @SuppressWarnings("CollectionUndefinedEquality") // an answer is equal to itself alone, which is what is meant
    Result send(URI url, Map<String, String> headers, byte[] body, Duration limit, boolean privateToo)
            throws InterruptedException {
        if (!privateToo) {
            try {
                Optional<InetAddress> inside = inside(url);
                if (inside.isPresent()) {
                    return Result.failed(url.getHost() + " is " + inside.get().getHostAddress()
                            + ", an address of a private network; these are not allowed (settings/webhooks,"
                            + " privateAddresses).");
                }
            } catch (UnknownHostException unknown) {
                return Result.failed("The host " + url.getHost() + " is not known.");
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (closed) {
            return Result.failed("The server is shutting down.");
        }
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request.build(), info -> new Drain());
        underWay.add(answer);
        try {
            if (closed) {
                answer.cancel(true);
            }
            return result(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Result.failed("There was no answer within " + limit.toSeconds() + " s.");
        } catch (CancellationException cutOff) {
            return Result.failed("The server is shutting down.");
        } catch (ExecutionException failed) {
            return Result.failed(words(url, failed.getCause()));
        } catch (InterruptedException urged) {
            answer.cancel(true);
            throw urged;
        } finally {
            underWay.remove(answer);
        }
    }

    private static Result result(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Result(status, "", Optional.empty());
        }
        Optional<Duration> retryAfter = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        String what = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
        return new Result(status, "The answer was " + status + what + ".", retryAfter);
    }

    private static String words(URI url, @Nullable Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof ConnectException && link.getMessage() == null) {
                return "Nobody answers at " + url.getHost() + ", port "
                        + (url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80) + ".";
            }
            if (link instanceof UnknownHostException || link instanceof java.nio.channels.UnresolvedAddressException) {
                return "The host " + url.getHost() + " is not known.";
            }
        }
        return "The request failed: "
                + (cause instanceof IOException && cause.getMessage() != null
                        ? cause.getMessage()
                        : String.valueOf(cause))
                + ".";
    }

    /** The first of the host's addresses that is not of the open Internet. */
    private static Optional<InetAddress> inside(URI url) throws UnknownHostException {
        String host = url.getHost();
        return List.of(InetAddress.getAllByName(host)).stream()
                .filter(Post::isInside)
                .findFirst();
    }

    static boolean isInside(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean shared = octets.length == 4 && octets[0] == 100 && (octets[1] & 0xC0) == 64; // RFC 6598
        boolean thisNetwork = octets.length == 4 && octets[0] == 0; // RFC 791
        boolean uniqueLocal = address instanceof Inet6Address && (octets[0] & 0xFE) == 0xFC; // RFC 4193
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || shared
                || thisNetwork
                || uniqueLocal;
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(answer -> answer.cancel(true));
        http.shutdownNow();
    }

    /** Throws an answer away, and gives up on one that does not end. */
    private static final class Drain implements BodySubscriber<Void> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int left = MOST_OF_AN_ANSWER;
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            left -= parts.stream().mapToInt(ByteBuffer::remaining).sum();
            if (left < 0) {
                Objects.requireNonNull(subscription).cancel();
                done.complete(null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The status is known already, and nobody reads the rest.
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
