package org.caselli.objectmodel.faxcom;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caselli.faxcom.FaxConstants;

/** The documented texts for how a job stands, made of the bits that the server tells (FAX_JOB_STATUS_ENUM). */
final class JobTexts {
    private static final int ROUTING = 2048;
    private static final int CANCELING = 1024;
    private static final int IN_PROGRESS = 2;

    /**
     * Of several bits the first one here gives the text: what holds a job back says more than what it waits to do. Completed
     * and Canceled are ours: a job shows them only as long as others of its submission are under way.
     */
    private static final Map<Integer, String> QUEUE = new LinkedHashMap<>();

    static {
        QUEUE.put(16, "Paused");
        QUEUE.put(32, "No Line");
        QUEUE.put(1, "Pending");
        QUEUE.put(IN_PROGRESS, "In Progress");
        QUEUE.put(8, "Failed");
        QUEUE.put(64, "Retrying");
        QUEUE.put(128, "Retries Exceeded");
        QUEUE.put(256, "Completed");
        QUEUE.put(512, "Canceled");
        QUEUE.put(CANCELING, "Deleting");
        QUEUE.put(ROUTING, "In Progress");
    }

    /** Of a job on the line, by FAX_JOB_EXTENDED_STATUS_ENUM: from fjesINITIALIZING to fjesRECEIVING. */
    private static final Map<Integer, String> DEVICE =
            Map.of(2, "Initializing", 3, "Dialing", 4, "Sending", 5, "Answered", 6, "Receiving");

    private JobTexts() {}

    /** QueueStatus. */
    static String queue(int status) {
        return QUEUE.entrySet().stream()
                .filter(bit -> (status & bit.getKey()) != 0)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("Pending");
    }

    /** DeviceStatus: what the line does that has the job; Unknown if none has. */
    static String device(int type, int status, int extendedStatus) {
        return switch (status) {
            case IN_PROGRESS ->
                type == FaxConstants.JT_ROUTING ? "Routing" : DEVICE.getOrDefault(extendedStatus, "Initializing");
            case CANCELING -> "Aborting";
            case ROUTING -> "Routing";
            default -> "Unknown";
        };
    }
}
