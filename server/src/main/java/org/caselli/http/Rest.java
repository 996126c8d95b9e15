package org.caselli.http;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import io.avaje.jsonb.Jsonb;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.caselli.http.wire.Wire;
import org.caselli.service.Slice;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Visibility;

/** What all routes have in common: how requests are read and answers written. What is wrong is a {@link ProblemException}. */
final class Rest {
    /** Before every address. */
    static final String API = "/api/v1";

    private static final int DEFAULT_LIMIT = 100;

    /** Ours: a server looks every second whether its database is there again, and one that is started needs some. */
    private static final String RETRY_AFTER_SECONDS = "5";

    /** Ours: four times what the deepest of our objects needs. */
    private static final int DEEPEST = 32;

    /** An empty list is a value too. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .jsonStream(JsonStream.builder().serializeEmpty(true).build())
            .build();

    private final Jsonb json;

    /** @param json refuses members that it does not know */
    Rest(Jsonb json) {
        this.json = json;
    }

    Jsonb json() {
        return json;
    }

    /** Answers with this as JSON. */
    void write(Context context, Object value) {
        context.contentType("application/json").result(json.toJsonBytes(value));
    }

    /** Answers 201 with this as JSON. The location is below {@link #API}. */
    void created(Context context, String location, Object value) {
        context.status(201).header("Location", API + location);
        write(context, value);
    }

    /** Answers with this as JSON, and its version as the ETag that a change has to name. */
    void write(Context context, Object value, long version) {
        context.header("ETag", "\"" + version + "\"");
        write(context, value);
    }

    /** Answers with a file that the browser shows. */
    static void file(Context context, byte[] file, String type, String name) {
        context.contentType(type)
                .header("Content-Disposition", "inline; filename=\"" + name + "\"")
                .result(file);
    }

    void write(Context context, ProblemException problem) {
        if (problem.kind() == ProblemKind.DATABASE_AWAY) {
            context.header("Retry-After", RETRY_AFTER_SECONDS); // RFC 9110 clause 10.2.3
        }
        context.status(problem.kind().status())
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .result(json.toJsonBytes(problem.problem()));
    }

    /** Answers with this as a JSON object, and its version. */
    void write(Context context, Map<String, ?> object, long version) {
        context.header("ETag", "\"" + version + "\"");
        context.contentType("application/json").result(MAPPER.toJson(object).getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON body of a request whose members the caller checks: {@code application/json}, or a merge patch (RFC 7396). */
    Map<String, Object> object(Context context) {
        if (!"application/merge-patch+json".equals(context.contentType())) {
            requireType(context, "application/json");
        }
        requireShallow(context.bodyAsBytes(), "The body");
        try {
            return MAPPER.fromJsonObject(context.body());
        } catch (JsonException | IllegalArgumentException | IllegalStateException | ClassCastException cause) {
            throw ProblemException.invalid(
                    "The body is not a JSON object: " + shown(String.valueOf(cause.getMessage())),
                    "The schema is in " + API + "/openapi.yaml.");
        }
    }

    /** The JSON body of the request. */
    <T> T body(Context context, Class<T> type) {
        requireType(context, "application/json");
        return read(context.bodyAsBytes(), type, "The body");
    }

    /** Reads JSON, or throws a problem that says what is wrong with it. The message begins with {@code what}: "The body". */
    <T> T read(byte[] body, Class<T> type, String what) {
        requireShallow(body, what);
        try {
            T value = json.type(type).fromJson(body);
            if (value != null) {
                return value;
            }
        } catch (JsonException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException cause) {
            throw ProblemException.invalid(
                    what + " is not the JSON that is expected: " + shown(String.valueOf(cause.getMessage())),
                    "The schema is in " + API + "/openapi.yaml.");
        }
        throw ProblemException.invalid(what + " is empty.", "The schema is in " + API + "/openapi.yaml.");
    }

    /** Refuses JSON that is nested deeper than any of ours: who reads it calls himself for each level. */
    private static void requireShallow(byte[] json, String what) {
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> text = !text;
                case '\\' -> i += text ? 1 : 0;
                case '{', '[' -> depth += text ? 0 : 1;
                case '}', ']' -> depth -= text ? 0 : 1;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw ProblemException.invalid(
                        what + " is not the JSON that is expected: it is nested deeper than " + DEEPEST + " levels.",
                        "The schema is in " + API + "/openapi.yaml.");
            }
        }
    }

