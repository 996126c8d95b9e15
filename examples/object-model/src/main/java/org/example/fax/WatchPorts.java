package org.example.fax;

import java.util.HashMap;
import java.util.Map;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxServer;
import org.caselli.faxcom.FaxStatus;

/** Shows with faxcom what each port is doing, until all are idle: {@code WatchPorts SERVER}. */
public final class WatchPorts {
    private WatchPorts() {}

    /** @param args the server; empty: that on this machine */
    public static void main(String... args) throws InterruptedException {
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            Map<Integer, FaxStatus> ports = new HashMap<>();
            for (FaxPort port : server.getPorts()) {
                ports.put(port.getDeviceId(), port.getStatus());
            }
            Map<Integer, String> shown = new HashMap<>();
            boolean busy = true;
            while (busy) {
                busy = false;
                for (FaxStatus status : ports.values()) {
                    status.refresh();
                    busy |= status.isSend() || status.isReceive();
                    String line = line(status);
                    if (!line.equals(shown.put(status.getDeviceId(), line))) {
                        System.out.println(line);
                    }
                }
                Thread.sleep(200);
            }
        }
    }

    private static String line(FaxStatus status) {
        String line = status.getDeviceName() + ": " + status.getDescription();
        if (status.isSend()) {
            line += " to " + status.getAddress() + ", page " + status.getCurrentPage() + " of " + status.getPageCount();
        } else if (status.isReceive()) {
            line += " from " + status.getTsid() + ", page " + status.getCurrentPage();
        }
        return line;
    }
}
