package org.example.fax;

import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxServer;

/** Sends a file with faxcom, and shows the queue: {@code SendFax SERVER NUMBER FILE [NAME]}. */
public final class SendFax {
    private SendFax() {}

    /** @param args the server (empty: that on this machine), the number, the file, and perhaps the recipient's name */
    public static void main(String... args) {
        if (args.length < 3) {
            System.out.println("Give SERVER NUMBER FILE [NAME]; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            FaxDoc document = server.createDocument(args[2]);
            document.setFaxNumber(args[1]);
            document.setDisplayName("Sent by an example");
            if (args.length > 3) {
                document.setRecipientName(args[3]);
            }
            int id = document.send();
            System.out.println("Job " + id + " goes to " + args[1] + ".");
            for (FaxJob job : server.getJobs()) {
                System.out.println(job.getJobId() + "  " + job.getQueueStatus() + "  " + job.getFaxNumber() + "  "
                        + job.getDisplayName());
            }
        } catch (FaxException failed) {
            System.out.println("Not sent: " + failed.getMessage());
        }
    }
}