    /**
     * The version that the request wants to change: what is in its If-Match (RFC 9110 clause 13.1.1).
     *
     * @param current the version at this moment; asked where the request says {@code *}: whatever it is
     * @throws ProblemException 428 if there is none (RFC 6585 clause 3); 412 if it is no version of ours
     */
    static long ifMatch(Context context, LongSupplier current) {
        String header =
                Objects.requireNonNullElse(context.header("If-Match"), "").strip();
        if (header.isEmpty()) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_REQUIRED,
                    "The request does not say which version it changes.",
                    "Send the ETag of the last GET as If-Match, or \"If-Match: *\" to change whatever is there.");
        }
        if (header.equals("*")) {
            return current.getAsLong();
        }
        if (header.matches("\"[0-9]{1,18}\"")) {
            return Long.parseLong(header.substring(1, header.length() - 1));
        }
        throw new ProblemException(
                ProblemKind.PRECONDITION_FAILED,
                "If-Match is " + shown(header) + ", which was never the version of anything here.",
                "Send the ETag of the last GET as it came, such as \"3\" with its quotation marks.");
    }

    /** The version of a thing that may also be changed by who has not seen it; empty for whatever is there. */
    static OptionalLong ifMatchIfAny(Context context) {
        String header = context.header("If-Match");
        return header == null || header.strip().equals("*")
                ? OptionalLong.empty()
                : OptionalLong.of(ifMatch(context, () -> 0));
    }

    /** The only parameter is {@code account}, if any: on whose behalf a single thing is read. */
    static Caller folder(Context context) {
        parameters(context, List.of("account"));
        return folders(context);
    }

    static String id(Context context) {
        return context.pathParam("id");
    }

    /** Refuses parameters in the query that are none of these. */
    static void parameters(Context context, List<String> known) {
        for (String name : context.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw ProblemException.invalid(
                        "There is no parameter \"" + shown(name) + "\" here.",
                        known.isEmpty()
                                ? "There are no parameters."
                                : "The parameters are: " + String.join(", ", known) + ".");
            }
        }
    }

    /** Reads the paging parameters, and refuses parameters that are neither these nor among the named ones. */
    static Slice slice(Context context, String... others) {
        var known = new ArrayList<>(List.of("after", "limit"));
        known.addAll(List.of(others));
        parameters(context, known);
        int limit = single(context, "limit")
                .map(text -> (int) number("limit", text, 1, Slice.MAX_LIMIT))
                .orElse(DEFAULT_LIMIT);
        return new Slice(single(context, "after"), limit);
    }

    /** On whose behalf a list is read: the caller's or, with the parameter {@code account}, that of his own folders alone. */
    static Caller folders(Context context) {
        return single(context, "account").map(Visibility::folders).orElseGet(Caller::current);
    }

    static Optional<String> single(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw ProblemException.invalid(
                    "The parameter " + name + " is given " + values.size() + " times.", "Give it once.");
        }
        return values.stream().findFirst();
    }

    /** A whole number in a range, or a problem that says so. */
    static long number(String name, String text, long least, long most) {
        // Eighteen digits always fit a long.
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw ProblemException.invalid(
                name + " is \"" + shown(text) + "\".", "Give a whole number from " + least + " to " + most + ".");
    }

    /** The constant with this name in the REST interface, or a problem that lists the choices. */
    static <E extends Enum<E>> E choice(String what, String text, E[] constants) {
        for (E constant : constants) {
            if (Wire.name(constant).equals(text)) {
                return constant;
            }
        }
        throw ProblemException.invalid(
                what + " is \"" + shown(text) + "\".",
                "Give one of: " + Arrays.stream(constants).map(Wire::name).collect(Collectors.joining(", ")) + ".");
    }

    /** The constants that a parameter names, which may be given several times or with commas; none if it is not given. */
    static <E extends Enum<E>> List<E> choices(Context context, String name, E[] constants) {
        return context.queryParams(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(value -> choice("The parameter " + name, value.strip().replace('-', '_'), constants))
                .distinct()
                .toList();
    }

    /** What came in from outside, short enough to be repeated in a message. */
    static String shown(String text) {
        return shown(text, 60);
    }

    /** The same, so short. */
    static String shown(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }

    static void requireType(Context context, String type) {
        String actual = Objects.requireNonNullElse(context.contentType(), "");
        String bare = actual.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals(type)) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                    bare.isEmpty() ? "The request has no Content-Type." : "The Content-Type is " + shown(bare) + ".",
                    "Send " + type + ".");
        }
    }
}
