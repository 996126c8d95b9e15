package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.caselli.queue.CallFacts;
import org.caselli.queue.ServerEvent;
import org.caselli.service.CallDiary;
import org.caselli.service.DeviceView;
import org.caselli.service.Listing;
import org.caselli.service.LiveProgress;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects of the REST interface: one record for each schema of {@code openapi.yaml}, which says what their members
 * mean. Absent members are null here and left out there. Names of enums are in lower case.
 */
public final class Wire {
    private Wire() {}

    /** An error, RFC 9457. */
    @Json
    public record Problem(
            String type,
            String title,
            int status,
            String detail,
            String remedy,
            @Nullable List<String> problems) {}

    @Json
    public record ProblemType(String type, String title, int status, String explanation) {}

    @Json
    public record Server(
            String product,
            String version,
            String status,
            String startedAt,
            long uptimeSeconds,
            long lastEvent,
            Activity activity,
            @Nullable Integer sipPort,
            @Nullable Map<String, String> failures) {
        public static Server of(
                String version,
                Instant startedAt,
                Instant now,
                long lastEvent,
                org.caselli.service.Activity activity,
                Optional<Integer> sipPort,
                Map<String, String> failures) {
            return new Server(
                    "Caselli",
                    version,
                    failures.isEmpty() ? "ok" : "degraded",
                    startedAt.toString(),
                    Math.max(0, Duration.between(startedAt, now).toSeconds()),
                    lastEvent,
                    new Activity(activity.waiting(), activity.outgoing(), activity.incoming(), activity.failed()),
                    sipPort.orElse(null),
                    failures.isEmpty() ? null : failures);
        }
    }

    @Json
    public record Activity(int waiting, int outgoing, int incoming, int failed) {}

    @Json
    public record Device(
            String id,
            String provider,
            String number,
            String state,
            @Nullable Live live) {
        public static Device of(DeviceView device) {
            return new Device(
                    device.id(),
                    device.provider(),
                    device.number(),
                    name(device.state()),
                    device.live().map(Live::of).orElse(null));
        }
    }

    @Json
    public record Devices(List<Device> items) {}

    @Json
    public record Live(
            String call,
            String device,
            String phase,
            String farId,
            int bitsPerSecond,
            int page,
            int pages,
            int sent,
            int total) {
        static Live of(LiveProgress live) {
            return new Live(
                    live.callId(),
                    live.device(),
                    live.phase(),
                    live.farId(),
                    live.bitsPerSecond(),
                    live.page(),
                    live.pages(),
                    live.sent(),
                    live.total());
        }
    }

    @Json
    public record Outcome(int number, String name, String sentence, String advice, String responsible, String hope) {
        static @Nullable Outcome of(Optional<org.caselli.outcome.Outcome> outcome) {
            return outcome.map(Outcome::of).orElse(null);
        }

        static Outcome of(org.caselli.outcome.Outcome outcome) {
            return new Outcome(
                    outcome.number(),
                    Wire.name(outcome),
                    outcome.sentence(),
                    outcome.advice(),
                    Wire.name(outcome.responsible()),
                    Wire.name(outcome.hope()));
        }
    }

    @Json
    public record Facts(
            String phase, String farId, int bitsPerSecond, String carrier, String coding, boolean errorCorrection) {
        static Facts of(CallFacts facts) {
            return new Facts(
                    facts.phase(),
                    facts.farId(),
                    facts.bitsPerSecond(),
                    facts.carrier(),
                    facts.coding(),
                    facts.errorCorrection());
        }
    }

    /** What a client asks to be sent; read leniently here and checked by the service. */
    @Json
    public record NewSubmission(
            @Nullable List<NewRecipient> recipients,
            @Nullable String resolution,
            @Nullable String priority,
            @Nullable String notBefore,
            @Nullable String subject,
            @Nullable String senderName,
            @Nullable String senderId,
            @Nullable String device) {}

    @Json
    public record NewRecipient(
            @Nullable String number, @Nullable String name) {}

