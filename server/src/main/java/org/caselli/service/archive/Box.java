package org.caselli.service.archive;

import org.caselli.queue.ServerEvent;

/** The two archives. */
public enum Box {
    /** What came in: the documented incoming archive. */
    RECEIVED("received", "Inbox", ServerEvent.Kind.RECEIVED_FAX_CHANGED, ServerEvent.Kind.RECEIVED_FAX_REMOVED),
    /** What was delivered: the documented outgoing archive. */
    SENT("sent", "SentItems", ServerEvent.Kind.SENT_FAX_CHANGED, ServerEvent.Kind.SENT_FAX_REMOVED);

    private final String word;
    private final String folder;
    private final ServerEvent.Kind changed;
    private final ServerEvent.Kind removed;

    Box(String word, String folder, ServerEvent.Kind changed, ServerEvent.Kind removed) {
        this.word = word;
        this.folder = folder;
        this.changed = changed;
        this.removed = removed;
    }

    /** "received" or "sent". */
    public String word() {
        return word;
    }

    String table() {
        return word + "_message";
    }

    String search() {
        return word + "_search";
    }

    /** Its folder in the archive folder, named as on Windows. */
    String folder() {
        return folder;
    }

    ServerEvent.Kind changed() {
        return changed;
    }

    ServerEvent.Kind removed() {
        return removed;
    }
}
