package org.caselli.client;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a Caselli server takes and gives: one record for each schema of its {@code openapi.yaml}, which says what their
 * members mean. A member that does not apply is null. Members that a newer server adds are ignored.
 */
public final class Api {
    private Api() {}

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
            Instant startedAt,
            long uptimeSeconds,
            long lastEvent,
            @Nullable Activity activity,
            @Nullable Integer sipPort,
            @Nullable Map<String, String> failures,
            @Nullable String standsBy) {}

    /** One of the servers that share a database. */
    @Json
    public record Node(
            String name,
            boolean self,
            @Nullable String version,
            @Nullable String url,
            Instant since,
            Instant lastSeen,
            @Nullable Instant stoppedAt,
            long clockAheadMillis,
            boolean alive,
            int lines,
            int sending,
            int receiving) {}

    @Json
    record NodeList(List<Node> items) {}

    @Json
    public record Activity(int incoming, int routing, int outgoing, int queued, int failed) {}

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
            int total) {}

    @Json
    public record Outcome(int number, String name, String sentence, String advice, String responsible, String hope) {}

    @Json
    public record Facts(
            String phase, String farId, int bitsPerSecond, String carrier, String coding, boolean errorCorrection) {}

    /** What is told of a sender beside name, identity and fax number; what is not known is null. */
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
            @Nullable String billingCode) {}

    /**
     * What is to be sent; all but the recipients may be null, and is then as the server is configured.
     *
     * @param documents ids of {@link Documents documents} that were uploaded before
     * @param schedule  now, at or discount
     * @param senderProfile one of one's {@link Senders}, for what is not told here; empty for none, null for the default
     */
    @Json
    public record NewSubmission(
            List<NewRecipient> recipients,
            @Nullable List<String> documents,
            @Nullable String resolution,
            @Nullable String priority,
            @Nullable String schedule,
            @Nullable Instant notBefore,
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
            @Nullable String device) {
        /** To these numbers, with everything else as usual. */
        public static NewSubmission to(List<String> numbers) {
            return new Draft(numbers.stream()
                            .map(number -> NewRecipient.of(number, null))
                            .toList())
                    .submission();
        }

        /** The same in this resolution: standard, fine or superfine; null for the server's choice. */
        public NewSubmission in(@Nullable String wanted) {
            return changed(draft -> draft.resolution = wanted);
        }

        /** The same with this subject. */
        public NewSubmission about(String newSubject) {
            return changed(draft -> draft.subject = newSubject);
        }

        /**
         * The same with a cover page of the server.
         *
         * @param page its name
         * @param text for its note; null for none
         */
        public NewSubmission withCover(String page, @Nullable String text) {
            return changed(draft -> draft.cover(page, "server", null, text));
        }

        /**
         * The same with a personal cover page.
         *
         * @param template HTML with placeholders
         * @param text     for its note; null for none
         */
        public NewSubmission withPersonalCover(String name, String template, @Nullable String text) {
            return changed(draft -> draft.cover(name, "local", template, text));
        }

        /** The same over this line only. */
        public NewSubmission over(String onlyDevice) {
            return changed(draft -> draft.device = onlyDevice);
        }

        private NewSubmission changed(Consumer<Draft> change) {
            var draft = new Draft(this);
            change.accept(draft);
            return draft.submission();
        }

        /** A copy that can be changed: the one place that lists all components. */
        private static final class Draft {
            private final List<NewRecipient> recipients;
            private @Nullable List<String> documents;
            private @Nullable String resolution;
            private @Nullable String priority;
            private @Nullable String schedule;
            private @Nullable Instant notBefore;
            private @Nullable String subject;
            private @Nullable String documentName;
            private @Nullable String senderName;
            private @Nullable String senderId;
            private @Nullable String senderNumber;
            private @Nullable Sender sender;
            private @Nullable String senderProfile;
            private @Nullable String coverPage;
            private @Nullable String coverPageType;
            private @Nullable String coverPageTemplate;
            private @Nullable String note;
            private @Nullable NewReceipt receipt;
            private @Nullable String device;

            Draft(List<NewRecipient> recipients) {
                this.recipients = recipients;
            }

            Draft(NewSubmission from) {
                recipients = from.recipients;
                documents = from.documents;
                resolution = from.resolution;
                priority = from.priority;
                schedule = from.schedule;
                notBefore = from.notBefore;
                subject = from.subject;
                documentName = from.documentName;
                senderName = from.senderName;
                senderId = from.senderId;
                senderNumber = from.senderNumber;
                sender = from.sender;
                senderProfile = from.senderProfile;
                coverPage = from.coverPage;
                coverPageType = from.coverPageType;
                coverPageTemplate = from.coverPageTemplate;
                note = from.note;
                receipt = from.receipt;
                device = from.device;
            }

            void cover(String page, String type, @Nullable String template, @Nullable String text) {
                coverPage = page;
                coverPageType = type;
                coverPageTemplate = template;
                note = text;
            }

            NewSubmission submission() {
                return new NewSubmission(
                        recipients,
                        documents,
                        resolution,
                        priority,
                        schedule,
                        notBefore,
                        subject,
                        documentName,
                        senderName,
                        senderId,
                        senderNumber,
                        sender,
                        senderProfile,
                        coverPage,
                        coverPageType,
                        coverPageTemplate,
                        note,
                        receipt,
                        device);
            }
        }
    }

    /**
     * A receipt by mail.
     *
     * @param type    none or mail; null for mail
     * @param grouped one for all recipients together
     * @param attach  with the fax as a file
     */
    @Json
    public record NewReceipt(
            @Nullable String type,
            @Nullable String address,
            @Nullable Boolean grouped,
            @Nullable Boolean attach) {}

    /** @param type none or mail */
    @Json
    public record SubmissionReceipt(String type, String address, boolean grouped, boolean attach) {}

    /** @param details for the cover page: company, title, department, city and so on; null for none */
    @Json
    public record NewRecipient(
            String number, @Nullable String name, @Nullable Map<String, String> details) {
        /** Of whom a cover page tells no more. */
        public static NewRecipient of(String number, @Nullable String name) {
            return new NewRecipient(number, name, null);
        }
    }

    /**
     * The cover page of a fax.
     *
     * @param type    local or server
     * @param pages   how many pages it has; of several recipients', the most
     * @param missing fields that it shows and that are empty for one recipient or more
     */
    @Json
    public record Cover(String type, String page, String note, int pages, List<String> missing) {}

    /**
     * @param jobs       the ids of its jobs, one for each recipient, in their order
     * @param jobNumbers the numbers of the same jobs, in the same order
     */
    @Json
    public record Submission(
            String id,
            Instant submittedAt,
            String subject,
            String documentName,
            String senderName,
            String senderId,
            String senderNumber,
            @Nullable Sender sender,
            @Nullable Cover cover,
            @Nullable SubmissionReceipt receipt,
            int pages,
            List<String> files,
            List<String> jobs,
            List<Integer> jobNumbers,
            boolean repeated) {}

    /**
     * @param jobNumber 1 or more, unique among the jobs of both queues; may stand for the id in every request
     * @param account   whose it is, by name; null if it is nobody's, or the account is gone
     */
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
            Instant submittedAt,
            Instant scheduledAt,
            Instant dueAt,
            int attempts,
            int retries,
            int pages,
            int pagesConfirmed,
            int currentPage,
            long size,
            @Nullable Outcome outcome,
            @Nullable Instant transmissionStartedAt,
            @Nullable Instant transmissionEndedAt,
            @Nullable Instant endedAt,
            String senderName,
            String senderId,
            String senderNumber,
            @Nullable Sender sender,
            boolean hasCover,
            SubmissionReceipt receipt) {
        /** Whether it has come to its end: completed, failed or cancelled. */
        public boolean isFinal() {
            return state.equals("completed") || state.equals("failed") || state.equals("canceled");
        }
    }

    @Json
    public record Jobs(List<Job> items, @Nullable String next) {}

    /**
     * What has changed in the queue since one looked.
     *
     * @param whole whether that cannot be told, and the list has to be read anew
     * @param gone  ids of jobs that are not in the queue any more
     */
    @Json
    record QueueChanges(String mark, boolean whole, List<Job> items, List<String> gone) {}

    @Json
    public record Attempt(
            String id,
            @Nullable String call,
            int number,
            String device,
            Instant startedAt,
            int firstPage,
            int pagesConfirmed,
            @Nullable Instant endedAt,
            @Nullable Outcome outcome,
            String tsid,
            Facts facts) {}

    @Json
    public record JobDetail(
            Job job,
            Submission submission,
            List<Attempt> attempts,
            @Nullable Live live) {}

    @Json
    public record DiaryLine(Instant at, String text) {}

    @Json
    public record Call(
            String id,
            boolean outgoing,
            String device,
            String peer,
            @Nullable String job,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Outcome outcome,
            List<DiaryLine> lines) {}

    @Json
    public record Calls(List<Call> items, @Nullable String next) {}

    @Json
    public record Event(
            long id,
            Instant at,
            String kind,
            @Json.Property("class") String eventClass,
            String subject,
            Map<String, String> facts) {}
}
