package org.caselli.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.minidev.json.JSONObject;

/**
 * A small real OpenID provider on a port of this machine: it describes itself, signs tokens with keys of its own, asks nobody
 * for a password (whoever comes is {@link #person}), and takes each code once, with its verifier, from the client that it
 * knows. What it can be told to do wrong are attacks and troubles.
 */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "caselli";
    public static final String SECRET = "the client's secret";
    public static final String AUDIENCE = "https://fax.example";

    private record Grant(String redirect, String nonce, String challenge, Map<String, Object> person) {}

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> devices = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger keyQuestions = new AtomicInteger();

    /** What each request for a token had in its body, newest last. */
    public final List<Map<String, String>> tokenRequests = new ArrayList<>();

    /** The claims of whoever comes next. */
    public volatile Map<String, Object> person =
            Map.of("sub", "s-1", "preferred_username", "ann", "name", "Ann Other", "email", "ann@here.example");

    /** What is done to the claims of ID tokens before they are signed. */
    public volatile Consumer<JWTClaimsSet.Builder> spoil = claims -> {};

    /** The error with which tokens are refused; empty: they are not. */
    public volatile String tokenError = "";

    /** Whether nothing is answered any more, though connections are taken. */
    public volatile boolean silent;

    /** Whether the person has agreed to a sign-in without a browser before anybody asks. */
    public volatile boolean agreeable;

    /** Whether the description names another issuer. */
    public volatile boolean liar;

    public volatile RSAKey key = rsa();

    public TestProvider(InstantSource clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                if (silent) {
                    closed.await();
                }
                handle(exchange);
            } catch (InterruptedException cause) {
                Thread.currentThread().interrupt();
            } catch (JOSEException cause) {
                throw new IOException(cause);
            }
        });
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often somebody has asked for the keys. */
    public int keyQuestions() {
        return keyQuestions.get();
    }

    public static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException cause) {
            throw new IllegalStateException(cause);
        }
    }

    public static ECKey ec() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID(UUID.randomUUID().toString())
                .generate();
    }

    /** Further keys that the provider names. */
    public volatile List<JWK> more = List.of();

    /** An access token for somebody, as RFC 9068 has it. */
    public String accessToken(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(accessClaims(change), new JOSEObjectType("at+jwt"), key);
    }

    public JWTClaimsSet accessClaims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims(person).audience(AUDIENCE);
        change.accept(claims);
        return claims.build();
    }

    private JWTClaimsSet.Builder claims(Map<String, Object> person) {
        Instant now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
        person.forEach(claims::claim);
        return claims;
    }

    public static String signed(JWTClaimsSet claims, JOSEObjectType type, JWK key) throws JOSEException {
        var header = new JWSHeader.Builder(key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(type)
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey()));
        return token.serialize();
    }

    /** What the person does who has typed in the code of a device: agrees. */
    public void agree() {
        devices.replaceAll((code, agreed) -> true);
    }

    private void handle(HttpExchange exchange) throws IOException, JOSEException {
        switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> json(exchange, 200, description());
            case "/keys" -> {
                keyQuestions.incrementAndGet();
                var all = new ArrayList<JWK>(more);
                all.add(key);
                answer(exchange, 200, new JWKSet(all).toString());
            }
            case "/authorize" -> authorize(exchange);
            case "/device" -> {
                String code = UUID.randomUUID().toString();
                devices.put(code, agreeable);
                json(
                        exchange,
                        200,
                        Map.of(
                                "device_code",
                                code,
                                "user_code",
                                "WDJB-MJHT",
                                "verification_uri",
                                issuer() + "/activate",
                                "verification_uri_complete",
                                issuer() + "/activate?user_code=WDJB-MJHT",
                                "expires_in",
                                300,
                                "interval",
                                1));
            }
            case "/token" -> token(exchange);
            default -> json(exchange, 404, Map.of("error", "not_found"));
        }
    }

    private Map<String, Object> description() {
        var about = new LinkedHashMap<String, Object>();
        about.put("issuer", liar ? "https://another.example" : issuer());
        about.put("authorization_endpoint", issuer() + "/authorize");
        about.put("token_endpoint", issuer() + "/token");
        about.put("device_authorization_endpoint", issuer() + "/device");
        about.put("jwks_uri", issuer() + "/keys");
        about.put("response_types_supported", List.of("code"));
        about.put("subject_types_supported", List.of("public"));
        about.put("id_token_signing_alg_values_supported", List.of("RS256"));
        return about;
    }

    /** Sends the browser back at once, as if the person had signed in. */
    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        if (!CLIENT.equals(query.get("client_id"))
                || !"code".equals(query.get("response_type"))
                || !"S256".equals(query.get("code_challenge_method"))) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Grant(query.get("redirect_uri"), query.get("nonce"), query.get("code_challenge"), person));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException, JOSEException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        synchronized (tokenRequests) {
            tokenRequests.add(form);
        }
        String credentials = URLEncoder.encode(CLIENT, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of("error", "invalid_client"));
        } else if (!tokenError.isEmpty()) {
            json(exchange, 400, Map.of("error", tokenError));
        } else if (form.containsKey("device_code")) {
            Boolean agreed = devices.get(form.get("device_code"));
            if (!Boolean.TRUE.equals(agreed)) {
                json(exchange, 400, Map.of("error", agreed == null ? "expired_token" : "authorization_pending"));
            } else {
                devices.remove(form.get("device_code"));
                json(exchange, 200, tokens(claims(person).audience(CLIENT)));
            }
        } else {
            Grant grant = codes.remove(form.getOrDefault("code", ""));
            boolean good = grant != null
                    && grant.redirect().equals(form.get("redirect_uri"))
                    && CodeChallenge.compute(
                                    CodeChallengeMethod.S256, new CodeVerifier(form.getOrDefault("code_verifier", "")))
                            .getValue()
                            .equals(grant.challenge());
            if (good) {
                json(
                        exchange,
                        200,
                        tokens(claims(grant.person()).audience(CLIENT).claim("nonce", grant.nonce())));
            } else {
                json(exchange, 400, Map.of("error", "invalid_grant", "error_description", "the code is not known"));
            }
        }
    }

    private Map<String, Object> tokens(JWTClaimsSet.Builder claims) throws JOSEException {
        spoil.accept(claims);
        return Map.of(
                "access_token",
                "opaque",
                "token_type",
                "Bearer",
                "expires_in",
                300,
                "id_token",
                signed(claims.build(), JOSEObjectType.JWT, key));
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new HashMap<String, String>();
        for (String pair : form.split("&")) {
            int at = pair.indexOf('=');
            parameters.put(
                    URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> value) throws IOException {
        answer(exchange, status, JSONObject.toJSONString(value));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The settings with which a server speaks with it. */
    public Map<String, Object> settings() {
        return Map.of("issuer", issuer(), "clientId", CLIENT, "clientSecret", SECRET, "audience", AUDIENCE);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
