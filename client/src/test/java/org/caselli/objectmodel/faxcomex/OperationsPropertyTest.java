package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxIncomingQueue;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The property behind AvailableOperations: whatever was done with a job before, and whose it is, an operation succeeds if and
 * only if it is among them, for everybody who may change the job; who may only see it is told the same, and may do nothing.
 * Random walks over jobs in every state, by people with different rights; a failure names the walk's seed.
 */
class OperationsPropertyTest extends Scenario {
    private static final int STEPS = 100;

    private static final Map<FAX_JOB_OPERATIONS_ENUM, Consumer<FaxOutgoingJob>> OPERATIONS = Map.of(
            FAX_JOB_OPERATIONS_ENUM.fjoPAUSE, FaxOutgoingJob::pause,
            FAX_JOB_OPERATIONS_ENUM.fjoRESUME, FaxOutgoingJob::resume,
            FAX_JOB_OPERATIONS_ENUM.fjoRESTART, FaxOutgoingJob::restart,
            FAX_JOB_OPERATIONS_ENUM.fjoDELETE, FaxOutgoingJob::cancel);

    /** All that a job may be in, with how the bits are called beside each other. */
    private static final Set<String> STATES = Set.of(
            "PENDING",
            "PENDING PAUSED",
            "INPROGRESS",
            "RETRYING",
            "RETRYING PAUSED",
            "RETRIES_EXCEEDED",
            "COMPLETED",
            "CANCELED");

    private static String state(FaxOutgoingJob job) {
        var bits = EnumSet.copyOf(job.getStatus());
        bits.remove(FAX_JOB_STATUS_ENUM.fjsNOLINE); // a matter of the lines
        return bits.stream()
                .sorted((one, other) ->
                        Boolean.compare(one == FAX_JOB_STATUS_ENUM.fjsPAUSED, other == FAX_JOB_STATUS_ENUM.fjsPAUSED))
                .map(bit -> bit.name().substring("fjs".length()))
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }

    private static Set<FAX_JOB_OPERATIONS_ENUM> changing(FaxOutgoingJob job) {
        var changing = EnumSet.copyOf(OPERATIONS.keySet());
        changing.retainAll(job.getAvailableOperations());
        return changing;
    }

