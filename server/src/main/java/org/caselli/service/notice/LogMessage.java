package org.caselli.service.notice;

/**
 * What the server writes into its log for people (§18 of the documented behaviour, and what belongs beside it). The name of
 * a message is stable. In its sentence, {@code {subject}} and names in braces stand for the subject and the facts.
 */
public enum LogMessage {
    SERVER_STARTED(Category.INIT, Severity.INFO, "The fax server {subject} has started."),
    SERVER_STOPPING(Category.INIT, Severity.INFO, "The fax server {subject} is stopping."),
    PROVIDER_FAILED(Category.INIT, Severity.ERROR, "The provider of lines {subject} could not be started: {error}"),
    EXTENSION_FAILED(
            Category.INIT, Severity.ERROR, "The routing extension {subject} could not be initialised: {error}"),

    QUEUE_NOT_RESTORED(
            Category.INIT,
            Severity.ERROR,
            "The queue could not be restored: the pages of {number} faxes are not in {folder}. The first one is {subject}."
                    + " Restore the folder from its backup, or cancel them."),

    FAX_RECEIVED(
            Category.INBOUND,
            Severity.INFO,
            "A fax was received: {subject}, from {farId}, on {device}, {pages} pages."),
    FAX_RECEIVED_IN_PART(
            Category.INBOUND,
            Severity.WARNING,
            "A fax was received in part only: {subject}, from {farId}, on {device}, {pages} pages: {outcome}."),
    FAX_ROUTED(Category.INBOUND, Severity.INFO, "The received fax {subject} was routed: {methodName}."),
    ROUTING_FAILED(
            Category.INBOUND,
            Severity.WARNING,
            "The received fax {subject} could not be routed by the method \"{methodName}\": {error}"),
    FAX_NOT_ROUTED(
            Category.INBOUND,
            Severity.ERROR,
            "The fax {subject} was received on {device} from {farId}, and no routing method has taken it."),

    /** No warning: a server is set so when it is new, and the inbox is where its people look. */
    NO_METHOD_ENABLED(
            Category.INBOUND,
            Severity.INFO,
            "The fax {subject} was received on {device} from {farId}. No routing method is enabled there; it is in the inbox."),
    FAX_PRINTER_REFUSED(
            Category.INBOUND,
            Severity.ERROR,
            "The received fax {subject} was not printed: the printer {printer} is a fax printer. Choose one with paper."),

    FAX_QUEUED(Category.OUTBOUND, Severity.INFO, "A fax to {number} was queued: job {subject}."),
    FAX_SENT(Category.OUTBOUND, Severity.INFO, "The fax to {number} was sent: job {subject}."),
    ATTEMPT_FAILED(
            Category.OUTBOUND,
            Severity.WARNING,
            "An attempt to send the fax to {number} failed and will be repeated: job {subject}: {outcome}."),
    FAX_FAILED(Category.OUTBOUND, Severity.ERROR, "The fax to {number} could not be sent: job {subject}: {outcome}."),
    FAX_CANCELED(Category.OUTBOUND, Severity.INFO, "The fax to {number} was cancelled: job {subject}."),
    RECEIPT_FAILED(
            Category.OUTBOUND,
            Severity.WARNING,
            "The receipt {subject} of submission {submission} could not be mailed: {error} The fax is not concerned. Try it"
                    + " again with: caselli receipts retry {subject}."),

    QUEUE_FOLDER_INACCESSIBLE(
            Category.GENERAL,
            Severity.ERROR,
            "The queue folder {subject} is not accessible, so no fax can be taken: {error}"),
    QUOTA_WARNING(
            Category.GENERAL,
            Severity.WARNING,
            "The archives have grown to {octets} octets, beyond the high mark of {highMark} octets."),
    SETTINGS_CHANGED(Category.GENERAL, Severity.INFO, "{subject} was changed."),
    WEBHOOK_PAUSED(
            Category.GENERAL,
            Severity.WARNING,
            "Deliveries to {subject} are paused: {reason} Put the receiver right, then resume the webhook.");

    /** The documented categories, each with a level of its own. */
    public enum Category {
        /** Start and stop. */
        INIT,
        /** Reception and routing. */
        INBOUND,
        /** Sending. */
        OUTBOUND,
        /** Everything else. */
        GENERAL
    }

    /** How bad it is. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    private final Category category;
    private final Severity severity;
    private final String sentence;

    LogMessage(Category category, Severity severity, String sentence) {
        this.category = category;
        this.severity = severity;
        this.sentence = sentence;
    }

    public Category category() {
        return category;
    }

    public Severity severity() {
        return severity;
    }

    String sentence() {
        return sentence;
    }
}
