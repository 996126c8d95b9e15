package org.caselli.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caselli.http.Multipart.Part;
import org.caselli.http.wire.Wire;
import org.caselli.image.Resolution;
import org.caselli.queue.Priority;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.SourceFile;
import org.caselli.service.Submission;
import org.caselli.service.SubmitRequest;
import org.jspecify.annotations.Nullable;

/** Reads {@code POST /submissions}: a form of several parts (RFC 7578). */
final class Submissions {
    private static final String MULTIPART = "multipart/form-data";

    /** Fields that may be given in place of the JSON part. */
    private static final List<String> FIELDS =
            List.of("to", "resolution", "priority", "notBefore", "subject", "senderName", "senderId", "device");

    private final FaxService service;
    private final Rest rest;
    private final long maxUploadBytes;

    Submissions(FaxService service, HttpSettings settings, Rest rest) {
        this.service = service;
        this.rest = rest;
        this.maxUploadBytes = settings.maxUploadBytes();
    }

    void submit(Context context) throws IOException {
        Rest.requireType(context, MULTIPART);
        List<Part> parts = Multipart.parts(String.valueOf(context.contentType()), body(context));
        Submission submission = service.submit(request(context, parts));
        rest.created(context, "/submissions/" + submission.id(), Wire.Submission.of(submission));
        if (submission.repeated()) {
            context.status(200);
        }
    }

    /** The whole body; what its Content-Length claims only serves to refuse it early. */
    private byte[] body(Context context) throws IOException {
        if (context.req().getContentLengthLong() > maxUploadBytes) {
            throw tooLarge();
        }
        byte[] body =
                context.req().getInputStream().readNBytes((int) Math.min(maxUploadBytes + 1, Integer.MAX_VALUE - 8));
        if (body.length > maxUploadBytes) {
            throw tooLarge();
        }
        return body;
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                ProblemKind.TOO_LARGE,
                "The submission is larger than the " + maxUploadBytes + " octets that this server takes.",
                "Send it in parts, or raise max-upload-mb of [http] in caselli.toml.");
    }

    private SubmitRequest request(Context context, List<Part> parts) {
        var files = new ArrayList<SourceFile>();
        var fields = new HashMap<String, List<String>>();
        Wire.@Nullable NewSubmission details = null;
        for (Part part : parts) {
            String name = part.name();
            if (name.equals("file")) {
                files.add(file(part));
            } else if (name.equals("submission")) {
                if (details != null) {
                    throw ProblemException.invalid("The part submission is there twice.", "Send it once.");
                }
                details = rest.read(content(part), Wire.NewSubmission.class, "The part submission");
            } else if (FIELDS.contains(name)) {
                fields.computeIfAbsent(name, key -> new ArrayList<>()).add(text(part));
            } else {
                throw ProblemException.invalid(
                        "There is no field \"" + Rest.shown(name) + "\" in a submission.",
                        "The fields are: file, submission, " + String.join(", ", FIELDS) + ".");
            }
        }
        if (details == null) {
            details = details(fields);
        } else if (!fields.isEmpty()) {
            throw ProblemException.invalid(
                    "The details are there twice: as the part submission and as the field "
                            + fields.keySet().iterator().next() + ".",
                    "Give them in one of the two ways.");
        }
        return request(details, files, Optional.ofNullable(context.header("Idempotency-Key")));
    }

    private static SourceFile file(Part part) {
        String name = part.fileName().orElse("");
        // A browser may send a whole path; what matters is its last part.
        String bare = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .strip();
        if (bare.isEmpty()) {
            throw ProblemException.invalid(
                    "A part named file has no file name.",
                    "Give it one in its Content-Disposition, such as filename=\"letter.pdf\".");
        }
        return new SourceFile(bare, part.content());
    }

    private static byte[] content(Part part) {
        if (part.content().length > HttpSettings.MAX_FIELD_BYTES) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE,
                    "The field " + part.name() + " has " + part.content().length + " octets.",
                    "Send at most " + HttpSettings.MAX_FIELD_BYTES + "; files go into parts named file.");
        }
        return part.content();
    }

    private static String text(Part part) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content(part)))
                    .toString();
        } catch (CharacterCodingException cause) {
            throw ProblemException.invalid("The field " + part.name() + " is not UTF-8.", "Send its text as UTF-8.");
        }
    }

    private static Wire.NewSubmission details(Map<String, List<String>> fields) {
        return new Wire.NewSubmission(
                fields.getOrDefault("to", List.of()).stream()
                        .map(number -> new Wire.NewRecipient(number, null))
                        .toList(),
                one(fields, "resolution"),
                one(fields, "priority"),
                one(fields, "notBefore"),
                one(fields, "subject"),
                one(fields, "senderName"),
                one(fields, "senderId"),
                one(fields, "device"));
    }

    private static @Nullable String one(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalid(
                    "The field " + name + " is there " + values.size() + " times.", "Give it once.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static SubmitRequest request(Wire.NewSubmission details, List<SourceFile> files, Optional<String> key) {
        var recipients = new ArrayList<Recipient>();
        for (Wire.@Nullable NewRecipient recipient :
                Objects.requireNonNullElse(details.recipients(), List.<Wire.NewRecipient>of())) {
            if (recipient == null) {
                throw ProblemException.invalid(
                        "Recipient " + (recipients.size() + 1) + " is null.", "Give each as {\"number\": \"1002\"}.");
            }
            recipients.add(new Recipient(or(recipient.number(), ""), or(recipient.name(), "")));
        }
        return new SubmitRequest(
                files,
                recipients,
                Rest.choice("resolution", or(details.resolution(), "fine"), Resolution.values()),
                Rest.choice("priority", or(details.priority(), "normal"), Priority.values()),
                Optional.ofNullable(details.notBefore()).map(Submissions::time),
                or(details.subject(), ""),
                or(details.senderName(), ""),
                or(details.senderId(), ""),
                Optional.ofNullable(details.device()),
                key);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException cause) {
            throw ProblemException.invalid(
                    "notBefore is \"" + Rest.shown(text) + "\".",
                    "Give a date and time with its offset, such as 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00.");
        }
    }
}
