package org.caselli.objectmodel;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.caselli.fax.FaxCredentials;

/**
 * The server that a program means.
 *
 * @param data  its data directory, if it is one of this machine: where it says its address anew when it is started again
 * @param who   who the program is there, as far as anything says
 * @param trust a PEM file with the authorities that are trusted in place of those of the JDK
 */
record Found(URI url, Optional<Path> data, Optional<FaxCredentials> who, Optional<Path> trust) {
    static Found at(URI url) {
        return new Found(url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The server with this data directory, which is at this address now. */
    static Found here(Path data, URI url) {
        return new Found(url, Optional.of(data), Optional.empty(), Optional.empty());
    }

    Found as(Optional<FaxCredentials> other) {
        return other.isPresent() ? new Found(url, data, other, trust) : this;
    }
}
