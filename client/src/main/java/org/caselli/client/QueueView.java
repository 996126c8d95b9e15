package org.caselli.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing queue as one sees it who looks again and again: what was read once stays, and only changes are fetched. Callers
 * at the same time share what one of them fetches after they have asked.
 */
final class QueueView {
    private static final String CHANGES = "/outgoing/changes";
    private static final int PART = 1000;

    private final CaselliClient client;
    private final boolean own;

    // What follows is read and changed by one thread at a time.
    private final TreeMap<String, Api.Job> jobs = new TreeMap<>(Comparator.reverseOrder());
    private List<Api.Job> list = List.of();
    private @Nullable String mark;

    QueueView(CaselliClient client, boolean own) {
        this.client = client;
        this.own = own;
    }

    synchronized List<Api.Job> now() {
        String before = mark;
        var query = new ArrayList<String>();
        if (own) {
            query.add("account=me");
        }
        if (before != null) {
            query.add("since=" + CaselliClient.escaped(before));
        }
        Api.QueueChanges changes =
                client.get(query.isEmpty() ? CHANGES : CHANGES + "?" + String.join("&", query), Api.QueueChanges.class);
        if (changes.whole()) {
            List<Api.Job> read = read();
            jobs.clear();
            read.forEach(job -> jobs.put(job.id(), job));
            list = frozen();
        } else if (!changes.items().isEmpty() || !changes.gone().isEmpty()) {
            changes.gone().forEach(jobs::remove);
            changes.items().forEach(job -> jobs.put(job.id(), job));
            list = frozen();
        }
        mark = changes.mark(); // not before: who failed to read all asks for all the next time
        return list;
    }

    private List<Api.Job> frozen() {
        return Collections.unmodifiableList(new ArrayList<>(jobs.values()));
    }

    private List<Api.Job> read() {
        var read = new ArrayList<Api.Job>();
        @Nullable String after = null;
        do {
            Api.Jobs part = client.jobs(List.of(), false, own, after, PART);
            read.addAll(part.items());
            after = part.next();
        } while (after != null);
        return read;
    }
}
