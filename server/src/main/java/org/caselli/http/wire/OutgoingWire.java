package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caselli.service.Listing;
import org.caselli.service.Upload;
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
            @Nullable String device) {}

    @Json
    public record NewRecipient(
            @Nullable String number, @Nullable String name) {}

    @Json
    public record Submission(
            String id,
            String submittedAt,
            String subject,
            String documentName,
            String senderName,
            String senderId,
            String senderNumber,
            int pages,
            List<String> files,
            List<String> jobs,
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
                    submission.pages(),
                    submission.files(),
                    submission.jobIds(),
                    submission.repeated());
        }
    }

    @Json
    public record Job(
            String id,
            String submission,
            String number,
            String recipientName,
            String subject,
            String documentName,
            @Nullable String device,
            @Nullable String line,
            String tsid,
            String state,
            boolean paused,
            @Nullable String waitsFor,
            boolean noLine,
            boolean inQueue,
            int status,
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
            long size,
            Wire.@Nullable Outcome outcome,
            @Nullable String endedAt) {
        public static Job of(org.caselli.queue.Job job) {
            return new Job(
                    job.id(),
                    job.submissionId(),
                    job.number(),
                    job.recipientName(),
                    job.subject(),
                    job.documentName(),
                    job.device().orElse(null),
                    job.line().orElse(null),
                    job.tsid(),
                    Wire.name(job.state()),
                    job.paused(),
                    job.waitsFor().map(Wire::name).orElse(null),
                    job.noLine(),
                    job.inQueue(),
                    job.faxJobStatus(),
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
                    job.size(),
                    Wire.Outcome.of(job.outcome()),
                    Wire.text(job.endedAt()));
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
