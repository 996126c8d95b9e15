package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caselli.queue.JobKey;
import org.caselli.queue.QueueChanges;
import org.caselli.queue.Transmission;
import org.caselli.service.Listing;
import org.caselli.service.Upload;
import org.caselli.service.receipt.ReceiptWish;
import org.jspecify.annotations.Nullable;

/** The JSON objects of the outgoing queue: submissions, their jobs, and documents that are uploaded for them. */
public final class OutgoingWire {
    private OutgoingWire() {}

    /** What a client asks to be sent; read leniently here and checked by the service. */
    @Json
    public record NewSubmission(
            @Nullable List<NewRecipient> recipients,
            @Nullable List<String> documents,
            @Nullable String resolution,
            @Nullable String priority,
            @Nullable String schedule,
            @Nullable String notBefore,
            @Nullable String subject,
            @Nullable String documentName,
            @Nullable String senderName,
            @Nullable String senderId,
            @Nullable String senderNumber,
            @Nullable Sender sender,
            @Nullable String senderProfile,
            @Nullable String coverPage,
            @Nullable String coverPageType,
            @Nullable String coverPageTemplate,
            @Nullable String note,
            @Nullable NewReceipt receipt,
            @Nullable String device) {}

    /** Which receipt a client asks for; without a type, by mail where there is an address. */
    @Json
    public record NewReceipt(
            @Nullable String type,
            @Nullable String address,
            @Nullable Boolean grouped,
            @Nullable Boolean attach) {}

    @Json
    public record SubmissionReceipt(String type, String address, boolean grouped, boolean attach) {
        static SubmissionReceipt of(ReceiptWish wish) {
            return new SubmissionReceipt(receiptType(wish.address()), wish.address(), wish.grouped(), wish.attach());
        }
    }

    /** The documented ReceiptType. */
    static String receiptType(String address) {
        return address.isEmpty() ? "none" : "mail";
    }

