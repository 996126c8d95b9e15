package org.caselli.objectmodel.porting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.caselli.fax.FaxBodyException;
import org.caselli.fax.FaxCredentials;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_ACCESS_RIGHTS_ENUM_2;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_DEVICE_RECEIVE_MODE_ENUM;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_PRIORITY_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccountFolders;
import org.caselli.faxcomex.FaxActivity;
import org.caselli.faxcomex.FaxConfiguration;
import org.caselli.faxcomex.FaxDevice;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxIncomingArchive;
import org.caselli.faxcomex.FaxIncomingMessage;
import org.caselli.faxcomex.FaxIncomingMessageIterator;
import org.caselli.faxcomex.FaxJobStatus;
import org.caselli.faxcomex.FaxOutboundRoutingGroup;
import org.caselli.faxcomex.FaxOutboundRoutingRules;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingMessage;
import org.caselli.faxcomex.FaxOutgoingMessageIterator;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/** The programs of the guide to porting that use faxcomex. What stands between {@code guide} and {@code end} is shown there. */
final class Faxcomex {
    private static final String STORE_IN_FOLDER = "{92041a90-9af2-11d0-abf7-00c04fd91a4e}";

    private Faxcomex() {}

    static String[] submit(String file, String number) {
        // guide: submit
        FaxDocument document = FaxDocument.create();
        document.setBody(file);
        document.setDocumentName("Offer 4711");
        document.setPriority(FAX_PRIORITY_TYPE_ENUM.fptHIGH);
        document.getRecipients().add(number, "Ann Example");
        document.getSender().setName("Paolo Rossi");
        document.getSender().setFaxNumber("+1 (425) 555-0100");
        String[] jobs = document.submit("");
        System.out.println("Job " + jobs[0]);
        // end
        return jobs;
    }

    static void connect(String address, String token) {
        // guide: connect
        try (FaxServer server = FaxServer.create()) {
            server.connect(address, FaxCredentials.token(token));
            FaxActivity activity = server.getActivity();
            System.out.println(activity.getQueuedMessages() + " faxes wait");
        }
        // end
    }

    static String[] broadcast(FaxServer server, String file, List<String> numbers) {
        // guide: broadcast
        FaxDocument document = FaxDocument.create();
        document.setBody(file);
        document.setCoverPageType(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER);
        document.setCoverPage("Classic");
        document.setSubject("Price list");
        document.setNote("Valid from next month.");
        document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        document.setScheduleTime(Instant.now().plus(Duration.ofMillis(100)));
        document.setGroupBroadcastReceipts(true);
        for (String number : numbers) {
            document.getRecipients().add(number);
        }
        String[] jobs = document.connectedSubmit(server);
        for (int i = 1; i <= document.getRecipients().getCount(); i++) {
            System.out.println(document.getRecipients().getItem(i).getFaxNumber() + " is job " + jobs[i - 1]);
        }
        // end
        return jobs;
    }

    static String[] bodies(FaxServer server, String number, String... files) {
        String[] jobs = {};
        // guide: bodies
        FaxDocument document = FaxDocument.create();
        document.setBodies(files);
        document.getRecipients().add(number);
        document.getSender().loadDefaultSender();
        try {
            jobs = document.connectedSubmit2(server);
            System.out.println("Submission " + document.getSubmissionId());
        } catch (FaxBodyException failed) {
            System.out.println(files[failed.index()] + " cannot be sent: " + failed.sentence());
        }
        // end
        return jobs;
    }

    static String[] stream(FaxServer server, String number, Path file) throws IOException {
        // guide: stream
        FaxDocument document = FaxDocument.create();
        try (InputStream content = Files.newInputStream(file)) {
            document.setBody(content, "letter.pdf");
        }
        document.getRecipients().add(number);
        document.setIdempotencyKey("order 4711");
        String[] jobs = document.connectedSubmit(server);
        // end
        return jobs;
    }

