package org.caselli.service.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are trusted where a directory is asked. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * TLS that trusts what the JDK trusts, and these.
     *
     * @param pem certificates; may be empty
     */
    public static SSLContext with(String pem) throws DirectoryException {
        try {
            var all = new ArrayList<Certificate>();
            var known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            known.init((KeyStore) null);
            for (TrustManager manager : known.getTrustManagers()) {
                if (manager instanceof X509TrustManager certificates) {
                    all.addAll(List.<X509Certificate>of(certificates.getAcceptedIssuers()));
                }
            }
            if (!pem.isBlank()) {
                all.addAll(CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("authority-" + i, all.get(i));
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException cause) {
            throw new DirectoryException(
                    DirectoryException.Kind.SETTINGS,
                    "The certificates of the setting authority cannot be used: " + cause.getMessage() + ".",
                    cause);
        }
    }
}
