package org.caselli.http;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caselli.http.wire.OutgoingWire;
import org.caselli.image.Resolution;
import org.caselli.queue.Priority;
import org.caselli.queue.Schedule;
import org.caselli.service.FaxService;
import org.caselli.service.Recipient;
import org.caselli.service.Sender;
import org.caselli.service.SourceFile;
import org.caselli.service.Submission;
import org.caselli.service.SubmitRequest;
import org.caselli.service.cover.CoverPageType;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.service.sender.SenderProfile;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code POST /submissions}: a form of several parts (RFC 7578) with the files in it, or a JSON object that names
 * documents which were uploaded before.
 */
final class Submissions {
    private static final String MULTIPART = "multipart/form-data";

    /** Ours. A longer file goes to the disk while it comes in; a shorter one is as quick in memory. */
    private static final int IN_MEMORY = 1 << 20;

    /** Fields that may be given in place of the JSON part. */
    private static final List<String> FIELDS = List.of(
            "to",
            "document",
            "resolution",
            "priority",
            "schedule",
            "notBefore",
            "subject",
            "documentName",
            "senderName",
            "senderId",
            "senderNumber",
            "senderProfile",
            "coverPage",
            "coverPageType",
            "coverPageTemplate",
            "note",
            "receipt",
            "receiptGrouped",
            "receiptAttach",
            "device");

    private final FaxService service;
    private final Rest rest;
    private final long maxUploadBytes;

    Submissions(FaxService service, HttpSettings settings, Rest rest) {
        this.service = service;
        this.rest = rest;
        this.maxUploadBytes = settings.maxUploadBytes();
    }

    void submit(Context context) throws IOException {
        Optional<String> key = Optional.ofNullable(context.header("Idempotency-Key"));
        Submission submission = service.submit(isJson(context) ? fromJson(context, key) : fromForm(context, key));
        rest.created(context, "/submissions/" + submission.id(), OutgoingWire.Submission.of(submission));
        if (submission.repeated()) {
            context.status(200);
        }
    }

    private static boolean isJson(Context context) {
        return String.valueOf(context.contentType()).toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private SubmitRequest fromJson(Context context, Optional<String> key) throws IOException {
        byte[] body = content("body", body(context));
        return request(rest.read(body, OutgoingWire.NewSubmission.class, "The body"), List.of(), key);
    }

    private SubmitRequest fromForm(Context context, Optional<String> key) throws IOException {
        Rest.requireType(context, MULTIPART);
        var form = new Form();
        Multipart.read(String.valueOf(context.contentType()), body(context), form);
        return request(form.details(), form.files, key);
    }

    /** The body; what its Content-Length claims only serves to refuse it early. */
    private InputStream body(Context context) throws IOException {
        return limited(context, "submission", maxUploadBytes);
    }

    /** The body of a request, which is refused as soon as it is longer than allowed. */
    static InputStream limited(Context context, String what, long most) throws IOException {
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(what, most);
        }
        return new FilterInputStream(context.req().getInputStream()) {
            private long read;

            @Override
            public int read() throws IOException {
                int octet = super.read();
                count(octet < 0 ? 0 : 1);
                return octet;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int got = super.read(to, from, length);
                count(Math.max(0, got));
                return got;
            }

            private void count(int octets) {
                read += octets;
                if (read > most) {
                    throw tooLarge(what, most);
                }
            }
        };
    }

    static ProblemException tooLarge(String what, long most) {
        return new ProblemException(
                ProblemKind.TOO_LARGE,
                "The " + what + " is larger than the " + most + " octets that this server takes.",
                "Send it in parts, or raise max-upload-mb of [http] in caselli.toml.");
    }

    /** A form as far as it has come. */
    private final class Form implements Multipart.Parts {
        private final List<SourceFile> files = new ArrayList<>();
        private final Map<String, List<String>> fields = new HashMap<>();
        private OutgoingWire.@Nullable NewSubmission submission;

