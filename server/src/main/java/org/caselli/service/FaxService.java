package org.caselli.service;

import java.time.Duration;
import java.util.List;
import org.caselli.queue.Job;
import org.caselli.queue.JobState;
import org.caselli.queue.ServerEvent;

/**
 * What one may ask of a fax server. Every method may be called from any thread. Whatever cannot be done is a
 * {@link Refusal} that says what, where and the remedy.
 */
public interface FaxService extends AutoCloseable {

    /**
     * Accepts a fax: its files are turned into pages, and documents, pages and jobs are durable when this returns.
     *
     * @throws Refusal of kind DOCUMENT if a file cannot be turned into pages; INVALID if a number cannot be dialled by any
     *                 device; CONFLICT if the idempotency key was used for another request
     */
    Submission submit(SubmitRequest request);

    Submission submission(String id);

    /** Jobs that are in one of these states (in any state if none is given), newest first. */
    Listing<Job> jobs(List<JobState> states, Slice slice);

    /** The jobs of one submission, in the order of its recipients. */
    List<Job> jobsOf(String submissionId);

    JobDetail job(String id);

    /**
     * Asks that a job be cancelled. One that waits is cancelled at once. One on the line goes to CANCELING, its call is
     * ended, and it becomes CANCELED, or COMPLETED if its last page was confirmed first.
     *
     * @return the job as it is afterwards
     * @throws Refusal of kind CONFLICT if it is already cancelled, or completed
     */
    Job cancel(String jobId);

    /**
     * Sends a failed job again, from its first page.
     *
     * @throws Refusal of kind CONFLICT if it is not FAILED
     */
    Job restart(String jobId);

    /** The pages of a job as they were made from its documents, without header line: a TIFF class F file. */
    byte[] jobTiff(String jobId);

    /** Received faxes, newest first. */
    Listing<ReceivedFax> inbox(Slice slice);

    ReceivedFax receivedFax(String id);

    /** A TIFF class F file with all pages. */
    byte[] receivedTiff(String id);

    /** A PDF file with all pages at their true size. */
    byte[] receivedPdf(String id);

    ReceivedFax markRead(String id, boolean read);

    void deleteReceived(String id);

    /** Delivered faxes, newest first. */
    Listing<SentFax> sent(Slice slice);

    SentFax sentFax(String id);

    /** A TIFF class F file with the pages as they were sent, header lines included. */
    byte[] sentTiff(String id);

    /** A PDF file with the pages as they were sent, at their true size. */
    byte[] sentPdf(String id);

    void deleteSent(String id);

    List<DeviceView> devices();

    /** Calls, newest first, without their diaries' lines. */
    Listing<CallDiary> calls(Slice slice);

    /** A call with its diary. The lines are there once the call has ended. */
    CallDiary call(String id);

    Activity activity();

    /**
     * Events after this one, in order.
     *
     * @param after the {@link ServerEvent#sequence()} of the last one seen; 0 for all that the log has
     * @param limit at most so many, 1 to 1000
     */
    List<ServerEvent> events(long after, int limit);

    /** The sequence of the newest event; 0 if there is none. A listener that wants only news begins after it. */
    long lastEvent();

    /**
     * Waits until there are events after this one. Meant for a thread of its own (a virtual one will do).
     *
     * @return whether there are; false when the time is over or the service was closed
     */
    boolean awaitEvents(long after, Duration atMost) throws InterruptedException;

    /** Stops: no more submissions, calls are ended in good order, and what they carried is tried again at the next start. */
    @Override
    void close();
}