    @Json
    public record Submission(
            String id,
            String submittedAt,
            String subject,
            String senderName,
            String senderId,
            int pages,
            List<String> files,
            List<String> jobs,
            boolean repeated) {
        public static Submission of(org.caselli.service.Submission submission) {
            return new Submission(
                    submission.id(),
                    submission.submittedAt().toString(),
                    submission.subject(),
                    submission.senderName(),
                    submission.senderId(),
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
            @Nullable String device,
            String state,
            boolean noLine,
            String priority,
            String submittedAt,
            String dueAt,
            int attempts,
            int pages,
            int pagesConfirmed,
            @Nullable Outcome outcome,
            @Nullable String endedAt) {
        public static Job of(org.caselli.queue.Job job) {
            return new Job(
                    job.id(),
                    job.submissionId(),
                    job.number(),
                    job.recipientName(),
                    job.device().orElse(null),
                    name(job.state()),
                    job.noLine(),
                    name(job.priority()),
                    job.submittedAt().toString(),
                    job.dueAt().toString(),
                    job.attempts(),
                    job.pages(),
                    job.pagesConfirmed(),
                    Outcome.of(job.outcome()),
                    text(job.endedAt()));
        }
    }

    @Json
    public record Jobs(List<Job> items, @Nullable String next) {
        public static Jobs of(Listing<org.caselli.queue.Job> jobs) {
            return new Jobs(each(jobs, Job::of), jobs.next().orElse(null));
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
            @Nullable Outcome outcome,
            Facts facts) {
        static Attempt of(org.caselli.queue.Attempt attempt) {
            return new Attempt(
                    attempt.id(),
                    attempt.callId().isEmpty() ? null : attempt.callId(),
                    attempt.number(),
                    attempt.device(),
                    attempt.startedAt().toString(),
                    attempt.firstPage(),
                    attempt.pagesConfirmed(),
                    text(attempt.endedAt()),
                    Outcome.of(attempt.outcome()),
                    Facts.of(attempt.facts()));
        }
    }

    @Json
    public record JobDetail(
            Job job,
            Submission submission,
            List<Attempt> attempts,
            @Nullable Live live) {
        public static JobDetail of(org.caselli.service.JobDetail detail) {
            return new JobDetail(
                    Job.of(detail.job()),
                    Submission.of(detail.submission()),
                    detail.attempts().stream().map(Attempt::of).toList(),
                    detail.live().map(Live::of).orElse(null));
        }
    }

    @Json
    public record DiaryLine(String at, String text) {}

    @Json
    public record Call(
            String id,
            boolean outgoing,
            String device,
            String peer,
            @Nullable String job,
            String startedAt,
            @Nullable String endedAt,
            @Nullable Outcome outcome,
            List<DiaryLine> lines) {
        public static Call of(CallDiary call) {
            return new Call(
                    call.id(),
                    call.outgoing(),
                    call.device(),
                    call.peer(),
                    call.jobId().orElse(null),
                    call.startedAt().toString(),
                    text(call.endedAt()),
                    Outcome.of(call.outcome()),
                    call.lines().stream()
                            .map(line -> new DiaryLine(line.at().toString(), line.text()))
                            .toList());
        }
    }

    @Json
    public record Calls(List<Call> items, @Nullable String next) {
        public static Calls of(Listing<CallDiary> calls) {
            return new Calls(each(calls, Call::of), calls.next().orElse(null));
        }
    }

    @Json
    public record Event(long id, String at, String kind, String subject, Map<String, String> facts) {
        /** The log has the constants' own names; here they are written as everywhere in the interface. */
        private static Map<String, String> named(Map<String, String> facts) {
            var named = new TreeMap<>(facts);
            for (String fact : List.of("state", "outcome")) {
                named.computeIfPresent(fact, (name, value) -> value.toLowerCase(Locale.ROOT));
            }
            return named;
        }

        public static Event of(ServerEvent event) {
            return new Event(
                    event.sequence(), event.at().toString(), name(event.kind()), event.subject(), named(event.facts()));
        }
    }

    /** How the REST interface writes the name of an enum's constant. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static <T, W> List<W> each(Listing<T> listing, Function<T, W> translate) {
        return listing.items().stream().map(translate).toList();
    }
}