    /** One of those who work with the jobs. */
    private record Person(String name, FaxServer server, boolean mayChange) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void operations_succeed_if_and_only_if_they_are_available(long seed) throws Exception {
        var random = new Random(seed);
        var seen = new TreeMap<String, Set<String>>();
        try (FaxServer administrator = connected(SetUp.REMOTE);
                FaxServer owner = connected("owner" + seed, "submit_low");
                FaxServer manager = connected("manager" + seed, "query_out_jobs", "manage_out_jobs");
                FaxServer onlooker = connected("onlooker" + seed, "query_out_jobs");
                FaxServer stranger = connected("stranger" + seed, "submit_low")) {
            List<Person> people = List.of(
                    new Person("administrator", administrator, true),
                    new Person("owner", owner, true),
                    new Person("manager", manager, true),
                    new Person("onlooker", onlooker, false));
            var jobs = new ArrayList<>(all(administrator, owner, seen).values());
            for (int step = 0; step < STEPS && !jobs.isEmpty(); step++) {
                String id = jobs.get(random.nextInt(jobs.size()));
                Person person = people.get(random.nextInt(people.size()));
                var operations = new ArrayList<>(EnumSet.copyOf(OPERATIONS.keySet()));
                FAX_JOB_OPERATIONS_ENUM operation = operations.get(random.nextInt(operations.size()));
                refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue(stranger).getJob(id)); // whatever state it is in
                if (!tried(person, id, operation, seen, "seed " + seed + ", step " + step)) {
                    jobs.remove(id);
                }
            }
            for (String id : jobs) {
                cancelled(administrator, id);
            }
        }
        assertThat(seen.keySet()).as("states that the walk has met").containsAll(STATES);
    }

    /** Tries it; answers whether the job is still in the queue. */
    private boolean tried(
            Person person, String id, FAX_JOB_OPERATIONS_ENUM operation, Map<String, Set<String>> seen, String where) {
        FaxOutgoingJob job = queue(person.server()).findJob(id).orElseThrow();
        String state = state(job);
        Set<FAX_JOB_OPERATIONS_ENUM> before = changing(job);
        String what = where + ": " + operation + " by the " + person.name() + " of what is " + state;
        seen.computeIfAbsent(state, none -> new HashSet<>()).add(person.name());
        assertThat(job.getAvailableOperations())
                .as(what)
                .contains(
                        FAX_JOB_OPERATIONS_ENUM.fjoVIEW,
                        FAX_JOB_OPERATIONS_ENUM.fjoSENDER_INFO,
                        FAX_JOB_OPERATIONS_ENUM.fjoRECIPIENT_INFO);
        assertThat(job.getRecipient().getFaxNumber()).as(what).isNotEmpty();
        assertThat(job.getSender()).as(what).isNotNull();
        var tiff = new ByteArrayOutputStream();
        job.copyTiff(tiff);
        assertThat(tiff.size()).as(what).isPositive();

        FaxException refused = catchThrowableOfType(
                FaxException.class, () -> OPERATIONS.get(operation).accept(job));
        FaxOutgoingJob after = queue(person.server()).findJob(id).orElseThrow();
        // A job on the line goes on by itself, so that another state than the one that was read may have decided.
        boolean moved = state.equals("INPROGRESS") || state.startsWith("CANCELING");
        if (!person.mayChange()) {
            assertThat(refused).as(what).isNotNull();
            assertThat(refused.error()).as(what).isEqualTo(FaxError.E_ACCESSDENIED);
            assertThat(moved || state(after).equals(state)).as(what).isTrue();
        } else if (refused == null) {
            assertThat(moved || before.contains(operation))
                    .as(what + " succeeded")
                    .isTrue();
        } else {
            assertThat(before.contains(operation) && changing(after).contains(operation))
                    .as(what + " was refused: " + refused.getMessage())
                    .isFalse();
            boolean gone = !inQueue(person.server(), id);
            assertThat(refused.error())
                    .as(what + ": " + refused.getMessage())
                    .isEqualTo(
                            gone || operation == FAX_JOB_OPERATIONS_ENUM.fjoDELETE
                                    ? FaxError.E_INVALIDARG
                                    : FaxError.ERROR_INVALID_OPERATION);
        }
        return inQueue(person.server(), id);
    }

    private static boolean inQueue(FaxServer server, String id) {
        try {
            queue(server).getJob(id);
            return true;
        } catch (FaxException gone) {
            assertThat(gone.error()).isEqualTo(FaxError.FAX_E_MESSAGE_NOT_FOUND);
            return false;
        }
    }

    private void cancelled(FaxServer server, String id) {
        queue(server)
                .findJob(id)
                .filter(job -> changing(job).contains(FAX_JOB_OPERATIONS_ENUM.fjoDELETE))
                .ifPresent(FaxOutgoingJob::cancel);
    }

    /** A job of the owner in each state, by its id. */
    private Map<String, String> all(FaxServer administrator, FaxServer owner, Map<String, Set<String>> seen)
            throws Exception {
        var jobs = new LinkedHashMap<String, String>();
        String nobody = "1777"; // a call to it fails for good
        jobs.put("failed", letter(nobody).connectedSubmit(owner)[0]);
        jobs.put("failed, too", letter(nobody).connectedSubmit(owner)[0]);
        until(administrator, jobs.get("failed"), FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED);
        until(administrator, jobs.get("failed, too"), FAX_JOB_STATUS_ENUM.fjsRETRIES_EXCEEDED);

        incomingBlocked(administrator, true);
        for (String each : List.of("retrying", "retrying, too", "retrying and paused")) {
            jobs.put(each, letter(running.number(1)).connectedSubmit(owner)[0]);
            until(administrator, jobs.get(each), FAX_JOB_STATUS_ENUM.fjsRETRYING);
        }
        queue(owner).getJob(jobs.get("retrying and paused")).pause();
        incomingBlocked(administrator, false);

        // Of two recipients one ends, and the other waits: so the first stays in the queue.
        FaxDocument pair = letter(running.number(1), running.number(1));
        paused(administrator, true);
        String[] ids = pair.connectedSubmit(owner);
        queue(owner).getJob(ids[1]).pause();
        paused(administrator, false);
        until(administrator, ids[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        jobs.put("completed among others", ids[0]);

        FaxDocument other = later(letter("1002", "1002"));
        String[] two = other.connectedSubmit(owner);
        queue(owner).getJob(two[0]).cancel();
        jobs.put("cancelled among others", two[0]);

        for (String each : List.of("pending", "pending, too", "pending and paused")) {
            jobs.put(each, later(letter("1002")).connectedSubmit(owner)[0]);
        }
        queue(owner).getJob(jobs.get("pending and paused")).pause();

        FaxDocument large = FaxDocument.create();
        large.setBody(Bodies.text(folder, "long.txt", 60).toString());
        large.getRecipients().add(running.number(1));
        jobs.put("on the line", large.connectedSubmit(owner)[0]);
        until(administrator, jobs.get("on the line"), FAX_JOB_STATUS_ENUM.fjsINPROGRESS);
        for (FAX_JOB_OPERATIONS_ENUM operation : EnumSet.of(
                FAX_JOB_OPERATIONS_ENUM.fjoPAUSE,
                FAX_JOB_OPERATIONS_ENUM.fjoRESUME,
                FAX_JOB_OPERATIONS_ENUM.fjoRESTART)) {
            tried(new Person("owner", owner, true), jobs.get("on the line"), operation, seen, "on the line");
        }
        return jobs;
    }

    private static FaxDocument later(FaxDocument document) {
        document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        document.setScheduleTime(Instant.now().plus(Duration.ofHours(1)));
        return document;
    }

    private static void incomingBlocked(FaxServer server, boolean blocked) {
        FaxIncomingQueue incoming = server.getFolders().getIncomingQueue();
        incoming.setBlocked(blocked);
        incoming.save();
    }
}
