package org.caselli.http.wire;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.caselli.line.ModuleVersion;
import org.caselli.queue.CallFacts;
import org.caselli.queue.ServerEvent;
import org.caselli.service.CallDiary;
import org.caselli.service.Listing;
import org.caselli.service.LiveProgress;
import org.caselli.service.notice.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects of the REST interface: one record for each schema of {@code openapi.yaml}, which says what their members
 * mean. Absent members are null here and left out there. Names of enums are in lower case.
 */
public final class Wire {
    /** FAX_SERVER_APIVERSION_ENUM: the generation whose members we have, fsAPI_VERSION_3. */
    private static final int API_VERSION = 0x30000;

    private Wire() {}

    /** An error, RFC 9457. */
    @Json
    public record Problem(
            String type,
            String title,
            int status,
            String detail,
            String remedy,
            @Nullable String code,
            @Nullable List<String> problems,
            @Nullable Integer file) {}

    @Json
    public record ProblemType(String type, String title, int status, String explanation) {}

    @Json
    public record Server(
            String product,
            String version,
            int majorVersion,
            int minorVersion,
            int majorBuild,
            int minorBuild,
            boolean debug,
            int apiVersion,
            String status,
            String startedAt,
            long uptimeSeconds,
            long lastEvent,
            @Nullable Activity activity,
            @Nullable Integer sipPort,
            @Nullable Map<String, String> failures,
            @Nullable String standsBy) {
        public static Server of(
                String version,
                Instant startedAt,
                Instant now,
                long lastEvent,
                org.caselli.service.Activity activity,
                Optional<Integer> sipPort,
                Map<String, String> failures,
                Optional<String> standsBy) {
            ModuleVersion parts = ModuleVersion.of(version);
            return new Server(
                    "Caselli",
                    version,
                    parts.major(),
                    parts.minor(),
                    parts.build(),
                    parts.minorBuild(),
                    parts.debug(),
                    API_VERSION,
                    standsBy.isPresent() ? "standing_by" : failures.isEmpty() ? "ok" : "degraded",
                    startedAt.toString(),
                    Math.max(0, Duration.between(startedAt, now).toSeconds()),
                    lastEvent,
                    Activity.of(activity),
                    sipPort.orElse(null),
                    failures.isEmpty() ? null : failures,
                    standsBy.orElse(null));
        }

        /** What somebody may know who may not read the configuration. */
        public Server inPublic() {
            return new Server(
                    product,
                    version,
                    majorVersion,
                    minorVersion,
                    majorBuild,
                    minorBuild,
                    debug,
                    apiVersion,
                    status,
                    startedAt,
                    uptimeSeconds,
                    lastEvent,
                    null,
                    null,
                    null,
                    null);
        }
    }

    @Json
    public record Activity(int incoming, int routing, int outgoing, int queued, int failed) {
        public static Activity of(org.caselli.service.Activity activity) {
            return new Activity(
                    activity.incoming(), activity.routing(), activity.outgoing(), activity.queued(), activity.failed());
        }
    }

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
            return of(outcome, outcome.advice());
        }

        /** Of something that is not tried again. */
        static Outcome last(org.caselli.outcome.Outcome outcome) {
            return of(outcome, outcome.lastAdvice());
        }

        private static Outcome of(org.caselli.outcome.Outcome outcome, String advice) {
            return new Outcome(
                    outcome.number(),
                    Wire.name(outcome),
                    outcome.sentence(),
                    advice,
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
    public record Event(
            long id,
            String at,
            String kind,
            @Json.Property("class") String eventClass,
            String subject,
            Map<String, String> facts) {
        public static Event of(ServerEvent event) {
            return new Event(
                    event.sequence(),
                    event.at().toString(),
                    name(event.kind()),
                    name(event.kind().eventClass()),
                    event.subject(),
                    Wording.facts(event));
        }
    }

    /** How the REST interface writes the name of an enum's constant. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    static <T, W> List<W> each(Listing<T> listing, Function<T, W> translate) {
        return listing.items().stream().map(translate).toList();
    }
}
