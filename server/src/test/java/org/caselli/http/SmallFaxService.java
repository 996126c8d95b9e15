package org.caselli.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.caselli.outcome.Outcome;
import org.caselli.queue.Attempt;
import org.caselli.queue.CallFacts;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;
import org.caselli.service.Activity;
import org.caselli.service.CallDiary;
import org.caselli.service.DeviceView;
import org.caselli.service.FaxService;
import org.caselli.service.JobDetail;
import org.caselli.service.Listing;
import org.caselli.service.LiveProgress;
import org.caselli.service.ReceivedFax;
import org.caselli.service.Refusal;
import org.caselli.service.SentFax;
import org.caselli.service.Slice;
import org.caselli.service.Submission;
import org.caselli.service.SubmitRequest;

/**
 * A fax server in memory, for tests of the HTTP layer: it has one of everything, keeps what is submitted, and refuses
 * documents that are not what they say. No fax goes anywhere.
 */
final class SmallFaxService implements FaxService {
    static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123Z");
    static final CallFacts FACTS = new CallFacts("page 2", "+39 055 1234", 14_400, "V17_14400", "MMR", true);

    final List<SubmitRequest> requests = new ArrayList<>();
    private final List<Submission> submissions = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<ServerEvent> log = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean read;
    private boolean deletedReceived;
    private boolean deletedSent;
    private boolean closed;

    SmallFaxService() {
        jobs.add(job("job-waiting", JobState.PENDING, Optional.empty()));
        jobs.add(job("job-failed", JobState.FAILED, Optional.of(Outcome.BUSY)));
        jobs.add(job("job-done", JobState.COMPLETED, Optional.of(Outcome.DELIVERED)));
        submissions.add(new Submission(
                "submission-1", NOW, "Offer", "Ann", "123", 2, List.of("a.pdf"), List.of("job-waiting"), false));
    }

    private static Job job(String id, JobState state, Optional<Outcome> outcome) {
        return new Job(
                id,
                "submission-1",
                0,
                "1002",
                "Bob",
                state == JobState.PENDING ? Optional.of("loopback-1001") : Optional.empty(),
                state,
                state == JobState.PENDING,
                org.caselli.queue.Priority.NORMAL,
                NOW,
                NOW,
                1,
                2,
                1,
                outcome,
                outcome.map(ending -> NOW));
    }

    /** What was deleted is there again. */
    void restore() {
        deletedReceived = false;
        deletedSent = false;
    }

    void happen(ServerEvent.Kind kind, String subject) {
        lock.lock();
        try {
            log.add(new ServerEvent(
                    log.size() + 1, NOW, kind, subject, Map.of("job", subject, "state", "IN_PROGRESS")));
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Submission submit(SubmitRequest request) {
        var first = request.idempotencyKey()
                .flatMap(key -> requests.stream()
                        .filter(earlier -> earlier.idempotencyKey().equals(Optional.of(key)))
                        .findFirst());
        if (first.isPresent()) {
            if (!first.get().recipients().equals(request.recipients())) {
                throw new Refusal(Refusal.Kind.CONFLICT, "The key was used for another fax.", "Take another key.");
            }
            Submission answer = submissions.getLast();
            return new Submission(
                    answer.id(),
                    answer.submittedAt(),
                    answer.subject(),
                    answer.senderName(),
                    answer.senderId(),
                    answer.pages(),
                    answer.files(),
                    answer.jobIds(),
                    true);
        }
        for (var file : request.files()) {
            if (new String(file.content(), StandardCharsets.ISO_8859_1).startsWith("broken")) {
                throw new Refusal(Refusal.Kind.DOCUMENT, file.name() + " is broken.", "Send a whole one.");
            }
        }
        for (var recipient : request.recipients()) {
            if (recipient.number().equals("9999")) {
                throw new Refusal(Refusal.Kind.INVALID, "No line reaches 9999.", "Give another number.");
            }
            if (recipient.number().equals("boom")) {
                throw new IllegalStateException("An error that nobody expected, with a secret in it.");
            }
        }
        requests.add(request);
        var submission = new Submission(
                "submission-" + (requests.size() + 1),
                NOW,
                request.subject(),
                request.senderName(),
                request.senderId(),
                1,
                request.files().stream().map(file -> file.name()).toList(),
                List.of("job-waiting"),
                false);
        submissions.add(submission);
        return submission;
    }

    @Override
    public Submission submission(String id) {
        return submissions.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing("submission"));
    }

    private static Refusal missing(String what) {
        return new Refusal(Refusal.Kind.NOT_FOUND, "There is no such " + what + ".", "Look at the list.");
    }

    @Override
    public Listing<Job> jobs(List<JobState> states, Slice slice) {
        List<Job> found = jobs.stream()
                .filter(job -> states.isEmpty() || states.contains(job.state()))
                .skip(slice.after().map(Integer::parseInt).orElse(0))
                .limit(slice.limit())
                .toList();
        int end = slice.after().map(Integer::parseInt).orElse(0) + found.size();
        return new Listing<>(found, end < jobs.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
    }

    @Override
    public List<Job> jobsOf(String submissionId) {
        return jobs.stream()
                .filter(job -> job.submissionId().equals(submissionId))
                .toList();
    }

    private Job find(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow(() -> missing("job"));
    }

    @Override
    public JobDetail job(String id) {
        Job job = find(id);
        var ended = new Attempt(
                "attempt-1",
                "call-1",
                id,
                1,
                "loopback-1001",
                NOW,
                1,
                1,
                0,
                Optional.of(NOW),
                Optional.of(Outcome.BUSY),
                FACTS);
        var running = new Attempt(
                "attempt-2",
                "",
                id,
                2,
                "loopback-1001",
                NOW,
                2,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                CallFacts.NONE);
        var live = new LiveProgress("call-2", "loopback-1001", "page 2", "+39 055 1234", 14_400, 2, 2, 100, 2000);
        return new JobDetail(job, submissions.getFirst(), List.of(ended, running), Optional.of(live));
    }

    @Override
    public Job cancel(String jobId) {
        Job job = find(jobId);
        if (!job.canCancel()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "The job is completed.", "Nothing needs to be done.");
        }
        return job(jobId, JobState.CANCELED, Optional.of(Outcome.CANCELED));
    }

    @Override
    public Job restart(String jobId) {
        Job job = find(jobId);
        if (!job.canRestart()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "The job has not failed.", "Wait.");
        }
        return job(jobId, JobState.PENDING, Optional.empty());
    }

