package org.caselli.line;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as OpenSSL writes them (RFC 7468). Whatever is wrong with a file is said in its exception. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {}

    /** All certificates of a file, in order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text(file));
        while (block.find()) {
            if (block.group(1).endsWith("CERTIFICATE")) {
                try {
                    found.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(octets(file, block.group(2)))));
                } catch (GeneralSecurityException cause) {
                    throw new IOException(
                            file + " has a certificate that cannot be read: " + cause.getMessage()
                                    + ". Take the file as it was issued.",
                            cause);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    file + " has no certificate. Give a PEM file, which has -----BEGIN CERTIFICATE----- in it.");
        }
        return found;
    }

    /** The private key of a file. */
    static PrivateKey key(Path file) throws IOException {
        Matcher block = BLOCK.matcher(text(file));
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return key(file, octets(file, block.group(2)));
                }
                case "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw new IOException(file + " has a key of the kind " + block.group(1)
                            + ". Write it anew with `openssl pkcs8 -topk8 -nocrypt`, in a file that only this server"
                            + " can read.");
                default -> {
                    // a certificate beside its key, say
                }
            }
        }
        throw new IOException(file + " has no key. Give a PEM file, which has -----BEGIN PRIVATE KEY----- in it.");
    }

    private static PrivateKey key(Path file, byte[] octets) throws IOException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets));
            } catch (InvalidKeySpecException _) {
                // a key of another kind; the next may fit
            } catch (GeneralSecurityException cause) {
                throw new IOException(file + " has a key that this Java cannot read: " + cause.getMessage(), cause);
            }
        }
        throw new IOException(file + " has a key that is neither RSA nor of an elliptic curve. Make one of these.");
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException cause) {
            throw new IOException("There is no file " + file + ". Correct its path.", cause);
        } catch (IOException cause) {
            throw new IOException(file + " cannot be read: " + cause.getMessage() + ". Check its permissions.", cause);
        }
    }

    private static byte[] octets(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException cause) {
            throw new IOException(file + " is damaged: " + cause.getMessage() + ". Take it as it was issued.", cause);
        }
    }
}
