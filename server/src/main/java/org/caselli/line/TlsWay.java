package org.caselli.line;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How one far end is reached within TLS: whom we believe, and who we are.
 *
 * @param settings what was asked for; two ways with the same settings and name are the same way
 * @param name     the name that the certificate must have: that of the SIP domain, not of what DNS made of it (RFC 5922
 *                 clause 7.1)
 */
record TlsWay(TrunkSettings.Tls settings, String name, SSLContext context) {
    /** TLS 1.2 and 1.3; what came before them is forbidden (RFC 8996). */
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final char[] NO_PASSWORD = new char[0];

    /** @throws IOException if a file of the settings is missing or damaged; the message says which, and the remedy */
    static TlsWay of(TrunkSettings.Tls settings, String name) throws IOException {
        try {
            TrustManager[] trust = switch (settings.trust()) {
                case SYSTEM -> named(trusting(Optional.empty()), name);
                case OWN_AUTHORITY ->
                    named(
                            trusting(Optional.of(store(
                                    Pem.certificates(settings.authorities().orElseThrow())))),
                            name);
                case FINGERPRINT -> new TrustManager[] {new Pinned(settings.fingerprint())};
            };
            KeyManager[] keys = settings.certificate().isPresent()
                    ? keys(settings.certificate().get(), settings.key().orElseThrow())
                    : new KeyManager[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return new TlsWay(settings, name, context);
        } catch (GeneralSecurityException cause) {
            throw new IOException("TLS cannot be prepared: " + cause.getMessage(), cause);
        }
    }

    /** What answers within TLS. @throws IOException if a file of the settings is missing or damaged */
    static Answering listening(TlsListener listener) throws IOException {
        try {
            TrustManager[] trust = listener.callers().isPresent()
                    ? trusting(Optional.of(
                            store(Pem.certificates(listener.callers().get()))))
                    : new TrustManager[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(listener.certificate(), listener.key()), trust, null);
            return new Answering(context, listener.callers().isPresent());
        } catch (GeneralSecurityException cause) {
            throw new IOException("TLS cannot be prepared: " + cause.getMessage(), cause);
        }
    }

    private static TrustManager[] trusting(Optional<KeyStore> authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities.orElse(null));
        return factory.getTrustManagers();
    }

    private static TrustManager[] named(TrustManager[] trust, String domain) {
        return Arrays.stream(trust)
                .map(one -> one instanceof X509ExtendedTrustManager web ? new SipDomain(web, domain) : one)
                .toArray(TrustManager[]::new);
    }

    private static KeyStore store(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority " + i, certificates.get(i));
        }
        return store;
    }

    private static KeyManager[] keys(Path certificate, Path key) throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("ours", Pem.key(key), NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    boolean isSameAs(TlsWay other) {
        return settings.equals(other.settings) && name.equals(other.name);
    }

    /** TLS over a connection that we have made. The handshake follows. */
    SSLSocket over(Socket connected, int port) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        if (settings.checkHost() && settings.trust() != TrunkSettings.Trust.FINGERPRINT) {
            // As web browsers compare; RFC 5922 clause 7.2 forbids wildcards, which providers use all the same.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    /**
     * How those are answered who come within TLS.
     *
     * @param mutual whether they must show a certificate
     */
    record Answering(SSLContext context, boolean mutual) {
        /** TLS over a connection that came in. The handshake follows. */
        SSLSocket over(Socket connected) throws IOException {
            var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, null, true);
            socket.setUseClientMode(false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(VERSIONS);
            parameters.setNeedClientAuth(mutual);
            socket.setSSLParameters(parameters);
            return socket;
        }
    }

    /** Why a handshake failed, in plain words, with what to do. */
    static String explained(SSLException cause, String name) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = String.valueOf(root.getMessage());
        String all = cause.getMessage() + " " + said;
        if (root instanceof WrongFingerprint) {
            return said;
        }
        if (root instanceof java.security.cert.CertificateExpiredException || all.contains("NotAfter")) {
            return "the certificate of " + name + " has run out (" + said + "); its owner must renew it";
        }
        if (root instanceof java.security.cert.CertificateNotYetValidException || all.contains("NotBefore")) {
            return "the certificate of " + name + " is not valid yet (" + said
                    + "); compare the clocks of both machines";
        }
        if (all.contains("unable to find valid certification path") || all.contains("PKIX path building failed")) {
            return "the certificate of " + name + " is signed by nobody whom we know; give the authority's file, or the"
                    + " certificate's fingerprint";
        }
        if (all.contains("No subject alternative") || all.contains("No name matching")) {
            return "the certificate is not for " + name + " (" + said
                    + "); give the server's name as it stands in its certificate, or switch off the check of the name";
        }
        if (all.contains("Unsupported or unrecognized SSL message")) {
            return "the far end does not speak TLS; check the port, or take another transport";
        }
        if (all.contains("terminated the handshake")) {
            return "the far end closed the connection instead of answering in TLS; check that its port is one for TLS";
        }
        if (all.contains("Empty client certificate chain")) {
            return "the far end showed no certificate; give it one that our authority for callers has signed";
        }
        if (all.contains("bad_certificate")
                || all.contains("certificate_required")
                || all.contains("certificate_unknown")
                || all.contains("certificate_expired")
                || all.contains("unknown_ca")) {
            return "the far end does not accept our certificate, or wants one (" + said
                    + "); give a certificate and key that it knows";
        }
        if (all.contains("handshake_failure") || all.contains("protocol_version")) {
            return "no version or cipher of TLS is common to both (" + said + "); the far end needs TLS 1.2 or 1.3";
        }
        return "TLS failed: " + said;
    }

    private static final class WrongFingerprint extends CertificateException {
        private static final long serialVersionUID = 1L;

        WrongFingerprint(String seen) {
            super("the certificate has the fingerprint " + seen
                    + " and not the one that is set; find out whether it was renewed, and set that one if so");
        }
    }

    /**
     * Believes besides what web browsers believe a certificate that names the SIP domain as a URI, {@code sip:example.org}
     * (RFC 5922 clause 7.1), of which they know nothing.
     */
    private static final class SipDomain extends X509ExtendedTrustManager {
        private static final int URI = 6; // GeneralName, RFC 5280 clause 4.2.1.6

        private final X509ExtendedTrustManager web;
        private final String domain;

        SipDomain(X509ExtendedTrustManager web, String domain) {
            this.web = web;
            this.domain = domain;
        }

        private boolean isNamedBy(X509Certificate certificate) throws CertificateException {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(name -> Integer.valueOf(URI).equals(name.get(0))
                                    && ("sip:" + domain).equalsIgnoreCase(String.valueOf(name.get(1))));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            try {
                web.checkServerTrusted(chain, kind, socket);
            } catch (CertificateException cause) {
                if (!isNamedBy(chain[0])) {
                    throw cause;
                }
                web.checkServerTrusted(chain, kind); // all but the name once more
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            web.checkServerTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            web.checkServerTrusted(chain, kind, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            web.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            web.checkClientTrusted(chain, kind, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            web.checkClientTrusted(chain, kind, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return web.getAcceptedIssuers();
        }
    }

    /** Believes one certificate. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final byte[] fingerprint;

        Pinned(String fingerprint) {
            this.fingerprint = HexFormat.of().parseHex(fingerprint);
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                byte[] seen = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!MessageDigest.isEqual(seen, fingerprint)) {
                    throw new WrongFingerprint(HexFormat.of().formatHex(seen));
                }
            } catch (java.security.NoSuchAlgorithmException cause) {
                throw new CertificateException("This Java has no SHA-256.", cause);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
