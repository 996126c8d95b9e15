package org.example.fax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxServer;
import org.caselli.faxcom.FaxStatus;

/** Shows with faxcom what each port is doing, until all are idle: {@code WatchPorts SERVER}. */
public final class WatchPorts {
    private WatchPorts() {}

    /** @param args the server; empty: that on this machine */
    public static void main(String... args) throws InterruptedException {
        if (args.length < 1) {
            System.out.println("Give SERVER; it is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            List<FaxStatus> ports = new ArrayList<>();
            for (FaxPort port : server.getPorts()) {
                ports.add(port.getStatus());
            }
            Map<Integer, String> shown = new HashMap<>();
            while (show(ports, shown)) {
                Thread.sleep(200);
            }
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        }
    }

    /** Prints what is new, and tells whether any of them is busy. */
    private static boolean show(List<FaxStatus> ports, Map<Integer, String> shown) {
        boolean busy = false;
        for (FaxStatus status : ports) {
            status.refresh();
            busy |= status.isSend() || status.isReceive();
            String line = line(status);
            if (!line.equals(shown.put(status.getDeviceId(), line))) {
                System.out.println(line);
            }
        }
        return busy;
    }

    private static String line(FaxStatus status) {
        String line = status.getDeviceName() + ": " + status.getDescription();
        if (status.isSend()) {
            line += " to " + status.getAddress();
        } else if (status.isReceive() && !status.getTsid().isEmpty()) {
            line += " from " + status.getTsid();
        }
        if (status.getCurrentPage() > 0) {
            line += ", page " + status.getCurrentPage()
                    + (status.getPageCount() > 0 ? " of " + status.getPageCount() : "");
        }
        return line;
    }
}
