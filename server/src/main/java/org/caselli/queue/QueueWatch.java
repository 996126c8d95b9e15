package org.caselli.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.queue.JobTable.Row;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Tells who looks at the queue again and again what is different from the last time, so that a queue of thousands costs him
 * nothing while it rests. It keeps nothing for anybody: a mark says how far the log of events was read and when, and by which
 * rules a waiting job was seen. So any server of the database can answer the next question.
 */
final class QueueWatch {
    /** Ours. Where more jobs are not as they were, reading the list costs no more. */
    private static final int MOST = 2000;

    private static final Pattern MARK = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{1,8})");

    private final Store store;
    private final EventLog events;
    private final InstantSource clock;
    private final Function<Handle, QueueRules> rules;

    QueueWatch(Store store, EventLog events, InstantSource clock, Function<Handle, QueueRules> rules) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * How far one has looked.
     *
     * @param sequence of the last event that had happened
     * @param millis   when that was
     * @param by       what else a job is seen by: the rules of the queue, and whose jobs are seen
     */
    private record Mark(long sequence, long millis, String by) {
        static Optional<Mark> of(String text) {
            Matcher matcher = MARK.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Mark(
                            Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return sequence + "-" + millis + "-" + by;
        }
    }

    QueueChanges since(String text, Optional<String> whose) {
        return store.read(handle -> {
            Instant now = clock.instant();
            QueueRules rule = rules.apply(handle);
            // Before all else is read: what happens meanwhile is told now and told again.
            long last = EventLog.last(handle);
            var mark = new Mark(last, Store.millis(now), by(rule, now, whose));
            Optional<Set<String>> changed = Mark.of(text)
                    .filter(before -> before.by().equals(mark.by())
                            && before.sequence() <= last
                            && before.sequence() >= EventLog.horizon(handle))
                    .flatMap(before -> changed(handle, before, mark, rule, whose));
            return changed.map(ids -> told(handle, mark, ids, rule, now, whose))
                    .orElseGet(() -> new QueueChanges(mark.toString(), true, List.of(), List.of()));
        });
    }

    private static String by(QueueRules rule, Instant now, Optional<String> whose) {
        return Integer.toHexString(Objects.hash(
                rule.paused(), rule.discount().key(), rule.discount().contains(now), whose.orElse("")));
    }

    /** The jobs that something happened to, and those that wait for something else only because time has gone by. */
    private Optional<Set<String>> changed(
            Handle handle, Mark before, Mark now, QueueRules rule, Optional<String> whose) {
        Optional<Set<String>> told = events.jobs(handle, before.sequence(), now.sequence(), whose, MOST);
        if (told.isEmpty()) {
            return Optional.empty();
        }
        var ids = new TreeSet<>(told.get());
        long moment = JobTable.MOMENT.toMillis();
        List<String> ready = handle.createQuery("select id from job where " + JobTable.WAITING
                        + " and paused = 0 and (ready_at between ? and ?" + " or ready_at between ? and ?) limit ?")
                .bind(0, before.millis() - moment)
                .bind(1, now.millis() - moment)
                .bind(2, before.millis())
                .bind(3, now.millis())
                .bind(4, MOST + 1)
                .mapTo(String.class)
                .list();
        ids.addAll(ready);
        if (rule.discount().exists()) {
            // One that waited to be tried again waits for the period from now on.
            ids.addAll(handle.createQuery("select id from job where " + JobTable.WAITING
                            + " and schedule = 'DISCOUNT' and paused = 0 and earliest_at between ? and ? limit ?")
                    .bind(0, before.millis())
                    .bind(1, now.millis())
                    .bind(2, MOST + 1)
                    .mapTo(String.class)
                    .list());
        }
        return ids.size() > MOST ? Optional.empty() : Optional.of(ids);
    }

    private static QueueChanges told(
            Handle handle, Mark mark, Set<String> ids, QueueRules rule, Instant now, Optional<String> whose) {
        if (ids.isEmpty()) {
            return new QueueChanges(mark.toString(), false, List.of(), List.of());
        }
        var query = handle.createQuery(JobTable.SELECT + "where job.id in (<ids>) and job.in_queue = 1 "
                        + (whose.isEmpty() ? "" : "and submission.account = :whose ") + "order by job.id desc")
                .bindList("ids", List.copyOf(ids));
        whose.ifPresent(account -> query.bind("whose", account));
        var present = new LinkedHashMap<String, Job>();
        query.map((row, context) -> new Row(row).job(rule, now)).forEach(job -> present.put(job.id(), job));
        var gone = new ArrayList<>(ids);
        gone.removeAll(present.keySet());
        return new QueueChanges(mark.toString(), false, List.copyOf(present.values()), gone);
    }
}
