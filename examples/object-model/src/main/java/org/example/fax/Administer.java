package org.example.fax;

import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxServer;

/** Shows how a server is set and what it is doing, and changes how often it tries: {@code Administer SERVER [RETRIES]}. */
public final class Administer {
    private Administer() {}

    /** @param args the server (empty: that on this machine), and perhaps how often a fax is tried again, 0 to 99 */
    public static void main(String... args) {
        if (args.length < 1) {
            System.out.println("Give SERVER [RETRIES]; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            System.out.println("Version " + server.getMajorVersion() + "." + server.getMinorVersion() + "; "
                    + server.getCurrentAccount().getAccountName() + " may "
                    + server.getSecurity2().getGrantedRights());
            FaxActivity activity = server.getActivity();
            System.out.println(activity.getQueuedMessages() + " wait, " + activity.getOutgoingMessages() + " go out, "
                    + activity.getIncomingMessages() + " come in");
            for (FaxDevice device : server.getDevices()) {
                System.out.println(device.getId() + "  " + device.getDeviceName() + "  "
                        + (device.isPoweredOff() ? "off" : device.getReceiveMode()));
            }
            for (FaxAccount account : server.getFaxAccountSet().getAccounts()) {
                System.out.println("Account " + account.getAccountName());
            }
            FaxConfiguration configuration = server.getConfiguration();
            if (args.length > 1) {
                configuration.setRetries(Integer.parseInt(args[1]));
                configuration.save();
            }
            System.out.println("Tries again " + configuration.getRetries() + " times, after "
                    + configuration.getRetryDelay() + " minutes");
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        } catch (NumberFormatException none) {
            System.out.println("RETRIES is a number, 0 to 99: " + args[1]);
        }
    }
}
