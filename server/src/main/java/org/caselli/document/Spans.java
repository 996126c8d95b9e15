package org.caselli.document;

import java.util.Arrays;

/** Dots as rows of runs: what a shape covers. Grows while it is made, and is then only read. */
final class Spans {
    /** Threes: y, first x, x after the last. */
    int[] data = new int[96];

    int length;
    int minX = Integer.MAX_VALUE;
    int maxX = Integer.MIN_VALUE;
    int minY = Integer.MAX_VALUE;
    int maxY = Integer.MIN_VALUE;

    void add(int y, int x0, int x1) {
        if (length + 3 > data.length) {
            data = Arrays.copyOf(data, 2 * data.length);
        }
        data[length++] = y;
        data[length++] = x0;
        data[length++] = x1;
        minX = Math.min(minX, x0);
        maxX = Math.max(maxX, x1);
        minY = Math.min(minY, y);
        maxY = Math.max(maxY, y + 1);
    }

    boolean isEmpty() {
        return length == 0;
    }

    Spans trimmed() {
        data = Arrays.copyOf(data, length);
        return this;
    }
}
