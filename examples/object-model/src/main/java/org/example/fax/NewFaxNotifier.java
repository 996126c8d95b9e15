package org.example.fax;

import java.util.concurrent.CountDownLatch;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/** Tells of each fax that comes in: {@code NewFaxNotifier SERVER [HOW-MANY]}; without a number until it is stopped. */
public final class NewFaxNotifier {
    private NewFaxNotifier() {}

    /** @param args the server (empty: that on this machine), and perhaps after how many faxes it ends */
    public static void main(String... args) throws InterruptedException {
        if (args.length < 1) {
            System.out.println("Give SERVER [HOW-MANY]; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            CountDownLatch left = new CountDownLatch(args.length > 1 ? Integer.parseInt(args[1]) : Integer.MAX_VALUE);
            server.connect(args[0]);
            server.addListener(new FaxServerNotify() {
                @Override
                public void onNewCall(FaxServer from, int callId, int deviceId, String callerId) {
                    System.out.println("Device " + deviceId + " rings" + (callerId.isEmpty() ? "." : ": " + callerId));
                }

                @Override
                public void onIncomingMessageAdded(FaxServer from, String messageId) {
                    FaxIncomingMessage fax =
                            from.getFolders().getIncomingArchive().getMessage(messageId);
                    System.out.println("New fax from " + (fax.getTSID().isEmpty() ? "somebody" : fax.getTSID())
                            + ", pages: " + fax.getPages());
                    left.countDown();
                }
            });
            server.listenToServerEvents(
                    FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_ARCHIVE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetINCOMING_CALL);
            System.out.println("Listening.");
            left.await();
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        } catch (NumberFormatException none) {
            System.out.println("HOW-MANY is a number: " + args[1]);
        }
    }
}
