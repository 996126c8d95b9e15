package org.caselli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.caselli.http.HttpSettings;
import org.caselli.line.TlsListener;
import org.caselli.store.DatabaseSettings;
import org.caselli.store.StoreSettings;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * All settings of a server: {@code caselli.toml}, where every key may be left out.
 *
 * <pre>{@code
 * [http]
 * address = "127.0.0.1"   # where the REST interface answers
 * port = 7030             # 0 takes any free one
 * max-upload-mb = 64      # the largest submission, files and all; 1 to 1024
 * patience = 30           # 1 to 600: seconds that a client may be silent, or take for the head of a request
 *
 * [sip]
 * address = "127.0.0.1"   # where calls come in, and what we tell others as ours
 * port = 5060             # UDP and TCP; 0 takes any free one
 * lines = 8               # 0 to 1000: calls to and from SIP addresses at one time
 * tls-certificate = "fax.pem"    # PEM, and after it those that signed it; with it calls come in within TLS too
 * tls-key = "fax.key"     # PEM, PKCS #8, not encrypted
 * tls-port = 5061         # 0 takes any free one
 * tls-callers = "ca.pem"  # callers must then show a certificate that one of these has signed
 *
 * [data]
 * directory = "data"      # of this server alone; relative to the folder of this file
 * pages = "data/blobs"    # pages and documents; servers that share a database share this folder too
 *
 * [plugins]
 * directory = "plugins"   # jars of device providers and routing extensions; else "plugins" in the data directory
 *
 * [loopback]
 * lines = 4               # 0 to 100: lines 1001, 1002, ... that reach each other
 * haste = 1               # 1 to 1000: how many times faster than a telephone they are, for trials
 *
 * [database]              # without it an SQLite file in the data directory
 * url = "postgresql://db.example.com/caselli"
 * user = "caselli"
 * password-file = "db.password"  # or password = "..."; or the environment variable CASELLI_DATABASE_PASSWORD
 *
 * [server]
 * node = "fax1"           # its name among servers that share a database; otherwise that of the machine
 * lease = 60              # 10 to 600: after so many seconds without a sign of life others take over its work
 *
 * [metrics]
 * open = false            # true answers GET /metrics without a token
 *
 * [log]
 * format = "text"         # or "json": one JSON object a line
 * }</pre>
 *
 * @param data          the data directory
 * @param plugins       the plug-in folder; empty for the one in the data directory
 * @param sharing       what makes it one of several servers
 * @param loopbackLines how many loopback lines there are
 * @param loopbackHaste how many times faster than a telephone they are
 * @param logFormat     how the log is written
 */
