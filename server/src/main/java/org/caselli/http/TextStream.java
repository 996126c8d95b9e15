package org.caselli.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A long text, read part by part while it is sent, so that a year of a log takes no more memory. */
final class TextStream extends InputStream {
    private final Supplier<Optional<String>> parts;
    private byte[] held;
    private int at;
    private boolean over;

    /**
     * @param head  its beginning
     * @param parts what comes next each time; empty at the end
     */
    TextStream(String head, Supplier<Optional<String>> parts) {
        this.held = head.getBytes(StandardCharsets.UTF_8);
        this.parts = parts;
    }

    @Override
    public int read() {
        return fill() ? held[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, held.length - at);
        System.arraycopy(held, at, to, offset, count);
        at += count;
        return count;
    }

    private boolean fill() {
        while (at == held.length && !over) {
            Optional<String> part = parts.get();
            over = part.isEmpty();
            held = part.orElse("").getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        return at < held.length;
    }
}
