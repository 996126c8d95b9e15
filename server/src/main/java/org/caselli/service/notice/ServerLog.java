package org.caselli.service.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.caselli.outcome.Outcome;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.settings.LoggingSettings;
import org.caselli.service.settings.LoggingSettings.Level;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's log for people: documented messages with a category and a severity, as far as the level of the category lets
 * them through. Most of them follow from events, in the transaction of the event; rooms that know more write their own. Each
 * entry goes into the program's log too, and the last ten thousand can be read.
 */
public final class ServerLog implements EventLog.Witness {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);

    /** Ours. About a month of a busy server whose levels are those that it is shipped with. */
    private static final int KEPT = 10_000;

    /** Ours. How long another server's change of a level may take to act here. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

    private record Levels(LoggingSettings settings, Instant until) {}

    private final Store store;
    private final Settings settings;
    private final InstantSource clock;
    private final String node;
    private volatile Optional<Levels> levels = Optional.empty();

    public ServerLog(Store store, Settings settings, InstantSource clock, String node) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Writes a message in the transaction of what it tells of, if the level of its category lets it through.
     *
     * @param facts name, value, name, value: what the message's sentence names
     */
    public void write(Handle handle, Instant at, LogMessage message, String subject, Object... facts) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i + 1 < facts.length; i += 2) {
            named.put(facts[i].toString(), facts[i + 1].toString());
        }
        write(handle, at, message, subject, named);
    }

    private void write(Handle handle, Instant at, LogMessage message, String subject, Map<String, String> facts) {
        if (!lets(level(settings(handle), message.category()), message.severity())) {
            return;
        }
        String sentence = sentence(message, subject, facts);
        long sequence = handle.createQuery("select coalesce(max(sequence), 0) + 1 from log_entry")
                .mapTo(Long.class)
                .one();
        handle.execute(
                "insert into log_entry (sequence, at, node, category, severity, message, subject, sentence)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                sequence,
                Store.millis(at),
                node,
                message.category().name(),
                message.severity().name(),
                message.name(),
                subject,
                sentence);
        if (sequence % 100 == 0) {
            handle.execute("delete from log_entry where sequence <= ?", sequence - KEPT);
        }
        tell(message, subject, facts, sentence);
    }

    private static void tell(LogMessage message, String subject, Map<String, String> facts, String sentence) {
        var line = LOG.atLevel(
                        switch (message.severity()) {
                            case ERROR -> org.slf4j.event.Level.ERROR;
                            case WARNING -> org.slf4j.event.Level.WARN;
                            case INFO -> org.slf4j.event.Level.INFO;
                        })
                .addKeyValue("message", Wording.name(message))
                .addKeyValue("category", Wording.name(message.category()))
                .addKeyValue("subject", subject);
        for (String name : List.of("call", "job", "device", "trunk")) {
            if (facts.containsKey(name)) {
                line = line.addKeyValue(name, facts.get(name));
            }
        }
        line.log(sentence);
    }

    private static String sentence(LogMessage message, String subject, Map<String, String> facts) {
        Matcher names = NAME.matcher(message.sentence());
        return names.replaceAll(name -> Matcher.quoteReplacement(
                name.group(1).equals("subject") ? subject : facts.getOrDefault(name.group(1), "unknown")));
    }

    /** NONE nothing, MIN errors, MED warnings too, MAX everything: FAX_LOG_LEVEL_ENUM. */
    static boolean lets(Level level, LogMessage.Severity severity) {
        return switch (level) {
            case NONE -> false;
            case MIN -> severity == LogMessage.Severity.ERROR;
            case MED -> severity != LogMessage.Severity.INFO;
            case MAX -> true;
        };
    }

    private static Level level(LoggingSettings settings, LogMessage.Category category) {
        return switch (category) {
            case INIT -> settings.init();
            case INBOUND -> settings.inbound();
            case OUTBOUND -> settings.outbound();
            case GENERAL -> settings.general();
        };
    }

    /** The levels; not read anew for each of ten thousand jobs of one submission. */
    private LoggingSettings settings(Handle handle) {
        Instant now = clock.instant();
        Optional<Levels> known = levels.filter(each -> now.isBefore(each.until()));
        if (known.isPresent()) {
            return known.get().settings();
        }
        LoggingSettings read = settings.get(handle, LoggingSettings.class).value();
        levels = Optional.of(new Levels(read, now.plus(FRESH)));
        return read;
    }

    @Override
    public void appended(Handle handle, Instant at, ServerEvent.Kind kind, String subject, Map<String, String> facts) {
        switch (kind) {
            case SERVER_STARTED -> write(handle, at, LogMessage.SERVER_STARTED, subject, facts);
            case SERVER_STOPPING -> write(handle, at, LogMessage.SERVER_STOPPING, subject, facts);
            case JOB_ADDED -> write(handle, at, LogMessage.FAX_QUEUED, subject, facts);
            case JOB_CHANGED -> jobChanged(handle, at, subject, worded(facts));
            case RECEIPT_CHANGED -> {
                if ("FAILED".equals(facts.get("state"))) {
                    write(handle, at, LogMessage.RECEIPT_FAILED, subject, facts);
                }
            }
            case SENT_FAX_ADDED -> write(handle, at, LogMessage.FAX_SENT, subject, facts);
            case RECEIVED_FAX_ADDED -> {
                if (!facts.containsKey("reason")) { // or it came before, and is given to somebody now
                    write(
                            handle,
                            at,
                            Outcome.RECEIVED.name().equals(facts.get("outcome"))
                                    ? LogMessage.FAX_RECEIVED
                                    : LogMessage.FAX_RECEIVED_IN_PART,
                            subject,
                            worded(withCall(handle, facts)));
                }
            }
            case INCOMING_JOB_CHANGED -> routing(handle, at, subject, facts);
            case QUOTA_WARNING -> write(handle, at, LogMessage.QUOTA_WARNING, subject, facts);
            case CONFIG_CHANGED -> {
                levels = Optional.empty();
                write(
                        handle,
                        at,
                        "paused".equals(facts.get("change")) ? LogMessage.WEBHOOK_PAUSED : LogMessage.SETTINGS_CHANGED,
                        subject,
                        facts);
            }
            default -> {
                // Steps on the way, which the log of a person is not for.
            }
        }
    }

    /** What a method did with a received fax, and what becomes of one that no method took. */
    private void routing(Handle handle, Instant at, String subject, Map<String, String> facts) {
        String step = facts.getOrDefault("step", "");
        if (step.equals("done")) {
            write(handle, at, LogMessage.FAX_ROUTED, subject, facts);
        } else if (!facts.getOrDefault("error", "").isEmpty()) {
            write(handle, at, LogMessage.ROUTING_FAILED, subject, facts);
        }
        String state = facts.getOrDefault("state", "");
        boolean none = facts.getOrDefault("methods", "").equals("0");
        if (none && state.equals("ROUTING")) {
            write(handle, at, LogMessage.NO_METHOD_ENABLED, subject, withCall(handle, facts));
        } else if (!none && state.equals("RETRIES_EXCEEDED")) {
            write(handle, at, LogMessage.FAX_NOT_ROUTED, subject, withCall(handle, facts));
        }
    }

    /** With the line and the far machine of the call, where the event names only the call. */
    private static Map<String, String> withCall(Handle handle, Map<String, String> facts) {
        var more = new TreeMap<>(facts);
        handle.createQuery("select device, peer, far_id from call where id = ?")
                .bind(0, facts.getOrDefault("call", ""))
                .map((row, context) -> {
                    more.putIfAbsent("device", row.getString("device"));
                    String far = row.getString("far_id");
                    more.putIfAbsent("farId", far.isEmpty() ? row.getString("peer") : far);
                    return true;
                })
                .findOne();
        return more;
    }

    private void jobChanged(Handle handle, Instant at, String subject, Map<String, String> facts) {
        String state = facts.getOrDefault("state", "");
        if (state.equals(JobState.FAILED.name())) {
            write(handle, at, LogMessage.FAX_FAILED, subject, facts);
        } else if (state.equals(JobState.RETRYING.name()) && facts.containsKey("outcome")) {
            write(handle, at, LogMessage.ATTEMPT_FAILED, subject, facts);
        } else if (state.equals(JobState.CANCELED.name())) {
            write(handle, at, LogMessage.FAX_CANCELED, subject, facts);
        }
    }

    /** With the outcome as people say it. */
    private static Map<String, String> worded(Map<String, String> facts) {
        var worded = new TreeMap<>(facts);
        worded.computeIfPresent("outcome", (name, value) -> {
            String sentence = Outcome.valueOf(value).sentence();
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        });
        return worded;
    }

    /**
     * The log, newest first.
     *
     * @param categories only these; all if none is given
     * @param severities only these; all if none is given
     */
    public Listing<LogEntry> list(
            List<LogMessage.Category> categories, List<LogMessage.Severity> severities, Slice slice) {
        var conditions = new ArrayList<String>();
        conditions.add("sequence < :before");
        if (!categories.isEmpty()) {
            conditions.add("category in (" + quoted(categories) + ")");
        }
        if (!severities.isEmpty()) {
            conditions.add("severity in (" + quoted(severities) + ")");
        }
        List<LogEntry> found = store.read(handle -> handle.createQuery(
                        "select sequence, at, node, message, subject, sentence from log_entry where "
                                + String.join(" and ", conditions) + " order by sequence desc limit :limit")
                .bind("before", before(slice))
                .bind("limit", slice.limit() + 1)
                .map((row, context) -> new LogEntry(
                        row.getLong("sequence"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("node"),
                        LogMessage.valueOf(row.getString("message")),
                        row.getString("subject"),
                        row.getString("sentence")))
                .list());
        boolean more = found.size() > slice.limit();
        List<LogEntry> part = more ? found.subList(0, slice.limit()) : found;
        return new Listing<>(
                part, more ? Optional.of(Long.toString(part.getLast().sequence())) : Optional.empty());
    }

    private static long before(Slice slice) {
        return slice.after()
                .map(text -> {
                    if (!text.matches("[0-9]{1,18}")) {
                        throw new Refusal(
                                Refusal.Kind.INVALID,
                                "The cursor is not one of this list.",
                                "Give the \"next\" of the part before, or none for the first part.");
                    }
                    return Long.parseLong(text);
                })
                .orElse(Long.MAX_VALUE);
    }

    private static String quoted(List<? extends Enum<?>> constants) {
        return constants.stream().map(each -> "'" + each.name() + "'").collect(Collectors.joining(", "));
    }
}
