package org.caselli.document;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.Arrays;

/**
 * Turns an outline into dots. A dot is black if its centre is inside the outline; and so that a stroke thinner than a dot
 * never breaks or vanishes, every run of the inside along a row or a column that meets no centre blackens the one dot in
 * its middle (the dropout control of TrueType rasterisers). At 98 lines to the inch this is what keeps the serifs of a
 * letter and the rules of a table.
 */
final class Outline {
    /** Ours: a curve may be this far, in dots, from the lines that stand for it. */
    private static final double FLATNESS = 0.1;

    /** Fours: x and y of the beginning, x and y of the end, in dots. */
    private double[] edges = new double[256];

    private int count;
    private double[] crossings = new double[16];
    private int[] directions = new int[16];

    /**
     * The dots of a shape.
     *
     * @param within dots outside are left out
     */
    Spans spans(Shape shape, AffineTransform toDots, Rectangle within) {
        PathIterator path = shape.getPathIterator(toDots, FLATNESS);
        boolean evenOdd = path.getWindingRule() == PathIterator.WIND_EVEN_ODD;
        read(path);
        var spans = new Spans();
        scan(spans, evenOdd, within, false);
        scan(spans, evenOdd, within, true);
        return spans;
    }

    private void read(PathIterator path) {
        count = 0;
        double[] c = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        for (; !path.isDone(); path.next()) {
            switch (path.currentSegment(c)) {
                case PathIterator.SEG_MOVETO -> {
                    edge(x, y, startX, startY);
                    startX = x = c[0];
                    startY = y = c[1];
                }
                case PathIterator.SEG_LINETO -> {
                    edge(x, y, c[0], c[1]);
                    x = c[0];
                    y = c[1];
                }
                default -> {
                    edge(x, y, startX, startY);
                    x = startX;
                    y = startY;
                }
            }
        }
        edge(x, y, startX, startY);
    }

    private void edge(double x0, double y0, double x1, double y1) {
        if ((x0 == x1 && y0 == y1) || !Double.isFinite(x0 + y0 + x1 + y1)) {
            return;
        }
        if (4 * count + 4 > edges.length) {
            edges = Arrays.copyOf(edges, 2 * edges.length);
        }
        int at = 4 * count++;
        edges[at] = x0;
        edges[at + 1] = y0;
        edges[at + 2] = x1;
        edges[at + 3] = y1;
    }

    /**
     * Goes through rows, or through columns looking only for dropouts.
     *
     * @param columns what is called row here is a column, and its dots are rows
     */
    private void scan(Spans spans, boolean evenOdd, Rectangle within, boolean columns) {
        int along = columns ? 1 : 0;
        int across = 1 - along;
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int at = 0; at < 4 * count; at += 2) {
            low = Math.min(low, edges[at + across]);
            high = Math.max(high, edges[at + across]);
        }
        int first = Math.max(columns ? within.x : within.y, (int) Math.max(-1e9, Math.ceil(low - 0.5)));
        int last = Math.min((columns ? within.x + within.width : within.y + within.height) - 1, (int)
                Math.min(1e9, Math.ceil(high - 0.5) - 1));
        int lowest = columns ? within.y : within.x;
        int highest = lowest + (columns ? within.height : within.width);
        if (first > last) {
            return;
        }
        int[] rows = bucket(across, first, last);
        for (int row = first; row <= last; row++) {
            int n = cross(rows, row - first, row + 0.5, along, across);
            int winding = 0;
            for (int i = 0; i + 1 < n; i++) {
                winding += evenOdd ? 1 : directions[i];
                boolean inside = evenOdd ? (winding & 1) != 0 : winding != 0;
                if (inside) {
                    double begin = crossings[i];
                    double end = crossings[i + 1];
                    // Inside goes on over crossings that do not end it.
                    while (!evenOdd && i + 2 < n && winding + directions[i + 1] != 0) {
                        winding += directions[++i];
                        end = crossings[i + 1];
                    }
                    emit(spans, row, begin, end, lowest, highest, columns);
                }
            }
        }
    }

    private static void emit(Spans spans, int row, double begin, double end, int lowest, int highest, boolean columns) {
        int from = (int) Math.ceil(Math.max(begin, -1e9) - 0.5);
        int to = (int) Math.ceil(Math.min(end, 1e9) - 0.5);
        boolean dropout = from >= to;
        if (dropout) {
            from = (int) Math.floor((begin + end) / 2);
            to = from + 1;
        }
        from = Math.max(from, lowest);
        to = Math.min(to, highest);
        if (from < to) {
            if (!columns) {
                spans.add(row, from, to);
            } else if (dropout) {
                spans.add(from, row, row + 1);
            }
        }
    }

    private int[] starts = new int[64];
    private int[] lists = new int[256];
    private int[] active = new int[64];
    private int actives;

    /** Sorts the edges by the first row whose centre they cross: row r has lists[starts[r]] to lists[starts[r + 1]]. */
    private int[] bucket(int across, int first, int last) {
        int rows = last - first + 1;
        if (starts.length < rows + 2) {
            starts = new int[rows + 2];
        }
        if (lists.length < count) {
            lists = new int[edges.length / 4];
        }
        Arrays.fill(starts, 0, rows + 2, 0);
        for (int e = 0; e < count; e++) {
            int row = firstRow(e, across, first);
            if (row < rows) {
                starts[row + 2]++;
            }
        }
        for (int row = 2; row < rows + 2; row++) {
            starts[row] += starts[row - 1];
        }
        for (int e = 0; e < count; e++) {
            int row = firstRow(e, across, first);
            if (row < rows) {
                lists[starts[row + 1]++] = e;
            }
        }
        actives = 0;
        return starts;
    }

    private int firstRow(int e, int across, int first) {
        double low = Math.min(edges[4 * e + across], edges[4 * e + 2 + across]);
        double row = Math.ceil(low - 0.5) - first;
        return row < 0 ? 0 : (int) Math.min(row, Integer.MAX_VALUE - 1);
    }

    /** Where the edges cross the middle of a row, in order. */
    private int cross(int[] rows, int row, double middle, int along, int across) {
        for (int i = rows[row]; i < rows[row + 1]; i++) {
            if (actives == active.length) {
                active = Arrays.copyOf(active, 2 * actives);
            }
            active[actives++] = lists[i];
        }
        int n = 0;
        int kept = 0;
        for (int i = 0; i < actives; i++) {
            int at = 4 * active[i];
            double from = edges[at + across];
            double to = edges[at + 2 + across];
            if (Math.max(from, to) <= middle) {
                continue;
            }
            active[kept++] = active[i];
            if (Math.min(from, to) > middle) {
                continue;
            }
            double x = edges[at + along] + (middle - from) / (to - from) * (edges[at + 2 + along] - edges[at + along]);
            if (n == crossings.length) {
                crossings = Arrays.copyOf(crossings, 2 * n);
                directions = Arrays.copyOf(directions, 2 * n);
            }
            int place = n++;
            while (place > 0 && crossings[place - 1] > x) {
                crossings[place] = crossings[place - 1];
                directions[place] = directions[place - 1];
                place--;
            }
            crossings[place] = x;
            directions[place] = from < to ? 1 : -1;
        }
        actives = kept;
        return n;
    }
}