        @Override
        public void take(String name, Optional<String> fileName, InputStream content) throws IOException {
            if (name.equals("file")) {
                files.add(file(bareName(fileName.orElse("")), content));
            } else if (name.equals("submission")) {
                if (submission != null) {
                    throw ProblemException.invalid("The part submission is there twice.", "Send it once.");
                }
                submission = rest.read(content(name, content), OutgoingWire.NewSubmission.class, "The part submission");
            } else if (FIELDS.contains(name)) {
                fields.computeIfAbsent(name, any -> new ArrayList<>()).add(text(name, content));
            } else {
                throw ProblemException.invalid(
                        "There is no field \"" + Rest.shown(name) + "\" in a submission.",
                        "The fields are: file, submission, " + String.join(", ", FIELDS) + ".");
            }
        }

        OutgoingWire.NewSubmission details() {
            if (submission == null) {
                return Submissions.details(fields);
            }
            if (!fields.isEmpty()) {
                throw ProblemException.invalid(
                        "The details are there twice: as the part submission and as the field "
                                + fields.keySet().iterator().next() + ".",
                        "Give them in one of the two ways.");
            }
            return submission;
        }
    }

    private SourceFile file(String name, InputStream content) throws IOException {
        byte[] start = content.readNBytes(IN_MEMORY);
        if (start.length < IN_MEMORY) {
            return new SourceFile(name, start);
        }
        var whole = new SequenceInputStream(new ByteArrayInputStream(start), content);
        return new SourceFile(
                name,
                service.uploads()
                        .keep(whole, maxUploadBytes)
                        .orElseThrow(() -> tooLarge("submission", maxUploadBytes)));
    }

    /** A browser may send a whole path; what matters is its last part. */
    static String bareName(String path) {
        String bare = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .strip();
        if (bare.isEmpty()) {
            throw ProblemException.invalid(
                    "A part named file has no file name.",
                    "Give it one in its Content-Disposition, such as filename=\"letter.pdf\".");
        }
        return bare;
    }

