package org.caselli.objectmodel.faxcomex;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caselli.faxcomex.FAX_JOB_EXTENDED_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_JOB_TYPE_ENUM;
import org.caselli.faxcomex.FaxJobStatus;

/** How a job stood when an event told of it: the event's own facts, so that nobody has to be asked. */
final class JobStatus implements FaxJobStatus {
    private final boolean incoming;
    private final Map<String, String> facts;

    private JobStatus(boolean incoming, Map<String, String> facts) {
        this.incoming = incoming;
        this.facts = facts;
    }

    static FaxJobStatus outgoing(Map<String, String> facts) {
        return new JobStatus(false, facts);
    }

    static FaxJobStatus incoming(Map<String, String> facts) {
        return new JobStatus(true, facts);
    }

    private String text(String name) {
        return facts.getOrDefault(name, "");
    }

    private int number(String name) {
        String value = text(name);
        return value.isEmpty() ? 0 : (int) Math.min(Long.parseLong(value), Integer.MAX_VALUE);
    }

    private Optional<Instant> time(String name) {
        return Optional.of(text(name)).filter(value -> !value.isEmpty()).map(Instant::parse);
    }

    @Override
    public Set<FAX_JOB_STATUS_ENUM> getStatus() {
        return JobFacts.status(number("status"));
    }

    @Override
    public int getPages() {
        return number("pages");
    }

    @Override
    public int getSize() {
        return number("size");
    }

    @Override
    public int getCurrentPage() {
        return number("currentPage");
    }

    @Override
    public int getDeviceId() {
        return number("deviceId");
    }

    @Override
    public String getCSID() {
        return text(incoming ? "stationId" : "csid");
    }

    @Override
    public String getTSID() {
        return text(incoming ? "farId" : "tsid");
    }

    @Override
    public FAX_JOB_EXTENDED_STATUS_ENUM getExtendedStatusCode() {
        return JobFacts.extended(getExtendedStatusNumber());
    }

    @Override
    public String getExtendedStatus() {
        return ""; // a provider ends a call with an outcome, and has no codes of its own
    }

    @Override
    public Set<FAX_JOB_OPERATIONS_ENUM> getAvailableOperations() {
        return Collections.unmodifiableSet(FAX_JOB_OPERATIONS_ENUM.of(number("operations")));
    }

    @Override
    public int getRetries() {
        return number("retries");
    }

    @Override
    public FAX_JOB_TYPE_ENUM getJobType() {
        if (!incoming) {
            return FAX_JOB_TYPE_ENUM.fjtSEND;
        }
        return text("type").equals("routing") ? FAX_JOB_TYPE_ENUM.fjtROUTING : FAX_JOB_TYPE_ENUM.fjtRECEIVE;
    }

    @Override
    public Optional<Instant> getScheduledTime() {
        return time("due");
    }

    @Override
    public Optional<Instant> getTransmissionStart() {
        return time("startedAt");
    }

    @Override
    public Optional<Instant> getTransmissionEnd() {
        return time(incoming ? "receivedAt" : "endedAt");
    }

    @Override
    public String getCallerId() {
        return incoming ? text("number") : "";
    }

    @Override
    public String getRoutingInformation() {
        return incoming ? text("called") : "";
    }

    @Override
    public int getExtendedStatusNumber() {
        return number("extendedStatus");
    }

    @Override
    public String toString() {
        return "FaxJobStatus" + facts;
    }
}
