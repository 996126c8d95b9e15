package org.example.fax;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/** Sends a file with a cover page to several numbers, and follows each job: {@code Broadcast SERVER FILE NUMBER...}. */
public final class Broadcast {
    private Broadcast() {}

    /** @param args the server (empty: that on this machine), the file, and the numbers */
    public static void main(String... args) throws InterruptedException {
        try (FaxServer server = FaxServer.create()) {
            server.connect(args[0]);
            FaxDocument document = FaxDocument.create();
            document.setBody(args[1]);
            document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
            document.setCoverPage("Classic");
            document.setSubject("To all of you");
            Arrays.stream(args)
                    .skip(2)
                    .forEach(number -> document.getRecipients().add(number));

            Map<String, CountDownLatch> open = new ConcurrentHashMap<>();
            server.addListener(new FaxServerNotify() {
                @Override
                public void onOutgoingJobChanged(FaxServer from, String jobId, FaxJobStatus status) {
                    System.out.println(jobId + "  " + status.getStatus() + "  " + status.getExtendedStatusCode()
                            + "  page " + status.getCurrentPage());
                    if (status.isFinal()) {
                        open.computeIfAbsent(jobId, id -> new CountDownLatch(1)).countDown();
                    }
                }
            });
            server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
            String[] jobs = document.connectedSubmit(server);
            for (int i = 0; i < jobs.length; i++) {
                System.out.println(args[i + 2] + " is job " + jobs[i] + ".");
            }
            for (String job : jobs) { // events may have come before the ids did
                open.computeIfAbsent(job, id -> new CountDownLatch(1)).await();
            }
            System.out.println("All " + jobs.length + " have come to their end.");
        }
    }
}
