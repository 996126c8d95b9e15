package org.caselli.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.caselli.testkit.Peers;

/** Certificates as an administrator makes them, by the JDK's own keytool, in PEM files in a folder. */
final class Certificates {
    private static final String PASSWORD = "not a secret";

    private final Path folder;
    private final Path store;

    Certificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("store.p12");
    }

    /** An authority; its certificate is {@code <name>.pem}. */
    void authority(String name) throws IOException, GeneralSecurityException {
        make(name, "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign");
    }

    /** A certificate signed by that authority. @param more of keytool's options, such as {@code -ext san=ip:127.0.0.1} */
    void signed(String name, String authority, String... more) throws IOException, GeneralSecurityException {
        List<String> options = new ArrayList<>(List.of("-signer", authority));
        options.addAll(List.of(more));
        make(name, options.toArray(String[]::new));
    }

    private void make(String name, String... more) throws IOException, GeneralSecurityException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", name, "-dname", "CN=" + name));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-keyalg", "EC"));
        command.addAll(List.of(more));
        Peers.run(folder, command.toArray(String[]::new));
        KeyStore read = read();
        write(certificate(name), "CERTIFICATE", read.getCertificate(name).getEncoded());
        Key key = read.getKey(name, PASSWORD.toCharArray());
        write(key(name), "PRIVATE KEY", key.getEncoded());
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** SHA-256, as {@code openssl x509 -fingerprint -sha256} prints it. */
    String fingerprint(String name) throws IOException, GeneralSecurityException {
        Certificate certificate = read().getCertificate(name);
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
