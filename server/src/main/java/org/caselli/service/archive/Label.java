package org.caselli.service.archive;

import io.avaje.json.mapper.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffLabel;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.queue.IncomingJob;
import org.caselli.queue.Job;
import org.caselli.queue.Transmission;
import org.caselli.store.StoreException;

/**
 * What a TIFF file says of its fax in ImageDescription: one JSON object of texts, in ASCII, whose members are named as the
 * properties of the documented FaxTiff object (docs/reference/tiff-tags.md).
 *
 * @param description ImageDescription
 * @param startedAt   DateTime: when the transmission began
 * @param lasted      FaxRecvTime: how long it took to receive it; empty for a fax that was sent
 */
public record Label(String description, Instant startedAt, Optional<Duration> lasted) {
    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    /** Of a received fax in the archive. */
    static Label of(ReceivedFax fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "received");
        label.put("id", fax.id());
        put(label, "callerId", fax.callerId());
        put(label, "csid", fax.csid());
        put(label, "tsid", fax.facts().farId());
        put(label, "routing", fax.calledNumber());
        put(label, "recipientNumber", fax.csid());
        put(label, "senderName", fax.senderName());
        put(label, "senderNumber", fax.senderNumber());
        put(label, "subject", fax.subject());
        put(label, "device", fax.device());
        label.put("start", fax.startedAt().toString());
        label.put("end", fax.endedAt().toString());
        label.put("pages", Integer.toString(fax.pages()));
        label.put("complete", Boolean.toString(fax.complete()));
        return new Label(
                ascii(JSON.toJson(label)),
                fax.startedAt(),
                Optional.of(Duration.between(fax.startedAt(), fax.endedAt())));
    }

    /** Of a fax that is being received or routed. */
    public static Label of(IncomingJob fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "received");
        label.put("id", fax.id());
        put(label, "callerId", fax.callerId());
        put(label, "csid", fax.stationId());
        put(label, "tsid", fax.facts().farId());
        put(label, "routing", fax.routingInformation());
        put(label, "recipientNumber", fax.stationId());
        put(label, "device", fax.device());
        label.put("start", fax.startedAt().toString());
        fax.receivedAt().ifPresent(end -> {
            label.put("end", end.toString());
            label.put("complete", Boolean.toString(fax.complete()));
        });
        label.put("pages", Integer.toString(fax.pages()));
        return new Label(
                ascii(JSON.toJson(label)),
                fax.startedAt(),
                fax.receivedAt().map(end -> Duration.between(fax.startedAt(), end)));
    }

    /** Of a fax that is to be sent, or being sent. */
    public static Label of(Job fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "outgoing");
        label.put("id", fax.id());
        label.put("submission", fax.submissionId());
        put(label, "csid", fax.transmission().map(Transmission::farId).orElse(""));
        put(label, "tsid", fax.tsid());
        put(label, "recipientName", fax.recipientName());
        label.put("recipientNumber", fax.number());
        put(label, "senderName", fax.origin().senderName());
        put(label, "senderNumber", fax.origin().senderNumber());
        put(label, "subject", fax.subject());
        put(label, "documentName", fax.documentName());
        put(label, "device", fax.line().orElse(""));
        Optional<Instant> started = fax.transmission().map(Transmission::startedAt);
        started.ifPresent(at -> label.put("start", at.toString()));
        label.put("pages", Integer.toString(fax.pages()));
        return new Label(ascii(JSON.toJson(label)), started.orElse(fax.submittedAt()), Optional.empty());
    }

    /** Of a fax that was sent. */
    static Label of(SentFax fax) {
        var label = new LinkedHashMap<String, Object>();
        label.put("caselli", "sent");
        label.put("id", fax.id());
        put(label, "submission", fax.submissionId());
        put(label, "csid", fax.facts().farId());
        put(label, "tsid", fax.tsid());
        put(label, "recipientName", fax.recipientName());
        label.put("recipientNumber", fax.number());
        put(label, "senderName", fax.senderName());
        put(label, "senderNumber", fax.senderNumber());
        put(label, "subject", fax.subject());
        put(label, "documentName", fax.documentName());
        put(label, "device", fax.device());
        label.put("start", fax.startedAt().toString());
        label.put("end", fax.endedAt().toString());
        label.put("pages", Integer.toString(fax.pages()));
        return new Label(ascii(JSON.toJson(label)), fax.startedAt(), Optional.empty());
    }

    /**
     * Writes a TIFF file with this label.
     *
     * @param zone of DateTime, which TIFF has without one
     */
    public void write(Path tiff, ZoneId zone, OutputStream out) throws IOException {
        OptionalInt seconds = lasted.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.clamp(lasted.get().toSeconds(), 0L, Integer.MAX_VALUE));
        try {
            write(new TiffLabel(description, LocalDateTime.ofInstant(startedAt, zone), seconds), tiff, out);
        } catch (TiffException cause) {
            throw new StoreException("The stored pages " + tiff + " are no TIFF file.", cause);
        } catch (FileNotFoundException cause) {
            throw new StoreException("The stored file " + tiff + " is missing. Restore it from a backup.", cause);
        }
    }

    private static void write(TiffLabel label, Path tiff, OutputStream out) throws IOException, TiffException {
        try (var file = new RandomAccessFile(tiff.toFile(), "r")) {
            TiffLabel.Ends ends = label.on(new TiffLabel.Source() {
                private final long length = file.length();

                @Override
                public long length() {
                    return length;
                }

                @Override
                public byte[] read(int at, int count) throws IOException {
                    byte[] octets = new byte[count];
                    file.seek(at);
                    file.readFully(octets);
                    return octets;
                }
            });
            out.write(ends.header());
            file.seek(TiffLabel.HEADER);
            Channels.newInputStream(file.getChannel()).transferTo(out);
            out.write(ends.tail());
        }
    }

    /** How pages are written into a file that has this label from the beginning. */
    public TiffOptions options(ZoneId zone) {
        return TiffOptions.PLAIN.withDescription(description).withWritten(LocalDateTime.ofInstant(startedAt, zone));
    }

    private static void put(Map<String, Object> label, String name, String value) {
        if (!value.isBlank()) {
            label.put(name, value.strip());
        }
    }

    /** JSON may write every character by its number, and TIFF's texts know ASCII only. */
    private static String ascii(String json) {
        var ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~') {
                ascii.append(c);
            } else {
                ascii.append("\\u%04x".formatted((int) c));
            }
        }
        return ascii.toString();
    }
}
