package org.caselli.objectmodel.porting;

import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxConstants;
import org.caselli.faxcom.FaxDoc;
import org.caselli.faxcom.FaxJob;
import org.caselli.faxcom.FaxPort;
import org.caselli.faxcom.FaxRoutingMethod;
import org.caselli.faxcom.FaxServer;
import org.caselli.faxcom.FaxStatus;
import org.caselli.faxcom.FaxTiff;

/** The programs of the guide to porting that use faxcom. What stands between {@code guide} and {@code end} is shown there. */
final class Faxcom {
    private Faxcom() {}

    static int send(String file, String number) {
        // guide: send
        FaxServer server = FaxServer.create();
        server.connect("");

        FaxDoc document = server.createDocument(file);
        document.setFaxNumber(number);
        document.setRecipientName("Ann Example");
        document.setDisplayName("Offer 4711");
        document.setSenderName("Paolo Rossi");
        document.setCoverpageName("Classic");
        document.setCoverpageSubject("Your offer");
        document.setServerCoverpage(true);
        document.setSendCoverpage(true);
        int job = document.send();

        System.out.println("Job " + job);
        server.disconnect();
        // end
        return job;
    }

    static void watch(FaxServer server, Pause pause) {
        // guide: ports
        for (FaxPort port : server.getPorts()) {
            FaxStatus status = port.getStatus();
            System.out.println(port.getName() + " " + port.getTsid() + ": " + status.getDescription());
            while (status.isSend()) {
                System.out.println("  page " + status.getCurrentPage() + " of " + status.getPageCount());
                pause.seconds(1);
                status.refresh();
            }
        }
        // end
    }

    static void configure(FaxServer server) {
        // guide: port-settings
        FaxPort port = server.getPorts().getItem(1);
        if (port.isCanModify()) {
            port.setTsid("Rossi Legal");
            port.setRings(2);
            port.setReceive(true);
        }
        for (FaxRoutingMethod method : port.getRoutingMethods()) {
            System.out.println(method.getFriendlyName() + " " + method.isEnable() + " " + method.getRoutingData());
        }
        server.setRetries(5);
        server.setRetryDelay(15);
        // end
    }

    static void jobs(FaxServer server) {
        // guide: jobs
        for (FaxJob job : server.getJobs()) {
            System.out.println(job.getJobId() + " " + job.getQueueStatus() + " " + job.getRecipientName());
            if (job.getType() == FaxConstants.JT_SEND && job.getFaxNumber().isEmpty()) {
                job.setStatus(FaxConstants.JC_DELETE);
            }
        }
        // end
    }

    static String tiff(String file) {
        // guide: tiff
        FaxTiff tiff = FaxTiff.create();
        tiff.setImage(file);
        System.out.println(tiff.getTsid() + " " + tiff.getReceiveTime() + " " + tiff.getRecipientName());
        // end
        return tiff.getTsid();
    }

    static void errors(FaxServer server, String file) {
        // guide: faxcom-errors
        try {
            server.createDocument(file).send();
        } catch (FaxException failed) {
            System.out.printf("0x%08X %s%n", failed.code(), failed.name());
            System.out.println(failed.sentence());
            System.out.println(failed.remedy());
        }
        // end
    }
}
