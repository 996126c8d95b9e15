package org.caselli.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caselli.sip.message.Header;
import org.caselli.sip.message.Params;
import org.caselli.sip.message.Response;

/** Answers digest challenges (RFC 7616 as SIP uses it: RFC 3261 clause 22.4 and RFC 8760). */
final class Digest {
    private Digest() {}

    /** One challenge that we can answer. */
    private record Challenge(boolean proxy, String algorithm, Params params) {
        int strength() {
            return algorithm.startsWith("SHA-256") ? 2 : 1;
        }
    }

    /**
     * The header that answers a 401 or 407.
     *
     * @param cnonce our own nonce, unguessable
     * @return empty if no challenge is of a kind that we know
     */
    static Optional<Header> answer(Response response, Input.Login login, String method, String uri, String cnonce) {
        boolean proxy = response.status() == 407;
        Challenge best = null;
        for (String value : response.headers().all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate")) {
            String trimmed = value.trim();
            if (!trimmed.regionMatches(true, 0, "Digest ", 0, 7)) {
                continue;
            }
            Params params = commaParams(trimmed.substring(7));
            String algorithm = params.get("algorithm").orElse("MD5").toUpperCase(Locale.ROOT);
            boolean known = algorithm.equals("MD5")
                    || algorithm.equals("MD5-SESS")
                    || algorithm.equals("SHA-256")
                    || algorithm.equals("SHA-256-SESS");
            Challenge challenge = new Challenge(proxy, algorithm, params);
            if (known && params.has("nonce") && (best == null || challenge.strength() > best.strength())) {
                best = challenge;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        return Optional.of(header(best, login, method, uri, cnonce));
    }

    private static Header header(Challenge challenge, Input.Login login, String method, String uri, String cnonce) {
        Params params = challenge.params;
        String realm = params.get("realm").orElse("");
        String nonce = params.get("nonce").orElse("");
        boolean qop = params.get("qop").stream()
                .flatMap(list -> List.of(list.split(",")).stream())
                .anyMatch(one -> one.trim().equalsIgnoreCase("auth"));
        boolean sha = challenge.algorithm.startsWith("SHA-256");
        String ha1 = hash(sha, login.user() + ":" + realm + ":" + login.password());
        if (challenge.algorithm.endsWith("-SESS")) {
            ha1 = hash(sha, ha1 + ":" + nonce + ":" + cnonce);
        }
        String ha2 = hash(sha, method + ":" + uri);
        String nc = "00000001"; // each challenge is answered once
        String result = hash(sha, ha1 + ":" + nonce + ":" + (qop ? nc + ":" + cnonce + ":auth:" : "") + ha2);
        StringBuilder text = new StringBuilder("Digest username=").append(quoted(login.user()));
        text.append(", realm=").append(quoted(realm)).append(", nonce=").append(quoted(nonce));
        text.append(", uri=")
                .append(quoted(uri))
                .append(", response=\"")
                .append(result)
                .append('"');
        params.get("algorithm")
                .ifPresent(algorithm -> text.append(", algorithm=").append(algorithm));
        if (qop) {
            text.append(", qop=auth, nc=").append(nc);
        }
        if (qop || challenge.algorithm.endsWith("-SESS")) {
            text.append(", cnonce=").append(quoted(cnonce));
        }
        params.get("opaque").ifPresent(opaque -> text.append(", opaque=").append(quoted(opaque)));
        return new Header(challenge.proxy ? "Proxy-Authorization" : "Authorization", text.toString());
    }

    private static Params commaParams(String text) {
        List<Params.Param> list = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (i >= text.length() || (c == ',' && !quoted)) {
                String piece = text.substring(start, Math.min(i, text.length()));
                int equals = piece.indexOf('=');
                if (equals > 0) {
                    list.add(new Params.Param(
                            piece.substring(0, equals).trim(),
                            piece.substring(equals + 1).trim()));
                }
                start = i + 1;
            }
        }
        return new Params(list);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String hash(boolean sha, String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance(sha ? "SHA-256" : "MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks a digest that every JDK has; install a complete one.", e);
        }
    }
}
