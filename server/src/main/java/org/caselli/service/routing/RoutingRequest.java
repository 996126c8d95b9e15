package org.caselli.service.routing;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A received fax that is to be routed, as a method sees it.
 *
 * @param method         which method of the extension is wanted: its GUID, in braces and lower case
 * @param jobId          of the fax; the message in the archive has the same
 * @param receivedAt     when the call came in
 * @param duration       of the call
 * @param zone           in which people want to read times
 * @param pages          1 or more
 * @param complete       false if the call broke off and these are only the pages that had arrived
 * @param tsid           what the sender's machine calls itself; perhaps empty
 * @param csid           what we called ourselves
 * @param callerId       who called, as the network said; perhaps empty
 * @param routingInformation the number that was called, perhaps followed by {@code |} and more; perhaps empty
 * @param deviceId       of the line that received it
 * @param deviceName     of the same, for people
 * @param data           the method's configuration for this device, or what an earlier method has set instead
 * @param retryData      what the method returned with {@link RoutingResult.TryAgain} at its last try; empty at the first
 * @param tries          tries that failed before this one
 * @param again          whether the method was begun before and the server died before it had ended
 * @param files          the fax as a TIFF class F file, which is a copy and nobody else's, then the files that earlier
 *                       methods have added
 */
public record RoutingRequest(
        String method,
        String jobId,
        Instant receivedAt,
        Duration duration,
        ZoneId zone,
        int pages,
        boolean complete,
        String tsid,
        String csid,
        String callerId,
        String routingInformation,
        int deviceId,
        String deviceName,
        byte[] data,
        byte[] retryData,
        int tries,
        boolean again,
        List<Path> files) {

    public RoutingRequest {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A fax that is to be routed has a file.");
        }
    }

    /** The fax: a TIFF class F file. */
    public Path fax() {
        return files.getFirst();
    }

    /** The number of the sender as well as it is known: the network's word, else that of his machine. */
    public String sender() {
        return callerId.isEmpty() ? tsid : callerId;
    }

    /** The configuration as text, if it is written as the documents of the Fax Service have it: UTF-16LE with a null at its end. */
    public String text() {
        return MethodText.read(data);
    }
}
