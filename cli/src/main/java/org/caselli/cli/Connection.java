package org.caselli.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.caselli.client.CaselliClient;
import org.caselli.client.LocalServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is meant; without any it is the one that runs on this machine. */
final class Connection {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's address. Otherwise CASELLI_URL, or what the data directory says.")
    @Nullable
    URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token. Otherwise CASELLI_TOKEN, or admin.token in the data directory.")
    @Nullable
    String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a server on this machine. Otherwise ./data.")
    @Nullable
    Path data;

    /** The server that is meant, for somebody who has a token. */
    CaselliClient client(Map<String, String> environment) {
        return client(environment, true);
    }

    /** The same, for somebody who is about to get one. */
    CaselliClient stranger(Map<String, String> environment) {
        return client(environment, false);
    }

    private CaselliClient client(Map<String, String> environment, boolean known) {
        URI address = url != null
                ? url
                : Optional.ofNullable(environment.get("CASELLI_URL"))
                        .map(Connection::uri)
                        .orElse(null);
        String secret = token != null ? token : environment.get("CASELLI_TOKEN");
        if (data != null || address == null) {
            LocalServer local = local();
            address = address != null ? address : local.url();
            secret = secret != null ? secret : local.token();
        }
        if (secret == null && known) {
            throw new Failure(
                    Exit.USAGE,
                    "There is an address but no token. Set CASELLI_TOKEN, or give --token, or --data where the server's"
                            + " admin.token is.");
        }
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new Failure(
                    Exit.USAGE,
                    "\"" + address + "\" is not a server's address; give one such as http://127.0.0.1:7030.");
        }
        return new CaselliClient(address, known && secret != null ? secret : "");
    }

    private LocalServer local() {
        var places = new LinkedHashSet<Path>();
        if (data != null) {
            places.add(data);
        } else {
            places.add(Path.of("data"));
            String home = System.getProperty("caselli.home");
            if (home != null) {
                places.add(Path.of(home, "data"));
            }
        }
        for (Path place : places) {
            Optional<LocalServer> found = LocalServer.in(place);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Failure(
                Exit.UNREACHABLE,
                "No server runs with the data directory " + places.iterator().next()
                        + ". Start one with \"caselli serve\", or say where it is with --data DIR or --url URL.");
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException cause) {
            throw new Failure(
                    Exit.USAGE, "CASELLI_URL is \"" + text + "\"; set it to an address such as http://127.0.0.1:7030.");
        }
    }
}
