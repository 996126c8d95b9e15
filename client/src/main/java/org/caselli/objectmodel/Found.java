package org.caselli.objectmodel;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.caselli.fax.FaxCredentials;

/**
 * The server that a program means.
 *
 * @param who   who the program is there, as far as anything says
 * @param trust a PEM file with the authorities that are trusted in place of those of the JDK
 */
record Found(URI url, Optional<FaxCredentials> who, Optional<Path> trust) {
    static Found at(URI url) {
        return new Found(url, Optional.empty(), Optional.empty());
    }

    Found as(Optional<FaxCredentials> other) {
        return other.isPresent() ? new Found(url, other, trust) : this;
    }
}