    static void follow(FaxServer server, FaxDocument document) throws InterruptedException {
        // guide: events
        CountDownLatch over = new CountDownLatch(1);
        server.addListener(new FaxServerNotify() {
            @Override
            public void onOutgoingJobChanged(FaxServer from, String jobId, FaxJobStatus status) {
                System.out.println(jobId + " " + status.getStatus() + " " + status.getExtendedStatusCode());
                if (status.isFinal()) {
                    over.countDown();
                }
            }
        });
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetOUT_QUEUE);
        document.connectedSubmit(server);
        over.await();
        server.listenToServerEvents(FAX_SERVER_EVENTS_TYPE_ENUM.fsetNONE);
        // end
    }

    static String text(FaxJobStatus status) {
        // guide: status
        String text = "";
        for (FAX_JOB_STATUS_ENUM state : status.getStatus()) {
            text += switch (state) {
                case fjsPENDING, fjsRETRYING -> "waits ";
                case fjsNOLINE -> "for a line ";
                case fjsINPROGRESS ->
                    status.getExtendedStatusCode() == FAX_JOB_EXTENDED_STATUS_ENUM.fjesDIALING ? "dials " : "is sent ";
                case fjsCOMPLETED -> "was delivered ";
                default -> state + " ";
            };
        }
        // end
        return text;
    }

    static boolean poll(FaxServer server, String[] jobs, Pause pause) {
        // guide: poll
        FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
        FaxOutgoingJob job = queue.findJob(jobs[0]).orElseThrow();
        while (!job.isFinal()) {
            System.out.println(job.getStatus() + " " + job.getCurrentPage() + "/" + job.getPages());
            pause.seconds(1);
            job = queue.findJob(jobs[0]).orElseThrow();
        }
        boolean sent = job.getStatus().contains(FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        // end
        return sent;
    }

    static int cancel(FaxServer server, String submission) {
        int cancelled = 0;
        // guide: cancel
        for (FaxOutgoingJob job : server.getFolders().getOutgoingQueue().getJobs()) {
            if (job.getSubmissionId().equals(submission)) {
                try {
                    job.cancel();
                    // end
                    cancelled++;
                    // guide: cancel
                } catch (FaxException ended) {
                    System.out.println(job.getId() + ": " + ended.sentence());
                }
            }
        }
        // end
        return cancelled;
    }

    static List<String> unread(FaxServer server) {
        List<String> unread = new ArrayList<>();
        // guide: account
        FaxAccountFolders folders = server.getCurrentAccount().getFolders();
        for (FaxOutgoingJob job : folders.getOutgoingQueue().getJobs()) {
            System.out.println(job.getDocumentName() + " " + FAX_JOB_STATUS_ENUM.value(job.getStatus()));
        }
        FaxIncomingMessageIterator messages = folders.getIncomingArchive().getMessages();
        for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
            if (!messages.getMessage().isRead()) {
                System.out.println(messages.getMessage().getTSID());
                // end
                unread.add(messages.getMessage().getId());
                // guide: account
            }
        }
        // end
        return unread;
    }

    static void queue(FaxServer server) {
        // guide: queue
        FaxOutgoingQueue queue = server.getFolders().getOutgoingQueue();
        queue.setPaused(true);
        queue.save();
        for (FaxOutgoingJob job : queue.getJobs()) {
            if (job.getStatus().contains(FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED)) {
                job.restart();
            }
        }
        queue.setPaused(false);
        queue.setDiscountRateStart(LocalTime.of(20, 0));
        queue.setDiscountRateEnd(LocalTime.of(6, 0));
        queue.save();
        // end
    }

    static int inbox(FaxServer server, Path folder) {
        int seen = 0;
        // guide: inbox
        FaxIncomingArchive archive = server.getFolders().getIncomingArchive();
        FaxIncomingMessageIterator messages = archive.getMessages(100);
        messages.moveFirst();
        while (!messages.isAtEOF()) {
            FaxIncomingMessage message = messages.getMessage();
            System.out.println(message.getTSID() + " " + message.getPages() + " " + message.getTransmissionStart());
            message.copyTiff(folder.resolve(message.getId() + ".tif").toString());
            message.setRead(true);
            message.save();
            messages.moveNext();
            // end
            seen++;
            // guide: inbox
        }
        // end
        return seen;
    }

    static int sent(FaxServer server, String submission) {
        int seen = 0;
        // guide: sent
        FaxOutgoingMessageIterator messages =
                server.getFolders().getOutgoingArchive().getMessages();
        for (messages.moveFirst(); !messages.isAtEOF(); messages.moveNext()) {
            FaxOutgoingMessage message = messages.getMessage();
            if (message.getSubmissionId().equals(submission)) {
                System.out.println(message.getRecipient().getFaxNumber() + " " + message.getTransmissionEnd());
                // end
                seen++;
                // guide: sent
            }
        }
        System.out.println(server.getFolders().getOutgoingArchive().getSize() + " bytes");
        // end
        return seen;
    }

    static void devices(FaxServer server) {
        // guide: devices
        for (FaxDevice device : server.getDevices()) {
            System.out.println(device.getId() + " " + device.getDeviceName());
            device.setReceiveMode(FAX_DEVICE_RECEIVE_MODE_ENUM.fdrmAUTO_ANSWER);
            device.setRingsBeforeAnswer(1);
            device.setCSID("Rossi Legal");
            device.save();
            for (String guid : device.getUsedRoutingMethods()) {
                System.out.println("  " + guid);
            }
        }
        // end
    }

    static void inbound(FaxServer server, byte[] folder) {
        // guide: inbound
        FaxDevice device = server.getDevices().getItem(1);
        device.setExtensionProperty(STORE_IN_FOLDER, folder);
        device.useRoutingMethod(STORE_IN_FOLDER, true);
        // end
    }

    static void outbound(FaxServer server) {
        // guide: outbound
        FaxOutboundRoutingGroup group = server.getOutboundRouting().getGroups().add("Italy");
        for (FaxDevice device : server.getDevices()) {
            group.getDeviceIds().add(device.getId());
        }
        FaxOutboundRoutingRules rules = server.getOutboundRouting().getRules();
        rules.add(39, 0, false, "Italy", 0);
        System.out.println(rules.itemByCountryAndArea(39, 0).getStatus());
        // end
    }

    static void administer(FaxServer server) {
        // guide: administer
        FaxConfiguration configuration = server.getConfiguration();
        configuration.setRetries(5);
        configuration.setArchiveAgeLimit(365);
        configuration.setIncomingFaxesArePublic(false);
        configuration.save();
        // end
    }

    static void accounts(FaxServer server, String messageId) {
        // guide: accounts
        if (server.getSecurity2().can(FAX_ACCESS_RIGHTS_ENUM_2.far2MANAGE_CONFIG)) {
            server.getFaxAccountSet().addAccount("ann");
        }
        for (FaxAccount account : server.getFaxAccountSet().getAccounts()) {
            System.out.println(account.getAccountName());
        }
        FaxIncomingMessage message = server.getFolders().getIncomingArchive().getMessage(messageId);
        if (!message.isWasReAssigned()) {
            message.setSubject("Order");
            message.setRecipients("ann");
            message.reAssign();
        }
        // end
    }

    static String errors(FaxServer server, String group) {
        String found = "";
        // guide: errors
        try {
            server.getOutboundRouting().getGroups().remove(group);
        } catch (FaxException failed) {
            if (failed.error() == FaxError.FAX_E_GROUP_IN_USE) {
                System.out.println("A rule still leads to it.");
            } else {
                System.out.printf("0x%08X %s%n", failed.code(), failed.getMessage());
            }
            // end
            found = failed.name();
            // guide: errors
        }
        // end
        return found;
    }

    static String ended(FaxServer server, String jobId) {
        // guide: ended
        Optional<FaxOutgoingJob> job = server.getFolders().getOutgoingQueue().findJob(jobId);
        String end = job.flatMap(FaxOutgoingJob::getTransmissionEnd)
                .map(Instant::toString)
                .orElse("not yet");
        // end
        return end;
    }
}
