package org.caselli.objectmodel;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;

/**
 * What a user has written down about servers: {@code client.properties}, which is {@code java.util.Properties}.
 *
 * <pre>{@code
 * server = office                            # what connect("") means; otherwise the server on this machine
 * office.url = https://fax.example.org       # otherwise https and the name itself
 * office.token = ...                         # or
 * office.user = ann
 * office.password = ...
 * office.trust = /etc/ssl/our-authority.pem  # PEM; in place of the authorities that the JDK trusts
 * }</pre>
 */
final class ClientFile {
    static final String NAME = "client.properties";

    private static final String SERVER = "server";
    private static final List<String> MEMBERS = List.of("url", "token", "user", "password", "trust");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private final Properties entries = new Properties();

    private ClientFile(Path file) {
        this.file = file;
    }

    /**
     * Reads it; without one there are no entries.
     *
     * @throws FaxException E_ACCESSDENIED if others can read it, too; E_INVALIDARG if it makes no sense
     */
    static ClientFile in(Path directory) {
        var read = new ClientFile(directory.resolve(NAME));
        try (Reader in = Files.newBufferedReader(read.file)) {
            read.refuseIfOpen();
            read.entries.load(in);
        } catch (NoSuchFileException none) {
            return read;
        } catch (IOException | IllegalArgumentException cause) {
            throw new FaxException(
                    FaxError.E_INVALIDARG,
                    read.file + " cannot be read: " + cause.getMessage() + ".",
                    "Correct it, or delete it.",
                    cause);
        }
        read.entries.stringPropertyNames().forEach(read::check);
        return read;
    }

    private void refuseIfOpen() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
            throw new FaxException(
                    FaxError.E_ACCESSDENIED,
                    file + " may be read or written by others, and is for tokens and passwords.",
                    "Make it yours alone: chmod 600 " + file);
        }
    }

    private void check(String key) {
        int dot = key.lastIndexOf('.');
        if (!key.equals(SERVER) && (dot < 1 || !MEMBERS.contains(key.substring(dot + 1)))) {
            throw new FaxException(
                    FaxError.E_INVALIDARG,
                    file + " has an entry \"" + key + "\".",
                    "Entries are server, or the name of a server with one of " + String.join(", ", MEMBERS)
                            + ", such as office.url.");
        }
    }

    /** Which server is meant by an empty name, if it says so. */
    Optional<String> server() {
        return text(SERVER);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(entries.getProperty(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The server of this name, whatever its case, or with this address. */
    Optional<Found> find(String wanted) {
        var names = new TreeSet<String>();
        for (String key : entries.stringPropertyNames()) {
            if (!key.equals(SERVER)) {
                names.add(key.substring(0, key.lastIndexOf('.')));
            }
        }
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(wanted))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name ->
                                Finder.isAddress(wanted) && address(name).equals(Finder.address(wanted)))
                        .findFirst())
                .map(this::found);
    }

    private URI address(String name) {
        return Finder.address(text(name + ".url").orElse(name.toLowerCase(Locale.ROOT)));
    }

    private Found found(String name) {
        Optional<FaxCredentials> who = text(name + ".token")
                .map(FaxCredentials::token)
                .or(() -> text(name + ".user")
                        .map(user -> FaxCredentials.password(
                                user, text(name + ".password").orElse(""))));
        return new Found(
                address(name), Optional.empty(), who, text(name + ".trust").map(file::resolveSibling));
    }
}
