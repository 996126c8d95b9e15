package org.caselli.service;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caselli.document.HeaderLine;
import org.caselli.queue.JobKey;
import org.caselli.service.SourceFile.Content;
import org.caselli.service.cover.Cover;
import org.caselli.service.cover.CoverPageType;
import org.caselli.service.cover.CoverRequest;
import org.caselli.service.receipt.ReceiptWish;
import org.caselli.service.sender.SenderProfile;
import org.caselli.store.Blobs;
import org.caselli.store.Insert;
import org.caselli.store.Store;
import org.jdbi.v3.core.Handle;

/** The tables of submissions and their files. */
final class Submissions {
    /**
     * A submission with what only the service needs to know of it.
     *
     * @param account    the id of the one that submitted it; empty if it is nobody's
     * @param headerName the sender's name as it stands in header lines
     * @param pages      without header lines
     */
    record Kept(Submission submission, String account, String digest, String headerName, ZoneId zone, Rendered pages) {
        /** The header line of an attempt that began at this time, with this sender in it. */
        HeaderLine header(Instant when, String sender, String recipient) {
            return new HeaderLine(when, zone, sender, recipient);
        }
    }

    private final Store store;

    Submissions(Store store) {
        this.store = store;
    }

    /** @param fileBlobs the content of its files, in order */
    void add(Handle handle, Kept kept, Optional<String> idempotencyKey, List<String> fileBlobs) {
        Submission submission = kept.submission();
        Insert.into("submission")
                .set("id", submission.id())
                .set("idempotency_key", idempotencyKey.map(key -> key(kept.account(), key)))
                .set("request_digest", kept.digest())
                .set("submitted_at", submission.submittedAt())
                .set("subject", submission.subject())
                .set("document_name", submission.documentName())
                .set("sender_name", submission.senderName())
                .set("sender_id", submission.senderId())
                .set("sender_number", submission.senderNumber())
                .set("sender", submission.sender().kept())
                .set("receipt_address", submission.receipt().address())
                .set("receipt_grouped", submission.receipt().grouped())
                .set("receipt_attach", submission.receipt().attach())
                .set("header_sender", kept.headerName())
                .set("zone", kept.zone().getId())
                .set("pages", kept.pages().pages())
                .set("pages_blob", kept.pages().blob())
                .set("pages_size", kept.pages().size())
                .set("cover_type", submission.cover().type().name())
                .set("cover_page", submission.cover().page())
                .set("note", submission.cover().note())
                .set("cover_pages", submission.cover().pages())
                .set("cover_missing", String.join(" ", submission.cover().missing()))
                .set("account", kept.account())
                .execute(handle);
        for (int i = 0; i < fileBlobs.size(); i++) {
            handle.execute(
                    "insert into submission_file (submission_id, position, name, file_blob) values (?, ?, ?, ?)",
                    submission.id(),
                    i,
                    submission.files().get(i),
                    fileBlobs.get(i));
        }
    }

    Optional<Kept> find(String id) {
        return store.read(handle -> find(handle, "id = ?", id));
    }

    /** The submission that this account used this key for. */
    Optional<Kept> withKey(Handle handle, String account, String key) {
        return find(handle, "idempotency_key = ?", key(account, key));
    }

    /** Each account has keys of its own, so that nobody learns of another's submission by guessing its key. */
    private static String key(String account, String key) {
        return account.isEmpty() ? key : account + " " + key;
    }

    private static Optional<Kept> find(Handle handle, String which, String value) {
        return handle.createQuery(
                        "select id, account, request_digest, submitted_at, subject, document_name, sender_name, sender_id,"
                                + " sender_number, sender, receipt_address, receipt_grouped, receipt_attach, header_sender, zone,"
                                + " pages, pages_blob, pages_size, cover_type,"
                                + " cover_page, note, cover_pages, cover_missing from submission where "
                                + which)
                .bind(0, value)
                .map((row, context) -> kept(handle, row))
                .findOne();
    }