public record Config(
        HttpSettings http,
        SipSettings sip,
        Path data,
        Optional<Path> plugins,
        Sharing sharing,
        int loopbackLines,
        int loopbackHaste,
        LogSetup.Format logFormat) {

    /**
     * Where calls come in.
     *
     * @param address a numeric address of this machine, which is also what others are told to answer to
     * @param port    0 takes any free one
     * @param lines   calls to and from SIP addresses at one time
     * @param tls     where calls come in within TLS, if they do
     */
    public record SipSettings(String address, int port, int lines, Optional<TlsListener> tls) {}

    /**
     * What makes a server one of several.
     *
     * @param database that they share; without it there is only one server
     * @param pages    the folder for pages; otherwise in the data directory
     * @param node     the name of this server
     * @param lease    after this time without a sign of life others take over its work
     */
    public record Sharing(Optional<DatabaseSettings> database, Optional<Path> pages, String node, Duration lease) {}

    /** The environment variable that holds the database's password, if the file does not. */
    private static final String PASSWORD = "CASELLI_DATABASE_PASSWORD";

    /** Every key there is, as {@code table.key}. */
    private static final List<String> KEYS = List.of(
            "http.address",
            "http.port",
            "http.max-upload-mb",
            "http.patience",
            "sip.address",
            "sip.port",
            "sip.lines",
            "sip.tls-certificate",
            "sip.tls-key",
            "sip.tls-port",
            "sip.tls-callers",
            "data.directory",
            "plugins.directory",
            "data.pages",
            "database.url",
            "database.user",
            "database.password",
            "database.password-file",
            "server.node",
            "server.lease",
            "loopback.lines",
            "loopback.haste",
            "metrics.open",
            "log.format");

    /** Keys of earlier versions, and the settings that they have become. */
    private static final Map<String, String> MOVED = Map.of(
            "retry.tries", "outgoing.retries",
            "retry.delay", "outgoing.retryDelay",
            "fax.station-id", "identity.stationId",
            "fax.header", "identity.senderName");

    /** What a server is without a file. */
    public static Config standard() {
        return parse("", "caselli.toml", Path.of(""));
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if it cannot be read or something in it is wrong
     */
    public static Config read(Path file) {
        try {
            return parse(
                    Files.readString(file),
                    file.toString(),
                    Optional.ofNullable(file.getParent()).orElse(Path.of("")));
        } catch (NoSuchFileException cause) {
            throw new ConfigException("There is no file " + file + ". Correct --config, or leave it out.");
        } catch (CharacterCodingException cause) {
            throw new ConfigException(file + " is not UTF-8. Save it as UTF-8 text.");
        } catch (IOException cause) {
            throw new ConfigException(file + " cannot be read: " + cause.getMessage() + ". Check its permissions.");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param name   of the file, for messages
     * @param folder where relative paths begin
     * @throws ConfigException if something in it is wrong; of several mistakes the first one
     */
    public static Config parse(String text, String name, Path folder) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new ConfigException(
                    name + ", " + where(error.position()) + ": " + error.getMessage() + ". It is written in TOML.");
        }
        var reader = new Reader(toml, name);
        reader.refuseUnknownKeys();
        return new Config(
                new HttpSettings(
                        reader.text("http.address", "127.0.0.1", 1, 255),
                        reader.number("http.port", 7030, 0, 65_535),
                        reader.number("http.max-upload-mb", 64, 1, 1024) * 1024L * 1024L,
                        reader.flag("metrics.open", false),
                        Duration.ofSeconds(reader.number("http.patience", 30, 1, 600))),
                new SipSettings(
                        reader.text("sip.address", "127.0.0.1", 1, 255),
                        reader.number("sip.port", 5060, 0, 65_535),
                        reader.number("sip.lines", 8, 0, 1000),
                        tls(reader, folder)),
                folder.resolve(reader.path("data.directory", "data")),
                reader.optionalPath("plugins.directory").map(folder::resolve),
                sharing(reader, folder),
                reader.number("loopback.lines", 4, 0, 100),
                reader.number("loopback.haste", 1, 1, 1000),
                reader.choice("log.format", LogSetup.Format.TEXT, LogSetup.Format.values()));
    }

    private static Optional<TlsListener> tls(Reader reader, Path folder) {
        if (!reader.has("sip.tls-certificate")) {
            for (String key : List.of("sip.tls-key", "sip.tls-port", "sip.tls-callers")) {
                if (reader.has(key)) {
                    throw reader.complaint(key, "is of no use without tls-certificate in [sip]");
                }
            }
            return Optional.empty();
        }
        if (!reader.has("sip.tls-key")) {
            throw reader.complaint(
                    "sip.tls-certificate", "needs its key; give the file of the key as tls-key in [sip]");
        }
        return Optional.of(new TlsListener(
                reader.number("sip.tls-port", 5061, 0, 65_535),
                folder.resolve(reader.path("sip.tls-certificate", "")),
                folder.resolve(reader.path("sip.tls-key", "")),
                reader.optionalPath("sip.tls-callers").map(folder::resolve)));
    }

    private static Sharing sharing(Reader reader, Path folder) {
        Optional<DatabaseSettings> database = database(reader, folder);
        Optional<Path> pages = reader.has("data.pages")
                ? Optional.of(folder.resolve(reader.path("data.pages", "")))
                : Optional.empty();
        if (database.isPresent() && pages.isEmpty()) {
            throw reader.complaint(
                    "database.url",
                    "names a database that several servers may share, and then they share a folder for pages as well: give"
                            + " it as pages in [data]");
        }
        String node = reader.text("server.node", database.isPresent() ? machine() : StoreSettings.LOCAL, 0, 63);
        try {
            StoreSettings.checkNode(node);
        } catch (IllegalArgumentException cause) {
            throw reader.complaint("server.node", "cannot be used: " + Reader.sentence(cause));
        }
        return new Sharing(database, pages, node, Duration.ofSeconds(reader.number("server.lease", 60, 10, 600)));
    }

    private static Optional<DatabaseSettings> database(Reader reader, Path folder) {
        if (!reader.has("database.url")) {
            for (String key : List.of("database.user", "database.password", "database.password-file")) {
                if (reader.has(key)) {
                    throw reader.complaint(key, "is of no use without url in [database]");
                }
            }
            return Optional.empty();
        }
        if (reader.has("database.password") && reader.has("database.password-file")) {
            throw reader.complaint("database.password-file", "is given and password as well; leave one of them out");
        }
        String password = reader.has("database.password-file")
                ? secret(reader, folder.resolve(reader.path("database.password-file", "")))
                : reader.text(
                        "database.password",
                        Optional.ofNullable(System.getenv(PASSWORD)).orElse(""),
                        0,
                        1000);
        try {
            return Optional.of(new DatabaseSettings(
                    reader.text("database.url", "", 1, 1000),
                    reader.text("database.user", "caselli", 1, 63),
                    password));
        } catch (IllegalArgumentException cause) {
            throw reader.complaint("database.url", "cannot be used: " + Reader.sentence(cause));
        }
    }

    private static String secret(Reader reader, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException cause) {
            throw reader.complaint(
                    "database.password-file",
                    "names " + file + ", which cannot be read ("
                            + cause.getClass().getSimpleName()
                            + "). See that it is there and that this user may read it");
        }
    }

    /** The name of this machine, without its domain. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("\\..*", "");
        } catch (UnknownHostException cause) {
            return "";
        }
    }

    /** Where this server keeps its things. */
    public StoreSettings store() {
        return new StoreSettings(
                data, sharing.pages().orElse(data.resolve("blobs")), sharing.node(), sharing.database());
    }

    /** These settings with what the command line says instead. */
    public Config with(OptionalInt httpPort, OptionalInt sipPort, Optional<Path> dataDirectory) {
        return new Config(
                new HttpSettings(
                        http.address(),
                        httpPort.orElse(http.port()),
                        http.maxUploadBytes(),
                        http.openMetrics(),
                        http.patience()),
                new SipSettings(sip.address(), sipPort.orElse(sip.port()), sip.lines(), sip.tls()),
                dataDirectory.orElse(data),
                plugins,
                sharing,
                loopbackLines,
                loopbackHaste,
                logFormat);
    }

    /** Where plug-ins lie. */
    public Path pluginFolder() {
        return plugins.orElseGet(() -> data.resolve("plugins"));
    }

    private static String where(TomlPosition position) {
        return "line " + position.line() + ", column " + position.column();
    }

    /** Takes values out of a file, and complains with their place in it. */
    private record Reader(TomlParseResult toml, String file) {

        boolean has(String key) {
            return toml.contains(key);
        }

        /** Without its full stop, which the complaint sets. */
        static String sentence(IllegalArgumentException cause) {
            return String.valueOf(cause.getMessage()).replaceAll("\\.$", "");
        }

        void refuseUnknownKeys() {
            refuseUnknownKeys(toml, "");
        }

        private void refuseUnknownKeys(TomlTable table, String prefix) {
            for (String key : table.keySet()) {
                String path = prefix + key;
                Object value = table.get(List.of(key));
                boolean isTable = KEYS.stream().anyMatch(known -> known.startsWith(path + "."));
                if (isTable && value instanceof TomlTable inner) {
                    refuseUnknownKeys(inner, path + ".");
                } else if (isTable) {
                    throw complaint(table, key, "[" + path + "] is a table; write its keys on lines below it");
                } else if (value instanceof TomlTable inner
                        && MOVED.keySet().stream().anyMatch(moved -> moved.startsWith(path + "."))) {
                    refuseUnknownKeys(inner, path + ".");
                } else if (MOVED.containsKey(path)) {
                    throw complaint(
                            table,
                            key,
                            path + " is no longer said here; it is the setting " + MOVED.get(path)
                                    + " in the server's database. Take it out, and set it with \"caselli settings set "
                                    + MOVED.get(path) + " VALUE\"");
                } else if (!KEYS.contains(path)) {
                    throw complaint(
                            table,
                            key,
                            "there is no setting \"" + path + "\"; did you mean \"" + nearest(path) + "\"?");
                }
            }
        }

        String text(String key, String otherwise, int least, int most) {
            Object value = toml.get(key);
            if (value == null) {
                return otherwise;
            }
            if (!(value instanceof String text)) {
                throw complaint(key, "is not a text; write it in quotation marks");
            }
            if (text.length() < least || text.length() > most) {
                throw complaint(
                        key,
                        "has " + text.length() + " characters; give " + (least == 0 ? "at most " : least + " to ")
                                + most);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw complaint(key, "has control characters in it; leave them out");
            }
            return text;
        }

        boolean flag(String key, boolean otherwise) {
            Object value = toml.get(key);
            if (value == null) {
                return otherwise;
            }
            if (!(value instanceof Boolean flag)) {
                throw complaint(key, "is not true or false");
            }
            return flag;
        }

        <E extends Enum<E>> E choice(String key, E otherwise, E[] choices) {
            String word = text(key, otherwise.name().toLowerCase(Locale.ROOT), 1, 60);
            return Arrays.stream(choices)
                    .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> complaint(
                            key,
                            "is \"" + word + "\"; give one of "
                                    + Arrays.stream(choices)
                                            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                            .collect(Collectors.joining(", "))));
        }

        String path(String key, String otherwise) {
            String text = text(key, otherwise, 1, 4096);
            try {
                return Path.of(text).toString();
            } catch (java.nio.file.InvalidPathException cause) {
                throw complaint(key, "is not a path: " + cause.getReason());
            }
        }

        Optional<String> optionalPath(String key) {
            return toml.contains(key) ? Optional.of(path(key, "")) : Optional.empty();
        }

        int number(String key, int otherwise, int least, int most) {
            Object value = toml.get(key);
            if (value == null) {
                return otherwise;
            }
            if (!(value instanceof Long number)) {
                throw complaint(key, "is not a whole number; give " + least + " to " + most);
            }
            if (number < least || number > most) {
                throw complaint(key, "is " + number + "; give " + least + " to " + most);
            }
            return number.intValue();
        }

        private ConfigException complaint(String key, String what) {
            TomlPosition position = toml.inputPositionOf(key);
            return new ConfigException(
                    file + (position == null ? "" : ", " + where(position)) + ": " + key + " " + what + ".");
        }

        private ConfigException complaint(TomlTable table, String key, String what) {
            TomlPosition position = table.inputPositionOf(List.of(key));
            String end = what.endsWith("?") ? "" : ".";
            return new ConfigException(file + (position == null ? "" : ", " + where(position)) + ": " + what + end);
        }

        private static String nearest(String path) {
            return KEYS.stream()
                    .min(Comparator.comparingInt((String known) -> distance(known, path)))
                    .orElseThrow();
        }

        /** How many letters must be changed, added or taken away to make one text of the other (Levenshtein). */
        private static int distance(String one, String other) {
            int[] row = new int[other.length() + 1];
            for (int j = 0; j <= other.length(); j++) {
                row[j] = j;
            }
            for (int i = 1; i <= one.length(); i++) {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= other.length(); j++) {
                    int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
                }
            }
            return row[other.length()];
        }
    }
}