    /** What is told of a sender beside name, identity and number. What is not known is left out. */
    @Json
    public record Sender(
            @Nullable String company,
            @Nullable String department,
            @Nullable String title,
            @Nullable String email,
            @Nullable String officeLocation,
            @Nullable String officePhone,
            @Nullable String homePhone,
            @Nullable String streetAddress,
            @Nullable String city,
            @Nullable String state,
            @Nullable String zipCode,
            @Nullable String country,
            @Nullable String billingCode) {
        static @Nullable Sender of(org.caselli.service.Sender sender) {
            return sender.equals(org.caselli.service.Sender.NONE)
                    ? null
                    : new Sender(
                            absent(sender.company()),
                            absent(sender.department()),
                            absent(sender.title()),
                            absent(sender.email()),
                            absent(sender.officeLocation()),
                            absent(sender.officePhone()),
                            absent(sender.homePhone()),
                            absent(sender.streetAddress()),
                            absent(sender.city()),
                            absent(sender.state()),
                            absent(sender.zipCode()),
                            absent(sender.country()),
                            absent(sender.billingCode()));
        }

        /** As the service has it. */
        public org.caselli.service.Sender sender() {
            return new org.caselli.service.Sender(
                    empty(company),
                    empty(department),
                    empty(title),
                    empty(email),
                    empty(officeLocation),
                    empty(officePhone),
                    empty(homePhone),
                    empty(streetAddress),
                    empty(city),
                    empty(state),
                    empty(zipCode),
                    empty(country),
                    empty(billingCode));
        }

        private static @Nullable String absent(String text) {
            return text.isEmpty() ? null : text;
        }

        private static String empty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    @Json
    public record NewRecipient(
            @Nullable String number,
            @Nullable String name,
            @Nullable Map<String, String> details) {}

    /** The cover page of a fax. */
    @Json
    public record Cover(String type, String page, String note, int pages, List<String> missing) {
        static @Nullable Cover of(org.caselli.service.cover.Cover cover) {
            return cover.equals(org.caselli.service.cover.Cover.NONE)
                    ? null
                    : new Cover(Wire.name(cover.type()), cover.page(), cover.note(), cover.pages(), cover.missing());
        }
    }

    @Json
    public record Submission(
            String id,
            String submittedAt,
            String subject,
            String documentName,
            String senderName,
            String senderId,
            String senderNumber,
            @Nullable Sender sender,
            @Nullable Cover cover,
            SubmissionReceipt receipt,
            int pages,
            List<String> files,
            List<String> jobs,
            List<Integer> jobNumbers,
            boolean repeated) {
        public static Submission of(org.caselli.service.Submission submission) {
            return new Submission(
                    submission.id(),
                    submission.submittedAt().toString(),
                    submission.subject(),
                    submission.documentName(),
                    submission.senderName(),
                    submission.senderId(),
                    submission.senderNumber(),
                    Sender.of(submission.sender()),
                    Cover.of(submission.cover()),
                    SubmissionReceipt.of(submission.receipt()),
                    submission.pages(),
                    submission.files(),
                    submission.jobIds(),
                    submission.jobs().stream().map(JobKey::number).toList(),
                    submission.repeated());
        }
    }

    @Json
    public record Job(
            String id,
            int jobNumber,
            @Nullable String account,
            String submission,
            String number,
            String recipientName,
            String subject,
            String documentName,
            @Nullable String device,
            @Nullable String line,
            @Nullable Integer deviceId,
            String tsid,
            @Nullable String csid,
            String state,
            boolean paused,
            @Nullable String waitsFor,
            boolean noLine,
            boolean inQueue,
            int status,
            int extendedStatus,
            List<String> operations,
            String priority,
            String schedule,
            String submittedAt,
            String scheduledAt,
            String dueAt,
            int attempts,
            int retries,
            int pages,
            int pagesConfirmed,
            int currentPage,
            long size,
            Wire.@Nullable Outcome outcome,
            @Nullable String transmissionStartedAt,
            @Nullable String transmissionEndedAt,
            @Nullable String endedAt,
            String senderName,
            String senderId,
            String senderNumber,
            @Nullable Sender sender,
            boolean hasCover,
            SubmissionReceipt receipt) {
        public static Job of(org.caselli.queue.Job job) {
            return new Job(
                    job.id(),
                    job.jobNumber(),
                    job.account().orElse(null),
                    job.submissionId(),
                    job.number(),
                    job.recipientName(),
                    job.subject(),
                    job.documentName(),
                    job.device().orElse(null),
                    job.line().orElse(null),
                    job.transmission()
                            .map(Transmission::deviceId)
                            .filter(id -> id > 0)
                            .orElse(null),
                    job.tsid(),
                    job.transmission()
                            .map(Transmission::farId)
                            .filter(id -> !id.isEmpty())
                            .orElse(null),
                    Wire.name(job.state()),
                    job.paused(),
                    job.waitsFor().map(Wire::name).orElse(null),
                    job.noLine(),
                    job.inQueue(),
                    job.faxJobStatus(),
                    job.extendedStatus(),
                    job.availableOperations().stream()
                            .sorted(Comparator.naturalOrder())
                            .map(Wire::name)
                            .toList(),
                    Wire.name(job.priority()),
                    Wire.name(job.schedule()),
                    job.submittedAt().toString(),
                    job.scheduledAt().toString(),
                    job.dueAt().toString(),
                    job.attempts(),
                    job.retries(),
                    job.pages(),
                    job.pagesConfirmed(),
                    job.currentPage(),
                    job.size(),
                    job.outcome()
                            .map(
                                    job.state().isWaiting() || job.state().isOnTheLine()
                                            ? Wire.Outcome::of
                                            : Wire.Outcome::last)
                            .orElse(null),
                    Wire.text(job.transmission().map(Transmission::startedAt)),
                    Wire.text(job.transmission().flatMap(Transmission::endedAt)),
                    Wire.text(job.endedAt()),
                    job.origin().senderName(),
                    job.origin().senderId(),
                    job.origin().senderNumber(),
                    Sender.of(org.caselli.service.Sender.of(job.origin().sender())),
                    job.origin().hasCover(),
                    SubmissionReceipt.of(new ReceiptWish(
                            job.origin().receiptAddress(),
                            job.origin().receiptGrouped(),
                            job.origin().receiptAttach())));
        }
    }

    @Json
    public record Jobs(List<Job> items, @Nullable String next) {
        public static Jobs of(Listing<org.caselli.queue.Job> jobs) {
            return new Jobs(Wire.each(jobs, Job::of), jobs.next().orElse(null));
        }

        public static Jobs of(List<org.caselli.queue.Job> jobs) {
            return of(new Listing<>(jobs, Optional.empty()));
        }
    }

    @Json
    public record Changes(String mark, boolean whole, List<Job> items, List<String> gone) {
        public static Changes of(QueueChanges changes) {
            return new Changes(
                    changes.mark(),
                    changes.whole(),
                    changes.jobs().stream().map(Job::of).toList(),
                    changes.gone());
        }
    }

    @Json
    public record Attempt(
            String id,
            @Nullable String call,
            int number,
            String device,
            String startedAt,
            int firstPage,
            int pagesConfirmed,
            @Nullable String endedAt,
            Wire.@Nullable Outcome outcome,
            String tsid,
            Wire.Facts facts) {
        static Attempt of(org.caselli.queue.Attempt attempt) {
            return new Attempt(
                    attempt.id(),
                    attempt.callId().isEmpty() ? null : attempt.callId(),
                    attempt.number(),
                    attempt.device(),
                    attempt.startedAt().toString(),
                    attempt.firstPage(),
                    attempt.pagesConfirmed(),
                    Wire.text(attempt.endedAt()),
                    Wire.Outcome.of(attempt.outcome()),
                    attempt.tsid(),
                    Wire.Facts.of(attempt.facts()));
        }
    }

    @Json
    public record JobDetail(Job job, Submission submission, List<Attempt> attempts, Wire.@Nullable Live live) {
        public static JobDetail of(org.caselli.service.JobDetail detail) {
            return new JobDetail(
                    Job.of(detail.job()),
                    Submission.of(detail.submission()),
                    detail.attempts().stream().map(Attempt::of).toList(),
                    detail.live().map(Wire.Live::of).orElse(null));
        }
    }

    @Json
    public record Documents(List<Document> items, @Nullable String next) {
        public static Documents of(Listing<Upload> uploads) {
            return new Documents(
                    Wire.each(uploads, Document::of), uploads.next().orElse(null));
        }
    }

    @Json
    public record Document(
            String id,
            String name,
            long size,
            String resolution,
            @Nullable String format,
            int pages,
            @Nullable String problem,
            @Nullable String remedy,
            String uploadedAt,
            String expiresAt) {
        public static Document of(Upload upload) {
            return new Document(
                    upload.id(),
                    upload.name(),
                    upload.size(),
                    Wire.name(upload.resolution()),
                    upload.format().isEmpty() ? null : upload.format(),
                    upload.pages(),
                    upload.problem().isEmpty() ? null : upload.problem(),
                    upload.remedy().isEmpty() ? null : upload.remedy(),
                    upload.uploadedAt().toString(),
                    upload.expiresAt().toString());
        }
    }
}
