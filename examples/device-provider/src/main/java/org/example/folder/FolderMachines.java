package org.example.folder;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.caselli.line.Device;
import org.caselli.line.DeviceProvider;
import org.caselli.line.Switchboard;

/**
 * Each folder below {@code folder-machines}, which lies beside this jar, is a fax machine. Machines come and go with their
 * folders while the server runs.
 */
public final class FolderMachines implements DeviceProvider {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Path home;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Map<String, FolderMachine> machines = Map.of();
    private volatile List<Thread> threads = List.of();

    /** As the server makes it. */
    public FolderMachines() {
        this(besideTheJar());
    }

    FolderMachines(Path home) {
        this.home = home;
    }

    private static Path besideTheJar() {
        try {
            Path jar = Path.of(FolderMachines.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("folder-machines");
        } catch (URISyntaxException cause) {
            throw new IllegalStateException("The place of this jar is no path.", cause);
        }
    }

    @Override
    public int interfaceVersion() {
        return INTERFACE_VERSION;
    }

    @Override
    public String id() {
        return "folder-machines";
    }

    @Override
    public String name() {
        return "Fax machines in folders";
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(machines.values());
    }

    @Override
    public void open(Switchboard switchboard) throws IOException {
        Files.createDirectories(home);
        look(switchboard);
        Thread watch = Thread.ofVirtual().name("folder-machines").start(() -> watch(switchboard));
        threads = List.of(watch);
    }

    private void watch(Switchboard switchboard) {
        try {
            while (!closing.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (look(switchboard)) {
                    switchboard.devicesChanged();
                }
                for (FolderMachine machine : machines.values()) {
                    machine.receive();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether machines have come or gone. */
    private boolean look(Switchboard switchboard) {
        var now = new TreeMap<String, FolderMachine>();
        for (Path folder : folders()) {
            String name = folder.getFileName().toString();
            FolderMachine known = machines.get(name);
            now.put(name, known == null ? new FolderMachine(name, folder, switchboard) : known);
        }
        boolean changed = !now.keySet().equals(machines.keySet());
        machines = now;
        return changed;
    }

    private List<Path> folders() {
        var folders = new ArrayList<Path>();
        try (Stream<Path> all = Files.list(home)) {
            all.filter(each -> Files.isDirectory(each)
                            && each.getFileName().toString().matches("[A-Za-z0-9-]{1,50}"))
                    .forEach(folders::add);
        } catch (IOException _) {
            return List.of(); // the folder is away for a moment: so are its machines
        }
        return folders;
    }

    @Override
    public void close() {
        closing.countDown();
        machines.values().forEach(FolderMachine::stop);
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        machines = Map.of();
    }
}
