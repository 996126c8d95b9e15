package org.caselli.client;

import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cover pages of a server. */
public final class Covers {
    private static final String PAGES = "/cover-pages";

    /**
     * A cover page.
     *
     * @param shipped   whether it comes with the server, and is as it came
     * @param fields    those that it shows, such as {@code recipient.name}
     * @param changedAt null if it is as it came
     * @param changedBy null if it is as it came
     */
    @Json
    public record CoverPage(
            String name,
            boolean shipped,
            List<String> fields,
            @Nullable Instant changedAt,
            @Nullable String changedBy) {}

    /**
     * What a preview shows; what is null is empty or as usual.
     *
     * @param template  of a personal cover page; null for one of the server's
     * @param bodyPages how many pages would follow
     */
    @Json
    public record Preview(
            @Nullable String template,
            Api.@Nullable NewRecipient recipient,
            @Nullable String subject,
            @Nullable String note,
            @Nullable String senderName,
            @Nullable String senderNumber,
            @Nullable String senderId,
            Api.@Nullable Sender sender,
            @Nullable String senderProfile,
            @Nullable String resolution,
            @Nullable Integer bodyPages) {}

    /**
     * A cover page as it would be sent.
     *
     * @param file    PNG or TIFF
     * @param pages   how many pages it has
     * @param missing fields that it shows and that are empty, with commas between
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Shown(byte[] file, int pages, String missing) {}

    @Json
    record Listed(List<CoverPage> items) {}

    @Json
    record NewCoverPage(String name, String template) {}

    @Json
    record NewTemplate(String template) {}

    private final CaselliClient client;

    Covers(CaselliClient client) {
        this.client = client;
    }

    private static String path(String name) {
        return PAGES + "/" + CaselliClient.escaped(name);
    }

    /** All of them, by name. */
    public List<CoverPage> list() {
        return client.get(PAGES, Listed.class).items();
    }

    public Tagged<CoverPage> find(String name) {
        return client.getTagged(path(name), CoverPage.class);
    }

    /** The template of one: HTML. */
    public String template(String name) {
        return new String(client.bytes(path(name) + "/template"), StandardCharsets.UTF_8);
    }

    public CoverPage add(String name, String template) {
        return client.post(PAGES, new NewCoverPage(name, template), CoverPage.class);
    }

    /** Puts another template in the place of one. The tag is that of {@link #find}, or {@code *}. */
    public CoverPage replace(String name, String template, String tag) {
        return client.put(path(name), new NewTemplate(template), tag, CoverPage.class);
    }

    /** Removes one; what stood in the place of a shipped one gives way to that again. */
    public void remove(String name) {
        client.delete(path(name));
    }

    /**
     * Shows what a cover page looks like as a fax.
     *
     * @param name   one of the server's; null for the template in {@code wanted}
     * @param page   1 for the first; with {@code png} only
     * @param format {@code png} for a page, {@code tiff} for all of them
     */
    public Shown preview(@Nullable String name, Preview wanted, int page, String format) {
        var answer = client.answer(
                (name == null ? PAGES : path(name)) + "/preview?format=" + format + "&page=" + page, wanted);
        return new Shown(
                client.bytes(answer),
                answer.headers().firstValue("Cover-Pages").map(Integer::valueOf).orElse(1),
                answer.headers().firstValue("Cover-Missing").orElse(""));
    }
}
