package org.example.fax;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/**
 * Sends a file with a cover page to several numbers, and follows each fax by events until it has ended or waits for its next
 * try, which is the server's business: {@code Broadcast SERVER FILE NUMBER...}.
 */
public final class Broadcast {
    private record Change(String job, FaxJobStatus status) {}

    private Broadcast() {}

    /** @param args the server (empty: that on this machine), the file, and the numbers */
    public static void main(String... args) throws InterruptedException {
        if (args.length < 3) {
            System.out.println("Give SERVER FILE NUMBER...; SERVER is \"\" for the one on this machine.");
            return;
        }
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            FaxDocument document = FaxDocument.create();
            document.setBody(args[1]);
            document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
            document.setCoverPage("Classic");
            document.setSubject("To all of you");
            for (int i = 2; i < args.length; i++) {
                document.getRecipients().add(args[i]);
            }

            BlockingQueue<Change> changes = new LinkedBlockingQueue<>(); // events may come before the ids do
            server.addListener(new FaxServerNotify() {
                @Override
                public void onOutgoingJobChanged(FaxServer from, String jobId, FaxJobStatus status) {
                    changes.add(new Change(jobId, status));
                }
            });
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
            Map<String, String> open = new HashMap<>();
            String[] jobs = document.connectedSubmit(server);
            for (int i = 0; i < jobs.length; i++) {
                open.put(jobs[i], args[i + 2]);
            }
            int waiting = follow(open, changes);
            System.out.println(jobs.length - waiting + " have come to their end"
                    + (waiting == 0
                            ? "."
                            : ", " + waiting + " wait for their next try; the server goes on with them."));
        } catch (FaxException failed) {
            System.out.println(failed.getMessage());
        }
    }

    /**
     * Prints what happens.
     *
     * @param open the numbers by the ids of their jobs
     * @return how many will be tried again
     */
    private static int follow(Map<String, String> open, BlockingQueue<Change> changes) throws InterruptedException {
        Map<String, String> shown = new HashMap<>();
        int waiting = 0;
        while (!open.isEmpty()) {
            Change change = changes.take();
            String number = open.get(change.job());
            if (number == null) {
                continue; // a job of somebody else
            }
            FaxJobStatus status = change.status();
            boolean waits = status.getStatus().contains(FAX_JOB_STATUS_ENUM.fjsRETRYING);
            String line = number + ": " + status.getStatus() + " " + status.getExtendedStatusCode();
            if (waits) {
                line += ", will be tried again at "
                        + LocalTime.ofInstant(status.getScheduledTime().orElseThrow(), ZoneId.systemDefault());
            } else if (status.getCurrentPage() > 0) {
                line += ", page " + status.getCurrentPage() + " of " + status.getPages();
            }
            if (!line.equals(shown.put(change.job(), line))) {
                System.out.println(line);
            }
            if (waits || status.isFinal()) {
                open.remove(change.job());
                waiting += waits ? 1 : 0;
            }
        }
        return waiting;
    }
}
