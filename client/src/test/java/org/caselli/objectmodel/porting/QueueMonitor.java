package org.caselli.objectmodel.porting;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SERVER_EVENTS_TYPE_ENUM;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.faxcomex.FaxServerNotify;

/**
 * A service as many offices have one: on each tick of a timer it looks at the outgoing queue and writes down what is new, it
 * hears of incoming faxes by events, and it connects again after the server was away. Structured as such programs are on
 * Windows, where objects and events do not outlive the server.
 */
final class QueueMonitor implements FaxServerNotify, AutoCloseable {
    private final FaxServer server = FaxServer.create();
    private final Consumer<String> log;
    private final Map<String, String> jobs = new TreeMap<>();

    QueueMonitor(Consumer<String> log) {
        this.log = log;
        server.addListener(this);
    }

    /** What the timer calls. */
    void tick() {
        try {
            if (!server.isConnected()) {
                server.connect("");
                server.listenToServerEvents(
                        FAX_SERVER_EVENTS_TYPE_ENUM.fsetIN_QUEUE, FAX_SERVER_EVENTS_TYPE_ENUM.fsetFXSSVC_ENDED);
                log.accept("connected, " + server.getDevices().getCount() + " devices");
            }
            look(server.getFolders().getOutgoingQueue());
        } catch (FaxException failed) { // also E_HANDLE, if the event came in the middle
            log.accept("not now: " + failed.name());
        }
    }

    private void look(FaxOutgoingQueue queue) {
        Set<String> gone = new TreeSet<>(jobs.keySet());
        for (FaxOutgoingJob job : queue.getJobs()) {
            gone.remove(job.getId());
            String state = bits(job.getStatus()) + " " + job.getExtendedStatusCode();
            if (!state.equals(jobs.put(job.getId(), state))) {
                log.accept("job " + job.getId() + " " + state);
            }
        }
        for (String id : gone) {
            jobs.remove(id);
            // On Windows: look through the sent faxes, and take what is not there for failed.
            Optional<FaxOutgoingJob> job = queue.findJob(id);
            log.accept(
                    "gone " + id + " " + job.map(each -> bits(each.getStatus())).orElse("unknown"));
        }
    }

    /** As the database of the original has it: {@code PENDING,PAUSED}. */
    private static String bits(Set<FAX_JOB_STATUS_ENUM> status) {
        return status.stream().map(each -> each.name().substring(3)).collect(Collectors.joining(","));
    }

    @Override
    public void onIncomingJobAdded(FaxServer from, String jobId) {
        log.accept("incoming " + jobId);
    }

    @Override
    public void onIncomingJobRemoved(FaxServer from, String jobId) {
        log.accept("received " + jobId);
    }

    @Override
    public void onServerShutDown(FaxServer from) {
        server.close();
        log.accept("the server stops");
    }

    @Override
    public void close() {
        server.close();
    }
}
