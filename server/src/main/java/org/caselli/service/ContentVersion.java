package org.caselli.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.caselli.store.Blobs;

/**
 * The version of something that has no row of its own to count its changes in: a number made of its content, the same for
 * the same content on every server.
 */
public final class ContentVersion {
    /** As many digits as an ETag of ours has at most. */
    private static final long MOST = 1_000_000_000_000_000_000L;

    private ContentVersion() {}

    /** @param parts all that it consists of, in order; octets count by what is in them */
    public static long of(Object... parts) {
        String content = Arrays.stream(parts)
                .map(part -> part instanceof byte[] octets ? Arrays.toString(octets) : part.toString())
                .map(text -> text.length() + ":" + text)
                .collect(Collectors.joining());
        byte[] digest = Blobs.sha256(content.getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE) % MOST;
    }

    /**
     * Refuses a change that was made for another version.
     *
     * @param what is changed, for people
     * @throws Refusal STALE
     */
    public static void require(String what, long now, long expected) {
        if (now != expected) {
            throw new Refusal(
                    Refusal.Kind.STALE,
                    what + " has been changed since it was read.",
                    "Read it again, and repeat the change if it is still wanted.");
        }
    }
}
