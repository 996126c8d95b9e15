package org.caselli.service.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.caselli.queue.EventLog;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.access.Caller;
import org.caselli.service.access.SignInWitness;
import org.caselli.service.settings.AuditSettings;
import org.caselli.service.settings.Exported;
import org.caselli.service.settings.Settings;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail: who did, changed and viewed what and when. What changes something is told in the transaction of the change;
 * a view is told before anybody sees anything. Entries are only ever added, each with the hash of the one before, so that
 * {@link #verify} finds every later change. All servers of one database write one chain.
 */
public final class Audit implements EventLog.Witness, Store.Luggage, SignInWitness {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /** The action of an entry that seals what the age limit deletes. */
    private static final String CUT = "audit.cut";

    /** Ours: who looks at the same thing again within this gets no second entry. */
    private static final Duration REPEATED = Duration.ofMinutes(5);

    /** Ours: how long the use of one caller's key from one address counts as one visit. */
    private static final Duration VISIT = Duration.ofHours(12);

    /** Ours: wrong keys from one address are counted for so long and then told in one entry. */
    private static final Duration GUESSES = Duration.ofMinutes(1);

    /** Ours: with them all the trail grows by 5 MB an hour. Of more, one learns how many there were. */
    private static final int MOST_GUESSERS = 100;

    /** Ours: of so many names that one address tries. */
    private static final int MOST_NAMES = 10;

    private static final int AT_ONCE = 1000;
    private static final int DELETED_AT_ONCE = 5000;
    private static final int MOST_TEXT = 1000;

    private static final String COLUMNS = "select sequence, at, account, actor, address, node, action, subject, result,"
            + " facts, previous, hash from audit_entry";

    /** What one transaction does, for those who are told of its events. */
    private record Work(List<Telling.Heard> heard, List<Told> told) {}

    /** What somebody did who was not the caller yet. */
    private record Told(Caller who, Deed deed) {}

    private static final ScopedValue<Work> WORK = ScopedValue.newInstance();

    /** Somebody who was not let in, as an entry tells of him. */
    private record Guesser(String address, Deed deed) {}

    /** What else he did since. */
    private record Guesses(Instant since, long more) {}

    private final Store store;
    private final Settings settings;
    private final InstantSource clock;
    private final Repeats repeats = new Repeats();
    private final Map<Guesser, Guesses> guesses = new LinkedHashMap<>();
    private volatile SettingsImage image = new SettingsImage(List.of());

    public Audit(Store store, Settings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins to tell how these parts of the configuration are changed. */
    public void start(List<Exported> configuration) {
        var wanted = new SettingsImage(configuration);
        store.write(handle -> {
            write(handle, Caller.SERVER, Optional.empty(), wanted.catchUp(handle));
            return true;
        });
        image = wanted;
    }

    // What is done in transactions.

    @Override
    public <T extends @Nullable Object> Function<Handle, T> pack(Function<Handle, T> work) {
        Caller caller = Caller.current();
        Optional<Occasion> occasion = Occasion.current();
        return Caller.carried(handle -> {
            var done = new Work(new ArrayList<>(), new ArrayList<>());
            T value = ScopedValue.where(WORK, done).call(() -> work.apply(handle));
            for (Told told : done.told()) {
                write(handle, told.who(), occasion, List.of(told.deed()));
            }
            if (!done.heard().isEmpty()) {
                var deeds = new ArrayList<>(image.deeds(handle, done.heard()));
                deeds.addAll(Telling.deeds(done.heard(), caller));
                write(handle, caller, occasion, deeds);
            }
            return value;
        });
    }

    @Override
    public void appended(Handle handle, Instant at, ServerEvent.Kind kind, String subject, Map<String, String> facts) {
        WORK.get().heard().add(new Telling.Heard(kind, subject, facts));
    }

    private void write(Handle handle, Caller caller, Optional<Occasion> occasion, List<Deed> deeds) {
        if (deeds.isEmpty()) {
            return;
        }
        Verification.Head head = head(handle);
        for (Deed deed : deeds) {
            head = append(handle, head, caller, occasion, deed);
        }
        handle.execute("update audit_head set sequence = ?, hash = ?", head.sequence(), head.hash());
        occasion.ifPresent(Occasion::tell);
    }

    private Verification.Head append(
            Handle handle, Verification.Head head, Caller caller, Optional<Occasion> occasion, Deed deed) {
        var facts = new TreeMap<String, Object>(deed.facts());
        occasion.map(Occasion::request)
                .filter(request -> !request.isEmpty())
                .ifPresent(request -> facts.put("request", request));
        AuditEntry entry = new AuditEntry(
                        head.sequence() + 1,
                        clock.instant(),
                        plain(caller.account()),
                        plain(caller.name()),
                        plain(occasion.map(Occasion::address).orElse("")),
                        plain(store.node()),
                        plain(deed.action()),
                        plain(deed.subject()),
                        deed.result(),
                        plain(Canonical.of(facts), Integer.MAX_VALUE),
                        head.hash(),
                        "")
                .hashed();
        handle.execute(
                "insert into audit_entry (sequence, at, account, actor, address, node, action, subject, result, facts,"
                        + " previous, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(),
                Store.millis(entry.at()),
                entry.account(),
                entry.actor(),
                entry.address(),
                entry.node(),
                entry.action(),
                entry.subject(),
                entry.result().name(),
                entry.facts(),
                entry.previous(),
                entry.hash());
        return new Verification.Head(entry.sequence(), entry.hash());
    }

    private static String plain(String text) {
        return plain(text, MOST_TEXT);
    }

    /** What every database keeps as it is, and UTF-8 can say: no zeros, no halves of characters. */
    private static String plain(String text, int most) {
        var plain = new StringBuilder();
        text.codePoints()
                .limit(most)
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    // What is told without a change.

    /** Writes an entry about the present caller, and returns when it is durable. */
    public void write(Deed deed) {
        Caller caller = Caller.current();
        Optional<Occasion> occasion = Occasion.current();
        store.write(handle -> {
            write(handle, caller, occasion, List.of(deed));
            return true;
        });
    }

    /** The same, unless the caller has had the same entry from the same address a moment ago. */
    public void writeOnce(Deed deed) {
        once(deed, REPEATED, this::write);
    }

    /**
     * The present caller has come with a key that is good. Does not wait.
     *
     * @param way what it was: {@code key}, {@code session}, {@code token} or {@code oidc}
     */
    public void visited(String way) {
        once(Deed.done("caller.admitted", "", Map.of("way", way)), VISIT, this::writeSoon);
    }

    @Override
    public void begun(Handle handle, Caller who, String way) {
        WORK.get().told().add(new Told(who, Deed.done("session.begun", "accounts/" + who.name(), Map.of("way", way))));
    }

    @Override
    public void ended(Handle handle) {
        Caller who = Caller.current();
        WORK.get().told().add(new Told(who, Deed.done("session.ended", "accounts/" + who.name(), Map.of())));
    }

    @Override
    public void refused(String address, String name, String way, boolean tooMany) {
        // Of those whom nobody has looked at, the names tell nothing but what somebody fills the trail with.
        String subject = name.isEmpty() || tooMany ? "" : "accounts/" + name;
        Map<String, String> facts = tooMany ? Map.of("way", way, "why", "too many attempts") : Map.of("way", way);
        guessed(address, new Deed("session.refused", subject, AuditEntry.Result.REFUSED, facts));
    }

    private void once(Deed deed, Duration window, Consumer<Deed> how) {
        Caller caller = Caller.current();
        String what = Canonical.of(List.of(
                caller.account(),
                caller.name(),
                Occasion.current().map(Occasion::address).orElse(""),
                deed.action(),
                deed.subject(),
                deed.result().name(),
                new TreeMap<>(deed.facts())));
        Instant now = clock.instant();
        if (!repeats.isFresh(what, now, window)) {
            how.accept(deed);
            repeats.wrote(what, now);
        }
    }

    private void writeSoon(Deed deed) {
        Caller caller = Caller.current();
        Optional<Occasion> occasion = Occasion.current();
        store.writeSoon(handle -> write(handle, caller, occasion, List.of(deed)));
    }

    /**
     * Somebody came without a key, or with a wrong one. Does not wait. The first is told at once; further ones from the same
     * address are counted for a minute and told together, so that guessing does not fill the trail.
     */
    public void refusedKey(String address) {
        guessed(address, new Deed("caller.refused", "", AuditEntry.Result.REFUSED, Map.of()));
    }

    /** A sign-in was not even tried: what came was no such request, or there was nobody to ask. As {@link #refusedKey}. */
    public void refusedSignIn(String address, int status) {
        guessed(address, new Deed("session.refused", "", AuditEntry.Result.FAILED, Map.of("status", status)));
    }

    private void guessed(String address, Deed deed) {
        Instant now = clock.instant();
        synchronized (guesses) {
            var guesser = new Guesser(address, deed);
            if (!guesses.containsKey(guesser)) {
                long names = guesses.keySet().stream()
                        .filter(each -> each.address().equals(address))
                        .count();
                guesser = guesses.size() >= MOST_GUESSERS
                        ? new Guesser("others", new Deed(deed.action(), "", deed.result(), Map.of()))
                        : names >= MOST_NAMES
                                ? new Guesser(address, new Deed(deed.action(), "", deed.result(), Map.of()))
                                : guesser;
            }
            Guesses known = guesses.get(guesser);
            guesses.put(
                    guesser, new Guesses(known == null ? now : known.since(), known == null ? 0 : known.more() + 1));
            if (known == null) {
                tellGuess(guesser, Map.of());
            }
        }
    }

    /** Tells how many there were since the first. To be called now and then. */
    public void tellGuesses() {
        tellGuesses(clock.instant().minus(GUESSES));
    }

    /** Tells all of them: the server is about to stop. */
    public void close() {
        tellGuesses(Instant.MAX);
    }

    private void tellGuesses(Instant before) {
        synchronized (guesses) {
            guesses.entrySet().removeIf(each -> {
                Guesses counted = each.getValue();
                if (!counted.since().isBefore(before)) {
                    return false;
                }
                if (counted.more() > 0) {
                    tellGuess(
                            each.getKey(),
                            Map.of(
                                    "count",
                                    counted.more(),
                                    "since",
                                    counted.since().toString()));
                }
                return true;
            });
        }
    }

    private void tellGuess(Guesser guesser, Map<String, ?> count) {
        var occasion = new Occasion(guesser.address(), "");
        var facts = new TreeMap<String, Object>(guesser.deed().facts());
        facts.putAll(count);
        var deed = new Deed(
                guesser.deed().action(),
                guesser.deed().subject(),
                guesser.deed().result(),
                facts);
        store.writeSoon(handle -> {
            Verification.Head head = head(handle);
            head = append(handle, head, Caller.NOBODY, Optional.of(occasion), deed);
            handle.execute("update audit_head set sequence = ?, hash = ?", head.sequence(), head.hash());
        });
    }

    // Looking.

    /** Entries that fit, newest first. */
    public Listing<AuditEntry> list(AuditFilter filter, Slice slice) {
        long[] after = slice.after().map(Audit::cursor).orElse(new long[] {Long.MAX_VALUE, Long.MAX_VALUE});
        // One upper bound, so that an index leads to it at once.
        if (filter.to().isPresent() && millis(filter.to().get()) < after[0]) {
            after = new long[] {millis(filter.to().get()), 0};
        }
        long[] before = after;
        List<AuditEntry> entries = store.read(handle -> bind(
                        handle.createQuery(COLUMNS + " where (at, sequence) < (:cursorAt, :cursor)" + condition(filter)
                                + " order by at desc, sequence desc limit :limit"),
                        filter)
                .bind("cursorAt", before[0])
                .bind("cursor", before[1])
                .bind("limit", slice.limit() + 1)
                .map((row, context) -> entry(row))
                .list());
        boolean more = entries.size() > slice.limit();
        List<AuditEntry> wanted = more ? entries.subList(0, slice.limit()) : entries;
        return new Listing<>(
                wanted,
                more
                        ? Optional.of(
                                Long.toHexString(Store.millis(wanted.getLast().at())) + "-"
                                        + wanted.getLast().sequence())
                        : Optional.empty());
    }

    /**
     * Entries that fit, in the order of the chain, for an export.
     *
     * @param after the sequence of the last one that is known; 0 to begin
     */
    public List<AuditEntry> after(AuditFilter filter, long after) {
        return store.read(handle -> bind(
                        handle.createQuery(COLUMNS + " where sequence > :after" + condition(filter)
                                + " order by sequence limit :limit"),
                        filter)
                .bind("after", after)
                .bind("limit", AT_ONCE)
                .map((row, context) -> entry(row))
                .list());
    }

    private static String condition(AuditFilter filter) {
        var sql = new StringBuilder();
        filter.actor()
                .ifPresent(actor ->
                        sql.append(actor.matches("[0-9a-f]{16}") ? " and account = :actor" : " and actor = :actor"));
        filter.action().ifPresent(_ -> sql.append(" and action = :action"));
        filter.subject().ifPresent(_ -> sql.append(" and subject = :subject"));
        filter.result().ifPresent(_ -> sql.append(" and result = :result"));
        filter.from().ifPresent(_ -> sql.append(" and at >= :from"));
        filter.to().ifPresent(_ -> sql.append(" and at < :to"));
        return sql.toString();
    }

    private static Query bind(Query query, AuditFilter filter) {
        filter.actor().ifPresent(actor -> query.bind("actor", plain(actor)));
        filter.action().ifPresent(action -> query.bind("action", plain(action)));
        filter.subject().ifPresent(subject -> query.bind("subject", plain(subject)));
        filter.result().ifPresent(result -> query.bind("result", result.name()));
        filter.from().ifPresent(from -> query.bind("from", millis(from)));
        filter.to().ifPresent(to -> query.bind("to", millis(to)));
        return query;
    }

    /** Times that nothing here can have are as good as the nearest that it can. */
    private static long millis(Instant time) {
        Instant most = Instant.parse("9999-12-31T00:00:00Z");
        return Store.millis(time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(most) ? most : time);
    }

    private static long[] cursor(String text) {
        if (!text.matches("[0-9a-f]{1,15}-[0-9]{1,18}")) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The cursor \"" + text + "\" is none of ours.",
                    "Give the one of the answer before, or none to begin anew.");
        }
        String[] parts = text.split("-", 2);
        return new long[] {Long.parseLong(parts[0], 16), Long.parseLong(parts[1])};
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("account"),
                row.getString("actor"),
                row.getString("address"),
                row.getString("node"),
                row.getString("action"),
                row.getString("subject"),
                AuditEntry.Result.valueOf(row.getString("result")),
                row.getString("facts"),
                row.getString("previous"),
                row.getString("hash"));
    }

    /** The newest entry's place in the chain. Noted elsewhere, it proves later what the trail was until now. */
    public Verification.Head head() {
        return store.read(Audit::head);
    }

    private static Verification.Head head(Handle handle) {
        return handle.createQuery("select sequence, hash from audit_head")
                .map((row, context) -> new Verification.Head(row.getLong("sequence"), row.getString("hash")))
                .one();
    }

    // Verifying.

    /**
     * Walks along the whole chain, some thousand entries at a time.
     *
     * @param noted a head that somebody has noted; empty if nobody has
     * @throws Refusal of kind INVALID if the age limit has deleted the entry that was noted
     */
    public Verification verify(Optional<Verification.Head> noted) {
        while (true) {
            Optional<Verification.Head> seal = store.read(Audit::seal);
            if (noted.isPresent()
                    && seal.isPresent()
                    && noted.get().sequence() < seal.get().sequence()) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "Entry " + noted.get().sequence() + " was deleted by the age limit, as were all up to "
                                + seal.get().sequence() + ".",
                        "Give a head that was noted later.");
            }
            Verification verification = walk(seal, noted);
            // An age limit that deletes meanwhile takes the ground away from under the walk.
            if (verification.broken().isEmpty() || seal.equals(store.read(Audit::seal))) {
                return verification;
            }
        }
    }

    private Verification walk(Optional<Verification.Head> seal, Optional<Verification.Head> noted) {
        var chain = Chain.whole(seal, noted, head());
        long after = Long.MIN_VALUE;
        while (true) {
            long from = after;
            List<AuditEntry> entries =
                    store.read(handle -> handle.createQuery(COLUMNS + " where sequence > ? order by sequence limit ?")
                            .bind(0, from)
                            .bind(1, AT_ONCE)
                            .map((row, context) -> entry(row))
                            .list());
            for (AuditEntry entry : entries) {
                Optional<Verification.Broken> broken = chain.follow(entry);
                if (broken.isPresent()) {
                    return chain.with(broken);
                }
                after = entry.sequence();
            }
            if (entries.size() < AT_ONCE) {
                Verification verification = chain.end();
                long newest = head().sequence();
                return verification.broken().isEmpty() && verification.head().sequence() > newest
                        ? chain.with(Optional.of(new Verification.Broken(
                                newest + 1, "The server has noted entry " + newest + " as the last one it wrote.")))
                        : verification;
            }
        }
    }

    /** Up to where the age limit has deleted, as the newest cut tells. */
    private static Optional<Verification.Head> seal(Handle handle) {
        return handle.createQuery(COLUMNS + " where action = ? order by at desc, sequence desc limit 1")
                .bind(0, CUT)
                .map((row, context) -> entry(row))
                .findOne()
                .flatMap(SealedCut::of);
    }

    // Deleting.

    /**
     * Deletes what is older than the age limit, if one is set. First an entry seals the cut, with the hash of the last one
     * that goes; what a crash leaves of the rest goes the next time.
     */
    public void expire() {
        int days = settings.get(AuditSettings.class).value().ageLimit();
        if (days > 0) {
            Instant before = clock.instant().minus(Duration.ofDays(days));
            store.write(handle -> {
                cut(handle, before, days);
                return true;
            });
        }
        Optional<Verification.Head> seal = store.read(Audit::seal);
        while (seal.isPresent()) {
            long through = seal.get().sequence();
            int deleted = store.write(handle -> handle.execute(
                    "delete from audit_entry where sequence <= ? and sequence <"
                            + " (select min(sequence) from audit_entry) + ?",
                    through,
                    DELETED_AT_ONCE));
            if (deleted == 0) {
                return;
            }
        }
    }

    private void cut(Handle handle, Instant before, int days) {
        long sealed = seal(handle).map(Verification.Head::sequence).orElse(0L);
        // The chain is cut before its first entry that is young enough, whatever the clocks of its servers said.
        long through = handle.createQuery("select coalesce(min(sequence), (select sequence + 1 from audit_head)) - 1"
                        + " from audit_entry where sequence > ? and at >= ?")
                .bind(0, sealed)
                .bind(1, millis(before))
                .mapTo(Long.class)
                .one();
        if (through <= sealed) {
            return;
        }
        String hash = handle.createQuery("select hash from audit_entry where sequence = ?")
                .bind(0, through)
                .mapTo(String.class)
                .one();
        write(
                handle,
                Caller.SERVER,
                Optional.empty(),
                List.of(Deed.done(
                        CUT,
                        "audit",
                        Map.of(
                                "ageLimit", days,
                                "before", before.toString(),
                                "from", sealed + 1,
                                "through", through,
                                "throughHash", hash))));
        LOG.info("The audit trail's entries {} to {} are beyond its age limit and are deleted.", sealed + 1, through);
    }

    /** Writes the head into the program's log, which lies elsewhere, or is sent there. */
    public void noteHead() {
        Verification.Head head = head();
        LOG.info("The audit trail ends with entry {} and hash {}.", head.sequence(), head.hash());
    }
}
