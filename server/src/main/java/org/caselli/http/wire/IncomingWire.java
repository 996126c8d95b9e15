package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.RoutingStep;
import org.caselli.service.Listing;
import org.jspecify.annotations.Nullable;

/** The JSON of the incoming queue. */
public final class IncomingWire {
    private IncomingWire() {}

    @Json
    public record Job(
            String id,
            int jobNumber,
            String call,
            String node,
            String device,
            @Nullable Integer deviceId,
            String callerId,
            String calledNumber,
            String routingInformation,
            String stationId,
            String farId,
            String state,
            String type,
            int status,
            int extendedStatus,
            List<String> operations,
            int retries,
            int pages,
            int currentPage,
            long size,
            boolean complete,
            int damagedRows,
            boolean archived,
            Wire.@Nullable Outcome outcome,
            String startedAt,
            @Nullable String receivedAt,
            @Nullable String dueAt,
            @Nullable String givenUpAt,
            Wire.Facts facts) {
        public static Job of(IncomingJob job) {
            boolean waits = job.isRouting() && job.givenUpAt().isEmpty();
            return new Job(
                    job.id(),
                    job.jobNumber(),
                    job.callId(),
                    job.node(),
                    job.device(),
                    job.deviceId() == 0 ? null : job.deviceId(),
                    job.callerId(),
                    job.calledNumber(),
                    job.routingInformation(),
                    job.stationId(),
                    job.facts().farId(),
                    Wire.name(job.state()),
                    job.isRouting() ? "routing" : "receive",
                    job.faxJobStatus(),
                    job.extendedStatus(),
                    job.operations().stream()
                            .sorted(Comparator.naturalOrder())
                            .map(Wire::name)
                            .toList(),
                    job.retries(),
                    job.pages(),
                    job.currentPage(),
                    job.size(),
                    job.complete(),
                    job.damagedRows(),
                    job.archived(),
                    Wire.Outcome.of(job.outcome()),
                    job.startedAt().toString(),
                    text(job.receivedAt()),
                    waits ? job.dueAt().toString() : null,
                    text(job.givenUpAt()),
                    Wire.Facts.of(job.facts()));
        }
    }

    @Json
    public record Jobs(List<Job> items, @Nullable String next) {
        public static Jobs of(Listing<IncomingJob> jobs) {
            return new Jobs(
                    jobs.items().stream().map(Job::of).toList(), jobs.next().orElse(null));
        }
    }

    @Json
    public record Step(
            String method,
            int position,
            String name,
            String state,
            int tries,
            int lost,
            @Nullable String error,
            @Nullable String endedAt) {
        static Step of(RoutingStep step) {
            return new Step(
                    step.method(),
                    step.position(),
                    step.name(),
                    Wire.name(step.state()),
                    step.tries(),
                    step.lost(),
                    step.error().isEmpty() ? null : step.error(),
                    text(step.endedAt()));
        }
    }

    @Json
    public record JobDetail(Job job, List<Step> methods) {
        public static JobDetail of(IncomingJob job, List<RoutingStep> steps) {
            return new JobDetail(Job.of(job), steps.stream().map(Step::of).toList());
        }
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
