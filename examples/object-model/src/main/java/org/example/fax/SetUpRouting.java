package org.example.fax;

import org.caselli.fax.FaxException;
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
        if (args.length < 3) {
            System.out.println("Give SERVER GROUP COUNTRY [AREA]; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            int country = Integer.parseInt(args[2]);
            int area = args.length > 3 ? Integer.parseInt(args[3]) : 0;
            server.connect(args[0]);
            FaxOutboundRouting routing = server.getOutboundRouting();
            FaxOutboundRoutingGroup group = routing.getGroups().add(args[1]);
            for (FaxDevice device : server.getDevices()) {
                if (device.isSendEnabled()) {
                    group.getDeviceIds().add(device.getId());
                }
            }
            routing.getRules().add(country, area, false, args[1], 0);

            for (FaxOutboundRoutingRule rule : routing.getRules()) {
                String numbers = rule.getCountryCode() == 0
                        ? "all others"
                        : "+" + rule.getCountryCode() + (rule.getAreaCode() == 0 ? "" : " " + rule.getAreaCode());
                System.out.println(numbers + "  over "
                        + (rule.isUseDevice() ? "device " + rule.getDeviceId() : rule.getGroupName()) + "  "
                        + rule.getStatus());
            }
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        } catch (NumberFormatException none) {
            System.out.println("COUNTRY and AREA are numbers, such as 39 for Italy.");
        }
    }
}