    @Override
    public byte[] jobTiff(String jobId) {
        find(jobId);
        return "II*".getBytes(StandardCharsets.US_ASCII);
    }

    private static ReceivedFax received(boolean read) {
        return new ReceivedFax(
                "fax-1",
                "call-1",
                "loopback-1002",
                "1001",
                "1002",
                NOW,
                NOW,
                2,
                true,
                0,
                Outcome.RECEIVED,
                FACTS,
                read);
    }

    @Override
    public Listing<ReceivedFax> inbox(Slice slice) {
        return new Listing<>(List.of(received(read)), Optional.of("cursor"));
    }

    @Override
    public ReceivedFax receivedFax(String id) {
        if (!id.equals("fax-1") || deletedReceived) {
            throw missing("fax");
        }
        return received(read);
    }

    @Override
    public byte[] receivedTiff(String id) {
        receivedFax(id);
        return "II*".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] receivedPdf(String id) {
        receivedFax(id);
        return "%PDF".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public ReceivedFax markRead(String id, boolean mark) {
        receivedFax(id);
        read = mark;
        return received(read);
    }

    @Override
    public void deleteReceived(String id) {
        receivedFax(id);
        deletedReceived = true;
    }

    private static SentFax delivered() {
        return new SentFax(
                "job-done",
                "submission-1",
                "1002",
                "",
                "",
                "",
                "",
                "loopback-1001",
                "call-1",
                NOW,
                NOW,
                NOW,
                2,
                1,
                FACTS);
    }

    @Override
    public Listing<SentFax> sent(Slice slice) {
        return new Listing<>(List.of(delivered()), Optional.empty());
    }

    @Override
    public SentFax sentFax(String id) {
        if (!id.equals("job-done") || deletedSent) {
            throw missing("fax");
        }
        return delivered();
    }

    @Override
    public byte[] sentTiff(String id) {
        sentFax(id);
        return "II*".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] sentPdf(String id) {
        sentFax(id);
        return "%PDF".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void deleteSent(String id) {
        sentFax(id);
        deletedSent = true;
    }

    @Override
    public List<DeviceView> devices() {
        var live = new LiveProgress("call-2", "loopback-1001", "dialling", "", 0, 0, 2, 0, 0);
        return List.of(
                new DeviceView("loopback-1001", "loopback", "1001", DeviceView.State.SENDING, Optional.of(live)),
                new DeviceView("loopback-1002", "loopback", "1002", DeviceView.State.IDLE, Optional.empty()));
    }

    @Override
    public Listing<CallDiary> calls(Slice slice) {
        return new Listing<>(
                List.of(new CallDiary(
                        "call-2",
                        true,
                        "loopback-1001",
                        "1002",
                        Optional.of("job-waiting"),
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        List.of())),
                Optional.empty());
    }

    @Override
    public CallDiary call(String id) {
        if (!id.equals("call-1")) {
            throw missing("call");
        }
        return new CallDiary(
                id,
                true,
                "loopback-1001",
                "1002",
                Optional.of("job-done"),
                NOW,
                Optional.of(NOW),
                Optional.of(Outcome.DELIVERED),
                List.of(new CallDiary.Line(NOW, "heard DIS, up to 14400 bit/s")));
    }

    @Override
    public Activity activity() {
        return new Activity(1, 1, 0, 1);
    }

    @Override
    public List<ServerEvent> events(long after, int limit) {
        lock.lock();
        try {
            return log.stream()
                    .filter(event -> event.sequence() > after)
                    .limit(limit)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lastEvent() {
        lock.lock();
        try {
            return log.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitEvents(long after, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (log.size() <= after && !closed && left > 0) {
                left = news.awaitNanos(left);
            }
            return log.size() > after;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
