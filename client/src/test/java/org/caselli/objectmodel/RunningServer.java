package org.caselli.objectmodel;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.client.CaselliClient;
import org.caselli.fax.FaxCredentials;
import org.caselli.server.Config;
import org.caselli.server.Main;
import org.caselli.server.StartException;

/** A real server for the tests, with two lines that are wired to each other: what one sends the other receives. */
public final class RunningServer implements AutoCloseable {
    private final Main main;
    private final CaselliClient client;

    /**
     * @param data  its data directory, new or of an earlier one
     * @param lines further lines of its configuration file, or others in the place of those here
     */
    public RunningServer(Path data, String... lines) throws StartException {
        this(data, Optional.empty(), lines);
    }

    /** The same in another time. */
    public RunningServer(Path data, InstantSource time) throws StartException {
        this(data, Optional.of(time));
    }

    private RunningServer(Path data, Optional<InstantSource> time, String... lines) throws StartException {
        String config = Stream.concat(
                        Stream.of("loopback.lines = 2", "loopback.haste = 100", "sip.lines = 0")
                                .filter(usual -> Stream.of(lines)
                                        .noneMatch(line -> key(line).equals(key(usual)))),
                        Stream.of(lines))
                .collect(Collectors.joining("\n"));
        Config whole =
                Config.parse(config, "test", Path.of("")).with(OptionalInt.of(0), OptionalInt.of(0), Optional.of(data));
        main = time.isPresent() ? Main.start(whole, time.get()) : Main.start(whole);
        client = new CaselliClient(main.url(), main.token());
    }

    private static String key(String line) {
        return line.split(" *=", 2)[0];
    }

    /** Its data directory, where a program on the same machine finds it. */
    public Path data() {
        return main.data();
    }

    /** Its address, for a program on another machine. */
    public URI url() {
        return main.url();
    }

    /** The administrator's. */
    public FaxCredentials administrator() {
        return FaxCredentials.token(main.token());
    }

    /** To look from outside at what the objects did. */
    public CaselliClient client() {
        return client;
    }

    /** The number of the first line, from 0. */
    public String number(int line) {
        return main.numbers().get(line);
    }

    @Override
    public void close() {
        client.close();
        main.close();
    }
}