    private static Kept kept(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("id");
        var submission = new Submission(
                id,
                Instant.ofEpochMilli(row.getLong("submitted_at")),
                row.getString("subject"),
                row.getString("document_name"),
                row.getString("sender_name"),
                row.getString("sender_id"),
                row.getString("sender_number"),
                Sender.of(row.getString("sender")),
                cover(row),
                new ReceiptWish(
                        row.getString("receipt_address"),
                        row.getInt("receipt_grouped") != 0,
                        row.getInt("receipt_attach") != 0),
                row.getInt("pages") + row.getInt("cover_pages"),
                handle.createQuery("select name from submission_file where submission_id = ? order by position")
                        .bind(0, id)
                        .mapTo(String.class)
                        .list(),
                handle.createQuery("select id, job_number from job where submission_id = ? order by position")
                        .bind(0, id)
                        .map((job, ctx) -> new JobKey(job.getString("id"), job.getInt("job_number")))
                        .list(),
                false);
        return new Kept(
                submission,
                row.getString("account"),
                row.getString("request_digest"),
                row.getString("header_sender"),
                ZoneId.of(row.getString("zone")),
                new Rendered(row.getString("pages_blob"), row.getInt("pages"), row.getLong("pages_size")));
    }

    private static Cover cover(ResultSet row) throws SQLException {
        String missing = row.getString("cover_missing");
        return new Cover(
                CoverPageType.valueOf(row.getString("cover_type")),
                row.getString("cover_page"),
                row.getString("note"),
                row.getInt("cover_pages"),
                missing.isEmpty() ? List.of() : List.of(missing.split(" ")));
    }

    /** The pages of one of its jobs, in order: those of the cover page, if it has one, then those of the files, if it has any. */
    List<String> blobs(Kept kept, String jobId) {
        return Stream.concat(
                        store
                                .read(handle -> handle.createQuery("select cover_blob from job where id = ?")
                                        .bind(0, jobId)
                                        .map((row, context) -> Optional.ofNullable(row.getString(1)))
                                        .findOne())
                                .flatMap(cover -> cover)
                                .stream(),
                        Stream.of(kept.pages().blob()).filter(blob -> !blob.isEmpty()))
                .toList();
    }

    /** Equal for equal requests only: SHA-256 over everything that a request says. */
    static String digest(SubmitRequest request) {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.writeInt(request.files().size());
            for (SourceFile file : request.files()) {
                out.writeUTF(file.name());
                out.writeUTF(
                        switch (file.content()) {
                            case Content.Octets(byte[] content) ->
                                HexFormat.of().formatHex(Blobs.sha256(content));
                            case Content.Stored(String blob, var _) -> blob;
                            case Content.Document(String id) -> "document " + id;
                        });
            }
            for (Recipient recipient : request.recipients()) {
                out.writeUTF(recipient.number());
                out.writeUTF(recipient.name());
                if (!recipient.details().isEmpty()) {
                    out.write(0xFF); // no number begins so: its length is at most Recipient.MAX_LENGTH characters
                    out.write(recipient.details().size());
                }
                for (var detail : new TreeMap<>(recipient.details()).entrySet()) {
                    out.writeUTF(detail.getKey());
                    out.writeUTF(detail.getValue());
                }
            }
            out.writeUTF(request.resolution().name());
            out.writeUTF(request.priority().name());
            out.writeUTF(request.schedule().name());
            out.writeLong(request.notBefore().map(Store::millis).orElse(-1L));
            out.writeUTF(request.subject());
            out.writeUTF(request.documentName());
            out.writeUTF(request.senderName());
            out.writeUTF(request.senderId());
            out.writeUTF(request.senderNumber());
            out.writeUTF(request.device().orElse(""));
            out.write(request.sender().kept().getBytes(StandardCharsets.UTF_8));
            if (!request.profile().equals(SenderProfile.DEFAULT)) {
                out.write(0xFF); // as above
                out.writeUTF(request.profile());
            }
            // Nothing is added for a request without, so that keys from before cover pages stay good.
            if (!request.cover().equals(CoverRequest.NONE)) {
                out.write(0);
                out.writeUTF(request.cover().type().name());
                out.writeUTF(request.cover().page());
                for (String text :
                        List.of(request.cover().template(), request.cover().note())) {
                    byte[] octetsOfText = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(octetsOfText.length);
                    out.write(octetsOfText);
                }
            }
            if (!request.receipt().isNone()) { // else as it was before there were receipts
                out.writeUTF(request.receipt().address());
                out.writeBoolean(request.receipt().grouped());
                out.writeBoolean(request.receipt().attach());
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return HexFormat.of().formatHex(Blobs.sha256(octets.toByteArray()));
    }
}
