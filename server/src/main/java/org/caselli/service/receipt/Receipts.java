package org.caselli.service.receipt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.caselli.queue.EventLog;
import org.caselli.queue.JobEnds;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.FaxError;
import org.caselli.service.Listing;
import org.caselli.service.Refusal;
import org.caselli.service.Slice;
import org.caselli.service.access.Caller;
import org.caselli.service.access.Right;
import org.caselli.service.access.Visibility;
import org.caselli.service.mail.Addresses;
import org.caselli.service.mail.Mail;
import org.caselli.service.mail.MailException;
import org.caselli.service.mail.MailException.Hope;
import org.caselli.service.mail.Mailer;
import org.caselli.service.settings.ReceiptSettings;
import org.caselli.service.settings.Settings;
import org.caselli.store.Ids;
import org.caselli.store.Secrets;
import org.caselli.store.Store;
import org.caselli.store.StoreException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivery receipts. Each is written in the transaction in which its fax comes to its end, and sent afterwards by whichever
 * of the servers on the database takes its lease first: at least once, always with the same Message-ID. What the mail server
 * does not take is tried again, after longer and longer, as long as the settings allow. No fax ever waits for a receipt.
 */
public final class Receipts implements JobEnds, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    /** Ours: mail servers take a few connections from one client, and a slow one must not hold up all receipts. */
    private static final int AT_ONCE = 4;

    /** More than the longest try, {@link Mailer.Patience#whole}, with all that is around it. */
    private static final Duration LEASE = Mailer.Patience.STANDARD.whole().plusMinutes(1);

    /** Ours. So long after a change made elsewhere, or a lease that ran out, it is looked at again at the latest. */
    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    /** Ours: a mail that is being sent when the server stops may well be done by then. */
    private static final Duration LAST_MOMENTS = Duration.ofSeconds(5);

    private static final Duration FIRST_DELAY = Duration.ofMinutes(1);
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** Ours: as long as jobs are remembered. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** Rows removed in one transaction. */
    private static final int CHUNK = 200;

    private static final String SELECT =
            "select id, submission_id, job_id, address, state, subject, delivered, attach, note,"
                    + " created_at, tries, next_try_at, sent_at, last_error from receipt ";

    private final Store store;
    private final EventLog events;
    private final Ids ids;
    private final InstantSource clock;
    private final Settings settings;
    private final Visibility visibility;
    private final Mailer mailer;
    private final Composer composer;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Set<Thread> senders = ConcurrentHashMap.newKeySet();
    private final Thread scout = Thread.ofVirtual().name("receipts").unstarted(this::run);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;

    /** Is told of changed settings from then on; sends nothing before {@link #start}. */
    public Receipts(
            Store store,
            EventLog events,
            Ids ids,
            InstantSource clock,
            Settings settings,
            Visibility visibility,
            Mailer mailer) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.visibility = visibility;
        this.mailer = mailer;
        this.composer = new Composer(store.blobs());
        events.alsoTell((handle, at, kind, subject, facts) -> {
            if (kind == ServerEvent.Kind.CONFIG_CHANGED && subject.equals("settings/receipts")) {
                // Whoever has put the settings right wants to see it work, not to wait for an hour.
                handle.execute(
                        "update receipt set next_try_at = ? where state = 'WAITING' and next_try_at > ?",
                        Store.millis(at),
                        Store.millis(at));
            }
        });
    }

    // Asking.

    /**
     * Refuses a wish that cannot be met at present.
     *
     * @param wanted the settings as they are; secrets may be sealed
     * @throws Refusal of kind INVALID if receipts are not allowed or there is no mail server
     */
    public static void check(ReceiptWish wish, ReceiptSettings wanted) {
        if (wish.isNone()) {
            return;
        }
        if (wanted.allowed() == ReceiptSettings.Allowed.NONE) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.ERROR_UNSUPPORTED_TYPE,
                    "This server sends no receipts.",
                    "Send the fax without, or have an administrator set allowed in settings/receipts to mail.");
        }
        if (wanted.host().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    FaxError.ERROR_UNSUPPORTED_TYPE,
                    "This server cannot mail a receipt, for no mail server is set.",
                    "Send the fax without, or have an administrator set host and sender in settings/receipts.");
        }
    }

    /**
     * Receipts that the caller sees, newest first: those of his own faxes, or all with the right over all outgoing ones.
     *
     * @param states only those in one of these; in any if empty
     */
    public Listing<Receipt> list(List<Receipt.State> states, Slice slice) {
        Optional<String> whose = visibility.jobsOf();
        List<Receipt> rows = store.read(handle -> {
            var query = handle.createQuery(SELECT + "where id < :before "
                    + (whose.isEmpty() ? "" : "and account = :account ")
                    + (states.isEmpty() ? "" : "and state in (<states>) ") + "order by id desc limit :limit");
            whose.ifPresent(account -> query.bind("account", account));
            if (!states.isEmpty()) {
                query.bindList("states", states.stream().map(Enum::name).toList());
            }
            return query.bind("before", slice.after().orElse("g"))
                    .bind("limit", slice.limit() + 1)
                    .map((row, context) -> receipt(row))
                    .list();
        });
        boolean more = rows.size() > slice.limit();
        List<Receipt> wanted = more ? rows.subList(0, slice.limit()) : rows;
        return new Listing<>(wanted, more ? Optional.of(wanted.getLast().id()) : Optional.empty());
    }

    /** @throws Refusal of kind NOT_FOUND if there is none with this id, or the caller must not see it */
    public Receipt find(String id) {
        Optional<String> whose = visibility.jobsOf();
        return store.read(handle -> {
            Receipt receipt = find(handle, id);
            requireSeen(handle, id, whose);
            return receipt;
        });
    }

    /** What one must not see is reported as what never was. */
    private static void requireSeen(Handle handle, String id, Optional<String> whose) {
        if (!Visibility.covers(whose, account(handle, id))) {
            throw Refusal.unknown("receipt", id, "receipts");
        }
    }

    private static String account(Handle handle, String id) {
        return handle.createQuery("select account from receipt where id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .one();
    }

    private static Receipt find(Handle handle, String id) {
        return handle.createQuery(SELECT + "where id = ?")
                .bind(0, id)
                .map((row, context) -> receipt(row))
                .findOne()
                .orElseThrow(() -> Refusal.unknown("receipt", id, "receipts"));
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        var state = Receipt.State.valueOf(row.getString("state"));
        long sentAt = row.getLong("sent_at");
        return new Receipt(
                row.getString("id"),
                row.getString("submission_id"),
                Optional.ofNullable(row.getString("job_id")),
                row.getString("address"),
                state,
                row.getString("subject"),
                row.getInt("delivered") != 0,
                row.getInt("attach") != 0,
                row.getString("note"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("tries"),
                state == Receipt.State.WAITING
                        ? Optional.of(Instant.ofEpochMilli(row.getLong("next_try_at")))
                        : Optional.empty(),
                sentAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(sentAt)),
                row.getString("last_error"));
    }

    /**
     * Sends a receipt at once that waits or has failed, with all the time it had at first.
     *
     * @throws Refusal of kind NOT_FOUND if the caller does not see it; CONFLICT if it was sent already; FORBIDDEN if it is
     *     another's and he may not manage outgoing jobs
     */
    public Receipt retry(String id) {
        Optional<String> sees = visibility.jobsOf();
        Optional<String> manages = visibility.managesJobsOf();
        return store.write(handle -> {
            Receipt before = find(handle, id);
            if (!Visibility.covers(manages, account(handle, id))) {
                requireSeen(handle, id, sees);
                Caller.current().require(Right.MANAGE_OUT_JOBS);
            }
            if (before.state() == Receipt.State.SENT) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "Receipt " + id + " was sent already.",
                        "Look for it in the mailbox " + before.address() + ", and where that keeps junk.");
            }
            Instant now = clock.instant();
            handle.execute(
                    "update receipt set state = 'WAITING', since = ?, next_try_at = ? where id = ?",
                    Store.millis(now),
                    Store.millis(now),
                    id);
            events.append(
                    handle,
                    now,
                    ServerEvent.Kind.RECEIPT_CHANGED,
                    id,
                    "submission",
                    before.submissionId(),
                    "state",
                    Receipt.State.WAITING,
                    "asked",
                    true);
            return find(handle, id);
        });
    }

    /**
     * How a mail was tried that only tests.
     *
     * @param error why it was not taken; empty if it was
     */
    public record Trial(Instant at, Duration took, String error) {}

    /**
     * Sends a mail of no meaning at once, by the settings as they are, and says how that went.
     *
     * @throws Refusal of kind INVALID if the address is none
     */
    public Trial test(String address) {
        Instant began = clock.instant();
        long nanos = System.nanoTime();
        Mail mail;
        try {
            mail = Mail.plain(
                    "test-" + ids.next(),
                    List.of(Addresses.one(address)),
                    "Caselli can send mail",
                    "This mail was sent to see whether the fax server Caselli can send mail. It can.\r\n",
                    began,
                    List.of());
        } catch (IllegalArgumentException cause) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    String.valueOf(cause.getMessage()),
                    "Give the address that the test shall go to.",
                    cause);
        }
        String error = "";
        try {
            mailer.send(mail);
        } catch (MailException cause) {
            error = String.valueOf(cause.getMessage());
        }
        return new Trial(began, Duration.ofNanos(System.nanoTime() - nanos), error);
    }

    // Writing them down.

    /** A job is over: its receipt is queued, or, when it was the last one, that of its submission. */
    @Override
    public void ended(Handle handle, String jobId, JobState state, Instant at) {
        record Wanted(
                String submission,
                String address,
                boolean grouped,
                boolean attach,
                String account,
                String pages,
                @Nullable String cover) {}
        handle.createQuery(
                        "select s.id, s.receipt_address, s.receipt_grouped, s.receipt_attach, s.account, s.pages_blob,"
                                + " j.cover_blob from job j"
                                + " join submission s on s.id = j.submission_id where j.id = ? and s.receipt_address <> ''")
                .bind(0, jobId)
                .map((row, context) -> new Wanted(
                        row.getString("id"),
                        row.getString("receipt_address"),
                        row.getInt("receipt_grouped") != 0,
                        row.getInt("receipt_attach") != 0,
                        row.getString("account"),
                        row.getString("pages_blob"),
                        row.getString("cover_blob")))
                .findOne()
                .filter(wanted -> !wanted.grouped() || allOver(handle, wanted.submission()))
                .ifPresent(wanted -> {
                    Story story = Story.read(handle, wanted.submission(), jobId, wanted.grouped());
                    String id = ids.next();
                    handle.execute(
                            "insert into receipt (id, submission_id, job_id, address, state, subject, delivered, story,"
                                    + " account, pages_blob, cover_blob, attach, note, created_at, since, tries, next_try_at, last_error,"
                                    + " lease_node, lease_until)"
                                    + " values (?, ?, ?, ?, 'WAITING', ?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, ?, '', '', 0)",
                            id,
                            wanted.submission(),
                            wanted.grouped() ? null : jobId,
                            wanted.address(),
                            new ReceiptText(story).subject(),
                            story.delivered() ? 1 : 0,
                            story.kept(),
                            wanted.account(),
                            wanted.pages().isEmpty() ? null : wanted.pages(),
                            // Of several recipients each has his own, and none of these is what all have had.
                            story.parts().size() == 1 ? wanted.cover() : null,
                            wanted.attach() ? 1 : 0,
                            Store.millis(at),
                            Store.millis(at),
                            Store.millis(at));
                    tell(
                            handle,
                            at,
                            id,
                            wanted.submission(),
                            wanted.grouped() ? Optional.empty() : Optional.of(jobId),
                            Receipt.State.WAITING,
                            "");
                });
    }

    private static boolean allOver(Handle handle, String submission) {
        return handle.createQuery("select 1 from job where submission_id = ?"
                        + " and state in ('PENDING', 'RETRYING', 'IN_PROGRESS', 'CANCELING') limit 1")
                .bind(0, submission)
                .mapTo(Integer.class)
                .findOne()
                .isEmpty();
    }

    private void tell(
            Handle handle,
            Instant at,
            String id,
            String submission,
            Optional<String> job,
            Receipt.State state,
            String error) {
        var facts = new ArrayList<Object>(List.of("submission", submission, "state", state));
        job.ifPresent(each -> facts.addAll(List.of("job", each)));
        if (!error.isEmpty()) {
            facts.addAll(List.of("error", error));
        }
        events.append(handle, at, ServerEvent.Kind.RECEIPT_CHANGED, id, facts.toArray());
    }

    /** Forgets receipts that nobody asks for any more. To be called now and then. */
    public int round() {
        long before = Store.millis(clock.instant().minus(KEPT));
        int all = 0;
        int some;
        do {
            some = store.write(handle -> handle.execute(
                    "delete from receipt where id in (select id from receipt where created_at < ? and state <> 'WAITING'"
                            + " limit " + CHUNK + ")",
                    before));
            all += some;
        } while (some == CHUNK);
        return all;
    }

    // Sending them.

    /** Begins to send. What this server had begun before it died is sent again at once. */
    public void start() {
        release();
        scout.start();
    }

    /** Nobody else bears our name: what is leased to it is nobody's. */
    private void release() {
        store.write(handle -> handle.execute(
                "update receipt set lease_until = 0 where state = 'WAITING' and lease_node = ?", store.node()));
    }

    private void run() {
        try {
            while (!closed) {
                if (!slots.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                    continue;
                }
                long seen;
                Optional<Due> due = Optional.empty();
                try {
                    seen = events.last();
                    due = claim();
                } catch (StoreException trouble) {
                    if (!closed) {
                        LOG.warn("Receipts wait for the database: {}", trouble.getMessage());
                    }
                    if (over.await(LOOK_UP.toSeconds(), TimeUnit.SECONDS)) {
                        return;
                    }
                    continue;
                } finally {
                    if (due.isEmpty()) {
                        slots.release();
                    }
                }
                if (due.isPresent()) {
                    setOut(due.get());
                } else {
                    awaitNext(seen);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitNext(long seen) throws InterruptedException {
        try {
            events.await(seen, untilNext());
        } catch (StoreException trouble) {
            LOG.debug("Waiting for events failed; the next look follows.", trouble);
            if (over.await(LOOK_UP.toSeconds(), TimeUnit.SECONDS)) {
                closed = true;
            }
        }
    }

    private void setOut(Due due) {
        Thread sender = Thread.ofVirtual().name("receipt-" + due.id()).unstarted(() -> {
            try {
                carry(due);
            } catch (StoreException trouble) {
                LOG.warn("What became of receipt {} could not be written: {}", due.id(), trouble.getMessage());
            } finally {
                senders.remove(Thread.currentThread());
                slots.release();
            }
        });
        senders.add(sender);
        sender.start();
    }

    private record Due(
            String id,
            String submission,
            Optional<String> job,
            String address,
            String story,
            List<String> blobs,
            boolean attach,
            String note,
            Instant createdAt,
            Instant since,
            int tries) {}

    private Optional<String> nextDue() {
        return store.read(
                handle -> handle.createQuery("select id from receipt where state = 'WAITING' and next_try_at <= :now"
                                + " and lease_until <= :now order by next_try_at, id limit 1")
                        .bind("now", Store.millis(clock.instant()))
                        .mapTo(String.class)
                        .findOne());
    }

    /** Takes the lease of a receipt that is due, if there is one. */
    private Optional<Due> claim() {
        for (Optional<String> next = nextDue(); next.isPresent(); next = nextDue()) {
            String id = next.get();
            long now = Store.millis(clock.instant());
            Optional<Due> due = store.write(handle -> handle.execute(
                                    "update receipt set lease_node = ?, lease_until = ?, tries = tries + 1 where id = ?"
                                            + " and state = 'WAITING' and next_try_at <= ? and lease_until <= ?",
                                    store.node(),
                                    now + LEASE.toMillis(),
                                    id,
                                    now,
                                    now)
                            == 1
                    ? handle.createQuery(
                                    "select id, submission_id, job_id, address, story, cover_blob, pages_blob, attach, note,"
                                            + " created_at, since, tries from receipt where id = ?")
                            .bind(0, id)
                            .map((row, context) -> due(row))
                            .findOne()
                    : Optional.empty());
            if (due.isPresent()) {
                return due;
            }
        }
        return Optional.empty();
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getString("id"),
                row.getString("submission_id"),
                Optional.ofNullable(row.getString("job_id")),
                row.getString("address"),
                row.getString("story"),
                blobs(row),
                row.getInt("attach") != 0,
                row.getString("note"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("since")),
                row.getInt("tries"));
    }

    /** The pages of the fax, in order. */
    private static List<String> blobs(ResultSet row) throws SQLException {
        var blobs = new ArrayList<String>();
        for (String column : List.of("cover_blob", "pages_blob")) {
            String blob = row.getString(column);
            if (blob != null) {
                blobs.add(blob);
            }
        }
        return List.copyOf(blobs);
    }

    private Duration untilNext() {
        Instant now = clock.instant();
        Optional<Long> next = store.read(handle -> handle.createQuery(
                        "select min(next_try_at) from receipt where state = 'WAITING' and next_try_at > ?")
                .bind(0, Store.millis(now))
                .mapTo(Long.class)
                .findOne());
        return next.map(at -> Duration.between(now, Instant.ofEpochMilli(at)))
                .filter(wait -> wait.compareTo(LOOK_UP) < 0)
                .map(wait -> wait.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : wait)
                .orElse(LOOK_UP);
    }

    private void carry(Due due) {
        String note;
        try {
            Composer.Composed composed = composer.compose(
                    due.id(),
                    due.address(),
                    Story.of(due.story()),
                    due.blobs(),
                    due.attach(),
                    due.note(),
                    due.createdAt(),
                    mailer.settings());
            mailer.send(composed.mail());
            note = composed.note();
        } catch (MailException cause) {
            failed(due, cause.hope(), String.valueOf(cause.getMessage()));
            return;
        } catch (Secrets.KeyException cause) {
            failed(due, Hope.LATER, String.valueOf(cause.getMessage()));
            return;
        } catch (StoreException trouble) {
            throw trouble; // of the database, which says nothing of this receipt
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError cause) {
            // What cannot be made is given up in time as what cannot be delivered, and people are told of it.
            LOG.error("Receipt {} could not be made.", due.id(), cause);
            failed(due, Hope.LATER, "The server met an error when it made the receipt; its log has it.");
            return;
        }
        sent(due, note);
    }

    private void sent(Due due, String note) {
        store.write(handle -> {
            Instant now = clock.instant();
            if (ours(
                    handle,
                    due,
                    "state = 'SENT', sent_at = ?, note = ?, last_error = '', pages_blob = null, cover_blob = null",
                    Store.millis(now),
                    note)) {
                tell(handle, now, due.id(), due.submission(), due.job(), Receipt.State.SENT, "");
            }
            return true;
        });
    }

    private void failed(Due due, Hope hope, String error) {
        if (closed) {
            // Cut off by us, which says nothing of the mail server. An interrupt would close the database's socket too.
            Thread.interrupted();
            store.write(handle -> ours(handle, due, "tries = tries - 1"));
            return;
        }
        Duration patience = settings.get(ReceiptSettings.class).value().giveUpAfter();
        store.write(handle -> {
            Instant now = clock.instant();
            if (hope == Hope.SMALLER && due.attach()) {
                if (ours(
                        handle,
                        due,
                        "attach = 0, note = ?, last_error = ?, next_try_at = ?",
                        "The fax is not attached: the mail server does not take mails of that size.",
                        error,
                        Store.millis(now))) {
                    tell(handle, now, due.id(), due.submission(), due.job(), Receipt.State.WAITING, error);
                }
                return true;
            }
            boolean givenUp = hope != Hope.LATER || !now.isBefore(due.since().plus(patience));
            boolean written = givenUp
                    ? ours(handle, due, "state = 'FAILED', last_error = ?", error)
                    : ours(
                            handle,
                            due,
                            "last_error = ?, next_try_at = ?",
                            error,
                            Store.millis(now.plus(delay(due.tries()))));
            if (written) {
                tell(
                        handle,
                        now,
                        due.id(),
                        due.submission(),
                        due.job(),
                        givenUp ? Receipt.State.FAILED : Receipt.State.WAITING,
                        error);
            }
            return true;
        });
    }

    /** Twice as long after each try, from a minute to an hour. */
    static Duration delay(int tries) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.clamp(tries - 1, 0, 10));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    /** Writes this of a receipt and gives its lease back, if nobody else has taken it meanwhile. */
    private boolean ours(Handle handle, Due due, String set, Object... values) {
        var arguments = new ArrayList<Object>(List.of(values));
        arguments.addAll(List.of(due.id(), store.node(), due.tries()));
        return handle.execute(
                        "update receipt set " + set + ", lease_until = 0 where id = ? and state = 'WAITING'"
                                + " and lease_node = ? and tries = ?",
                        arguments.toArray())
                == 1;
    }

    /** Begins to stop: nothing more is begun. */
    public void stop() {
        closed = true;
        over.countDown();
    }

    /**
     * Gives what is being sent a moment to be done, and leaves the rest for the next start or another server. To be called
     * when the event log lets nobody wait any more.
     */
    @Override
    public void close() {
        stop();
        long until = System.nanoTime() + LAST_MOMENTS.toNanos();
        try {
            scout.join();
            for (Thread sender : senders) {
                if (!sender.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                    sender.interrupt();
                    sender.join();
                }
            }
        } catch (InterruptedException urged) {
            Thread.currentThread().interrupt();
        }
    }
}