    private static byte[] content(String name, InputStream content) throws IOException {
        byte[] octets = content.readNBytes(HttpSettings.MAX_FIELD_BYTES + 1);
        if (octets.length > HttpSettings.MAX_FIELD_BYTES) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE,
                    "The field " + name + " has more than " + HttpSettings.MAX_FIELD_BYTES + " octets.",
                    "Send at most so many; files go into parts named file.");
        }
        return octets;
    }

    private static String text(String name, InputStream content) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content(name, content)))
                    .toString();
        } catch (CharacterCodingException cause) {
            throw ProblemException.invalid("The field " + name + " is not UTF-8.", "Send its text as UTF-8.");
        }
    }

    private static OutgoingWire.NewSubmission details(Map<String, List<String>> fields) {
        return new OutgoingWire.NewSubmission(
                fields.getOrDefault("to", List.of()).stream()
                        .map(number -> new OutgoingWire.NewRecipient(number, null, null))
                        .toList(),
                fields.get("document"),
                one(fields, "resolution"),
                one(fields, "priority"),
                one(fields, "schedule"),
                one(fields, "notBefore"),
                one(fields, "subject"),
                one(fields, "documentName"),
                one(fields, "senderName"),
                one(fields, "senderId"),
                one(fields, "senderNumber"),
                null,
                one(fields, "senderProfile"),
                one(fields, "coverPage"),
                one(fields, "coverPageType"),
                one(fields, "coverPageTemplate"),
                one(fields, "note"),
                receipt(fields),
                one(fields, "device"));
    }

    private static OutgoingWire.@Nullable NewReceipt receipt(Map<String, List<String>> fields) {
        String address = one(fields, "receipt");
        String grouped = one(fields, "receiptGrouped");
        String attach = one(fields, "receiptAttach");
        return address == null && grouped == null && attach == null
                ? null
                : new OutgoingWire.NewReceipt(
                        null, address, flag("receiptGrouped", grouped), flag("receiptAttach", attach));
    }

    private static @Nullable Boolean flag(String name, @Nullable String value) {
        return value == null
                ? null
                : Boolean.valueOf(
                        switch (value) {
                            case "true" -> true;
                            case "false" -> false;
                            default ->
                                throw ProblemException.invalid(
                                        "The field " + name + " is \"" + Rest.shown(value) + "\".",
                                        "Give true or false.");
                        });
    }

    /** The types of a receipt that there are. */
    private enum ReceiptType {
        NONE,
        MAIL
    }

    private static ReceiptWish wish(OutgoingWire.@Nullable NewReceipt receipt) {
        if (receipt == null) {
            return ReceiptWish.NONE;
        }
        String address = or(receipt.address(), "");
        ReceiptType type = receipt.type() == null
                ? ReceiptType.MAIL
                : Rest.choice("The receipt's type", receipt.type(), ReceiptType.values());
        if (type == ReceiptType.NONE) {
            return ReceiptWish.NONE; // the documented address has a meaning only for mail
        }
        if (address.isEmpty()) {
            throw ProblemException.invalid(
                    "The receipt has no address.", "Give the mail address that it shall go to, or no receipt.");
        }
        return new ReceiptWish(address, Boolean.TRUE.equals(receipt.grouped()), Boolean.TRUE.equals(receipt.attach()));
    }

    private static @Nullable String one(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalid(
                    "The field " + name + " is there " + values.size() + " times.", "Give it once.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static SubmitRequest request(
            OutgoingWire.NewSubmission details, List<SourceFile> files, Optional<String> key) {
        var recipients = new ArrayList<Recipient>();
        for (OutgoingWire.@Nullable NewRecipient recipient :
                Objects.requireNonNullElse(details.recipients(), List.<OutgoingWire.NewRecipient>of())) {
            if (recipient == null) {
                throw ProblemException.invalid(
                        "Recipient " + (recipients.size() + 1) + " is null.", "Give each as {\"number\": \"1002\"}.");
            }
            recipients.add(recipient(recipient.number(), recipient.name(), recipient.details()));
        }
        var all = new ArrayList<SourceFile>();
        for (@Nullable String id : Objects.requireNonNullElse(details.documents(), List.<String>of())) {
            if (id == null) {
                throw ProblemException.invalid(
                        "A document is null.", "Give the ids of documents that were uploaded before.");
            }
            all.add(SourceFile.document(id));
        }
        all.addAll(files);
        Optional<Instant> notBefore = Optional.ofNullable(details.notBefore()).map(Submissions::time);
        String schedule = or(details.schedule(), notBefore.isPresent() ? "at" : "now");
        return new SubmitRequest(
                all,
                recipients,
                Rest.choice("resolution", or(details.resolution(), "fine"), Resolution.values()),
                Rest.choice("priority", or(details.priority(), "normal"), Priority.values()),
                Rest.choice("schedule", schedule, Schedule.values()),
                notBefore,
                or(details.subject(), ""),
                or(details.documentName(), ""),
                or(details.senderName(), ""),
                or(details.senderId(), ""),
                or(details.senderNumber(), ""),
                details.sender() == null ? Sender.NONE : details.sender().sender(),
                or(details.senderProfile(), SenderProfile.DEFAULT),
                cover(details),
                Optional.ofNullable(details.device()),
                wish(details.receipt()),
                key);
    }

    /** With members of the details that are null left out. */
    static Recipient recipient(
            @Nullable String number, @Nullable String name, @Nullable Map<String, @Nullable String> details) {
        var known = new HashMap<String, String>();
        if (details != null) {
            details.forEach((detail, text) -> {
                if (text != null) {
                    known.put(detail, text);
                }
            });
        }
        return new Recipient(or(number, ""), or(name, ""), known);
    }

    /** A page that is named is the server's, and a template is personal, unless the type says otherwise. */
    private static CoverRequest cover(OutgoingWire.NewSubmission details) {
        String page = or(details.coverPage(), "");
        String template = or(details.coverPageTemplate(), "");
        String type = or(details.coverPageType(), !template.isEmpty() ? "local" : page.isEmpty() ? "none" : "server");
        return new CoverRequest(
                Rest.choice("coverPageType", type, CoverPageType.values()), page, template, or(details.note(), ""));
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
