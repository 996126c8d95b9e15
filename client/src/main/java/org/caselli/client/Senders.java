package org.caselli.client;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sender profiles: who one is as a sender. The one called {@code default} is that of faxes that name none. */
public final class Senders {
    private static final String SENDERS = "/senders";

    /**
     * A profile; what is null is as the fax says, or as the server is set.
     *
     * @param name       at most 64 characters; the same whatever its case
     * @param senderId   our identity to the other machine (TSID), at most 20 characters
     * @param headerName who stands in the header line above each page; null for the sender's name
     * @param zone       in which header lines and cover pages tell the time, such as Europe/Rome
     * @param language   of cover pages, such as de or pt-BR
     */
    @Json
    public record SenderProfile(
            String name,
            @Nullable String senderName,
            @Nullable String senderId,
            @Nullable String senderNumber,
            Api.@Nullable Sender sender,
            @Nullable String headerName,
            @Nullable String zone,
            @Nullable String language) {}

    @Json
    record Listed(List<SenderProfile> items) {}

    private final CaselliClient client;

    Senders(CaselliClient client) {
        this.client = client;
    }

    private static String of(@Nullable String account) {
        return account == null ? "" : "?account=" + CaselliClient.escaped(account);
    }

    private static String path(@Nullable String account, String name) {
        return SENDERS + "/" + CaselliClient.escaped(name) + of(account);
    }

    /** @param account whose; null for one's own */
    public List<SenderProfile> list(@Nullable String account) {
        return client.get(SENDERS + of(account), Listed.class).items();
    }

    public Tagged<SenderProfile> find(@Nullable String account, String name) {
        return client.getTagged(path(account, name), SenderProfile.class);
    }

    /** Keeps a profile. The tag is that of {@link #find}, {@code *} for whatever is there, or null for a new one. */
    public SenderProfile keep(@Nullable String account, SenderProfile profile, @Nullable String tag) {
        return client.put(path(account, profile.name()), profile, tag, SenderProfile.class);
    }

    public void remove(@Nullable String account, String name) {
        client.delete(path(account, name));
    }
}
