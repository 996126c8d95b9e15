package org.caselli.service.settings;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the sections refuse, and how they say so: the member, its value, what to give instead. */
final class Check {
    private Check() {}

    static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; give " + least + " to " + most + ".");
        }
    }

    static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; give " + least + " to " + most + ".");
        }
    }

    static void length(String name, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    name + " has " + value.length() + " characters; give at most " + most + ".");
        }
    }

    /** What came in from outside, short enough for a message. */
    static String shown(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "...";
    }

    /** A path from the root, or nothing. */
    static void absolute(String name, String value) {
        try {
            if (value.isEmpty() || Path.of(value).isAbsolute()) {
                return;
            }
        } catch (InvalidPathException notEvenAPath) {
            throw new IllegalArgumentException(
                    name + " is \"" + value + "\", which is no path: " + notEvenAPath.getReason() + ".", notEvenAPath);
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\"; give a path that begins at the root.");
    }

    static void stationId(String name, String value) {
        length(name, value, 20);
        if (!value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException(name + " is \"" + value
                    + "\"; give letters, digits and signs of ASCII only, as fax machines show no others.");
        }
    }

    /** Text of one line. */
    static void line(String name, String value, int most) {
        length(name, value, most);
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " has a control character; give plain text.");
        }
    }

    /** The name of an attribute or a claim, which there must be. */
    static void name(String name, String value) {
        line(name, value, 100);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty; give a name.");
        }
    }

    /** Which of somebody else's groups are which of ours: each {@code THEIRS=OURS}, where theirs may have a = too. */
    static void groups(String name, List<String> pairs) {
        if (pairs.size() > 1000) {
            throw new IllegalArgumentException(name + " has " + pairs.size() + " entries; give at most 1000.");
        }
        for (String pair : pairs) {
            line(name, pair, 1000);
            if (!pair.matches(".+=[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                throw new IllegalArgumentException(
                        name + " has \"" + shown(pair) + "\"; give THEIRS=OURS, where OURS is a group of this server.");
            }
        }
    }

    /** Certificates as PEM has them, or nothing. */
    static void certificates(String name, String pem) {
        length(name, pem, 50_000);
        if (pem.isBlank()) {
            return;
        }
        String what = name + " has no certificate that can be read; give PEM, from -----BEGIN CERTIFICATE----- on.";
        try {
            var octets = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            if (!pem.contains("-----BEGIN CERTIFICATE-----")
                    || CertificateFactory.getInstance("X.509")
                            .generateCertificates(octets)
                            .isEmpty()) {
                throw new IllegalArgumentException(what);
            }
        } catch (CertificateException cause) {
            throw new IllegalArgumentException(what, cause);
        }
    }

    /** Whether this is an https address, or an http one of this machine. */
    static boolean isSecure(String address) {
        if (!address.matches("https?://[^\\s?#]+")) {
            return false;
        }
        try {
            var parsed = URI.create(address);
            return parsed.getHost() != null && (address.startsWith("https:") || isThisMachine(parsed));
        } catch (IllegalArgumentException notEvenAnAddress) {
            return false;
        }
    }

    static boolean isThisMachine(URI address) {
        return address.getHost() != null
                && Set.of("127.0.0.1", "localhost", "[::1]").contains(address.getHost());
    }
}
