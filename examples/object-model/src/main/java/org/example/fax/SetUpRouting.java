package org.example.fax;

import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxOutboundRouting;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutboundRoutingRule;
import org.caselli.faxcomex.FaxServer;

/** Sends faxes to a country over a group of all devices that can send: {@code SetUpRouting SERVER GROUP COUNTRY [AREA]}. */
public final class SetUpRouting {
    private SetUpRouting() {}

    /** @param args the server (empty: that on this machine), the group's name, the country code, and perhaps the area code */
    public static void main(String... args) {
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            FaxOutboundRouting routing = server.getOutboundRouting();
            FaxOutboundRoutingGroup group = routing.getGroups().add(args[1]);
            for (FaxDevice device : server.getDevices()) {
                if (device.isSendEnabled()) {
                    group.getDeviceIds().add(device.getId());
                }
            }
            int area = args.length > 3 ? Integer.parseInt(args[3]) : 0;
            routing.getRules().add(Integer.parseInt(args[2]), area, false, args[1], 0);

            for (FaxOutboundRoutingRule rule : routing.getRules()) {
                System.out.println("+" + rule.getCountryCode() + " " + rule.getAreaCode() + "  over "
                        + (rule.isUseDevice() ? "device " + rule.getDeviceId() : rule.getGroupName()) + "  "
                        + rule.getStatus());
            }
        }
    }
}
