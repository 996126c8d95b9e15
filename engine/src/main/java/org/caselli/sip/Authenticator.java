package org.caselli.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.caselli.sip.Digest.Algorithm;
import org.caselli.sip.message.AuthParams;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Headers;
import org.caselli.sip.message.Request;
import org.caselli.sip.message.Response;

/**
 * Answers the digest challenges that one call or registration meets, and remembers them, so that later requests show
 * credentials unasked, each with the next count (RFC 7616 clause 3.4, {@code nc}; RFC 3261 clause 22.3).
 *
 * <p>Of several challenges of one realm the one with the strongest hash is answered; RFC 8760 clause 2.4 would take the
 * topmost, and leaves it to local policy: nobody in the middle shall choose MD5 for us.
 */
final class Authenticator {
    /** Realms that are remembered at one time. Ours: a proxy and a server. */
    private static final int MOST_REALMS = 4;
    /** Challenges that one request is sent again for: by the proxy, by the server, and each once more because it is stale. */
    static final int MOST_TRIES = 4;

    private final Optional<Input.Login> login;
    private final Supplier<String> cnonces;
    private final Map<Place, Known> known = new LinkedHashMap<>();

    /** Who asks. */
    private record Place(boolean proxy, String realm) {}

    /** A challenge, and how often its nonce was used. */
    private static final class Known {
        final Algorithm algorithm;
        final AuthParams challenge;
        int count;

        Known(Algorithm algorithm, AuthParams challenge) {
            this.algorithm = algorithm;
            this.challenge = challenge;
        }

        boolean isStrongerThan(Known other) {
            return algorithm.hash().compareTo(other.algorithm.hash()) > 0;
        }
    }

    /**
     * @param login   empty if nothing can be answered
     * @param cnonces nonces of ours, which nobody can guess
     */
    Authenticator(Optional<Input.Login> login, Supplier<String> cnonces) {
        this.login = login;
        this.cnonces = cnonces;
    }

    /**
     * The headers of a request with what answers a 401 or 407 to it.
     *
     * @param tries how often this request was sent with credentials because somebody asked for them
     * @return empty if there is nothing that we could answer, or our credentials are not believed
     */
    Optional<Headers> answer(Response response, Request request, int tries) {
        if (login.isEmpty() || tries >= MOST_TRIES) {
            return Optional.empty();
        }
        boolean proxy = response.status() == 407;
        Map<Place, Known> asked = challenges(response, proxy);
        Headers headers = request.headers();
        boolean answered = false;
        for (Map.Entry<Place, Known> entry : asked.entrySet()) {
            Place place = entry.getKey();
            Optional<AuthParams> shown = shown(request.headers(), place);
            boolean stale = entry.getValue().challenge.get("stale").equalsIgnoreCase("true");
            // What we showed unasked may simply be too old for them, whether or not they say so.
            boolean refused = shown.isPresent()
                    && !stale
                    && (tries > 0
                            || shown.get()
                                    .get("nonce")
                                    .equals(entry.getValue().challenge.get("nonce")));
            if (!refused) {
                remember(place, entry.getValue());
                headers = without(headers, place);
                Header header = credentials(
                        place, entry.getValue(), request.method(), request.uri().toString());
                headers = headers.and(header.name(), header.value());
                answered = true;
            }
        }
        return answered ? Optional.of(headers) : Optional.empty();
    }

    /** What is shown unasked with a request that is not the first one. */
    List<Header> unasked(String method, String uri) {
        List<Header> headers = new ArrayList<>(known.size());
        known.forEach((place, what) -> headers.add(credentials(place, what, method, uri)));
        return headers;
    }

    private Map<Place, Known> challenges(Response response, boolean proxy) {
        Map<Place, Known> best = new LinkedHashMap<>();
        for (String value : response.headers().all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate")) {
            Optional<AuthParams> challenge = AuthParams.read(value).filter(AuthParams::isDigest);
            Optional<Algorithm> algorithm =
                    challenge.flatMap(c -> Algorithm.read(c.params().get("algorithm")));
            if (challenge.isEmpty() || algorithm.isEmpty() || !canAnswer(challenge.get())) {
                continue;
            }
            best.merge(
                    new Place(proxy, challenge.get().get("realm")),
                    new Known(algorithm.get(), challenge.get()),
                    (one, other) -> other.isStrongerThan(one) ? other : one);
        }
        return best;
    }

    private boolean canAnswer(AuthParams challenge) {
        Input.Login mine = login.orElseThrow();
        return !challenge.get("nonce").isEmpty()
                && (!challenge.params().has("qop") || offersAuth(challenge))
                && (mine.realm().isEmpty() || mine.realm().equals(challenge.get("realm")));
    }

    private static boolean offersAuth(AuthParams challenge) {
        return List.of(challenge.get("qop").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .contains("auth");
    }

    private static Optional<AuthParams> shown(Headers headers, Place place) {
        return headers.all(name(place)).stream()
                .flatMap(value -> AuthParams.read(value).stream())
                .filter(credentials -> credentials.get("realm").equals(place.realm()))
                .findFirst();
    }

    private static Headers without(Headers headers, Place place) {
        return new Headers(headers.list().stream()
                .filter(header -> !header.name().equalsIgnoreCase(name(place))
                        || AuthParams.read(header.value())
                                .filter(shown -> shown.get("realm").equals(place.realm()))
                                .isEmpty())
                .toList());
    }

    private void remember(Place place, Known what) {
        known.remove(place);
        while (known.size() >= MOST_REALMS) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(place, what);
    }

    private static String name(Place place) {
        return place.proxy() ? "Proxy-Authorization" : "Authorization";
    }

    private Header credentials(Place place, Known what, String method, String uri) {
        Input.Login mine = login.orElseThrow();
        AuthParams challenge = what.challenge;
        boolean qop = offersAuth(challenge);
        String nonce = challenge.get("nonce");
        String cnonce = cnonces.get();
        String nc = String.format(Locale.ROOT, "%08x", ++what.count);
        String response = Digest.response(
                what.algorithm, mine.user(), place.realm(), mine.password(), nonce, nc, cnonce, qop, method, uri);
        StringBuilder text = new StringBuilder(256);
        text.append("Digest username=").append(AuthParams.quoted(mine.user()));
        text.append(", realm=").append(AuthParams.quoted(place.realm()));
        text.append(", nonce=").append(AuthParams.quoted(nonce));
        text.append(", uri=").append(AuthParams.quoted(uri));
        text.append(", response=\"").append(response).append('"');
        if (!what.algorithm.written().isEmpty()) {
            text.append(", algorithm=").append(what.algorithm.written());
        }
        if (qop) {
            text.append(", qop=auth, nc=").append(nc);
        }
        if (qop || what.algorithm.session()) {
            text.append(", cnonce=").append(AuthParams.quoted(cnonce));
        }
        challenge
                .params()
                .get("opaque")
                .ifPresent(opaque -> text.append(", opaque=").append(AuthParams.quoted(opaque)));
        return new Header(name(place), text.toString());
    }
}
