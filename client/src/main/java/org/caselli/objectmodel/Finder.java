package org.caselli.objectmodel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caselli.client.CaselliException;
import org.caselli.client.LocalServer;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server that a program means by a name, and who the program is there.
 *
 * <p>What it is told comes from system properties ({@code caselli.data}) or, where there is none, from the environment
 * ({@code CASELLI_DATA}): {@code data}, {@code url}, {@code token}, {@code user}, {@code password} and {@code directory},
 * which is where the user's own files are ({@code ~/.caselli}).
 */
final class Finder {
    private static final Set<String> THIS_MACHINE = Set.of(".", "localhost", "127.0.0.1", "::1", "[::1]");

    private final Function<String, Optional<String>> told;

    /** @param told what there is under a name such as {@code data} */
    Finder(Function<String, Optional<String>> told) {
        this.told = told;
    }

    static Finder ofThisProgram() {
        return new Finder(name -> Optional.ofNullable(System.getProperty("caselli." + name))
                .or(() -> Optional.ofNullable(System.getenv("CASELLI_" + name.toUpperCase(Locale.ROOT))))
                .filter(text -> !text.isEmpty()));
    }

    /**
     * @param name as a program on Windows has it, perhaps with backslashes before it; or an address; empty for the server on
     *             this machine
     * @param who  who the program says that it is; empty if something else says so
     * @throws FaxException RPC_S_SERVER_UNAVAILABLE if there is no server on this machine; E_INVALIDARG if the name can be
     *                      none
     */
    Found find(String name, Optional<FaxCredentials> who) {
        try {
            return find(plain(name), ClientFile.in(directory()), who);
        } catch (CaselliException unreadable) {
            throw Faults.of(unreadable, FaxError.ERROR_FILE_NOT_FOUND);
        } catch (InvalidPathException cause) {
            throw new FaxException(
                    FaxError.E_INVALIDARG,
                    "CASELLI_DATA or CASELLI_DIRECTORY is not the name of a directory: " + cause.getMessage() + ".",
                    "Correct it.",
                    cause);
        }
    }

    private Found find(String name, ClientFile file, Optional<FaxCredentials> who) {
        if (name.isEmpty()) {
            return unnamed(file, who);
        }
        Optional<Found> written = file.find(name);
        if (written.isPresent()) {
            return written.get().as(who.or(() -> environment(written.get().url())));
        }
        if (!isAddress(name) && isThisMachine(name)) {
            Optional<Path> data = local();
            if (data.isPresent()) {
                return at(data.get(), who);
            }
        }
        URI url = address(name);
        return Found.at(url).as(who.or(() -> environment(url)).or(() -> token(url)));
    }

    private Found unnamed(ClientFile file, Optional<FaxCredentials> who) {
        Optional<String> data = told.apply("data");
        if (data.isPresent()) {
            return at(Path.of(data.get()), who);
        }
        Optional<String> elsewhere = told.apply("url").or(file::server).map(Finder::plain);
        if (elsewhere.isPresent()) {
            return find(elsewhere.get(), file, who);
        }
        return at(
                local().orElseThrow(() -> new FaxException(
                        FaxError.RPC_S_SERVER_UNAVAILABLE,
                        "No fax server was found on this machine.",
                        "Start one with \"caselli serve\", or say where it is: by connect(\"https://fax.example.org\"),"
                                + " CASELLI_URL, CASELLI_DATA, or server in "
                                + directory().resolve(ClientFile.NAME)
                                + ".")),
                who);
    }

    /** The server of a data directory. Its administrator, unless the program says otherwise. */
    private static Found at(Path data, Optional<FaxCredentials> who) {
        URI url = LocalServer.address(data)
                .orElseThrow(() -> new FaxException(
                        FaxError.RPC_S_SERVER_UNAVAILABLE,
                        "No server runs with the data directory " + data + ".",
                        "Start it, or name the directory of another one."));
        return Found.here(data, url).as(who.or(() -> Optional.of(FaxCredentials.token(LocalServer.token(data)))));
    }

    /** The data directory of the server on this machine. */
    private Optional<Path> local() {
        Path here = told.apply("data").map(Path::of).orElse(Path.of("data"));
        if (LocalServer.address(here).isPresent()) {
            return Optional.of(here);
        }
        List<Path> running = running();
        if (running.size() > 1) {
            throw new FaxException(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    running.size() + " servers run on this machine: "
                            + running.stream().map(Path::toString).collect(Collectors.joining(", ")) + ".",
                    "Say which one is meant: set CASELLI_DATA, or the system property caselli.data, to its directory.");
        }
        return running.stream().findFirst();
    }

    /** The data directories of this user's servers that run, as they have written it down when they started. */
    private List<Path> running() {
        var running = new ArrayList<Path>();
        try (DirectoryStream<Path> signs = Files.newDirectoryStream(
                directory().resolve("servers"),
                sign -> !String.valueOf(sign.getFileName()).startsWith("."))) {
            for (Path sign : signs) {
                Path data = Path.of(Files.readString(sign).strip());
                if (LocalServer.runs(data)) {
                    running.add(data);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return running; // one that stops takes its sign away, perhaps this moment
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.RPC_S_SERVER_UNAVAILABLE,
                    "What runs on this machine cannot be read: " + cause.getMessage() + ".",
                    "Set CASELLI_DATA to the server's data directory.",
                    cause);
        }
        return running;
    }

    /** Where the user's own files are. */
    Path directory() {
        return told.apply("directory")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".caselli"));
    }

    /** The credentials of the environment. If that names an address, they are for that server and for no other. */
    private Optional<FaxCredentials> environment(URI url) {
        if (told.apply("url")
                .filter(other -> !address(plain(other)).equals(url))
                .isPresent()) {
            return Optional.empty();
        }
        return told.apply("token")
                .map(FaxCredentials::token)
                .or(() -> told.apply("user")
                        .map(user -> FaxCredentials.password(
                                user, told.apply("password").orElse(""))));
    }

    /** The administrator's token, if this is the address of the server on this machine. */
    private Optional<FaxCredentials> token(URI url) {
        Optional<Path> data = told.apply("data")
                .map(Path::of)
                .or(() -> Optional.of(Path.of("data")))
                .filter(here -> LocalServer.address(here).filter(url::equals).isPresent())
                .or(() -> running().stream()
                        .filter(here ->
                                LocalServer.address(here).filter(url::equals).isPresent())
                        .findFirst());
        return data.map(LocalServer::token).map(FaxCredentials::token);
    }

    private static boolean isThisMachine(String name) {
        try {
            return THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT))
                    || name.equalsIgnoreCase(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            return false;
        }
    }

    /** {@code \\fax} and {@code \\fax\Fax} are {@code fax}. */
    private static String plain(String name) {
        String text = name.strip();
        return text.startsWith("\\\\") ? text.substring(2).replaceFirst("\\\\.*", "") : text;
    }

    static boolean isAddress(String name) {
        return name.contains("://");
    }

    /** The address that a name stands for: TLS, and its usual port if the name has none. */
    static URI address(String name) {
        boolean bare = name.chars().filter(sign -> sign == ':').count() > 1 && !name.startsWith("[");
        String text = isAddress(name) ? name : "https://" + (bare ? "[" + name + "]" : name);
        try {
            URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException none) {
            throw noAddress(name, none);
        }
        throw noAddress(name, null);
    }

    private static FaxException noAddress(String name, @Nullable Throwable cause) {
        var refusal = Faults.invalid(
                "\"" + name + "\" is not the name of a server.",
                "Give one such as fax.example.org, or an address such as https://fax.example.org:7030.");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }
}
