package org.caselli.document;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A photograph that nobody took: a brass pendulum bob on its rod before a wall, with an egg, a bowl and a polished sphere
 * on a table, in the light of one window. It is computed by walking along each ray of sight in steps that are as long as
 * the nearest thing is far, with soft shadows and open shade; so it has what photographs have and drawings have not: no
 * edge that is sharp everywhere, and every grey.
 */
final class StillLife {
    private static final double[] WINDOW = unit(-0.62, 0.72, -0.42);
    private static final double FAR = 40;

    private StillLife() {}

    static BufferedImage photograph(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double light = 0;
                for (int s = 0; s < 4; s++) {
                    double u = (x + 0.25 + 0.5 * (s & 1) - width / 2.0) / width * 2;
                    double v = (height / 2.0 - y - 0.25 - 0.5 * (s >> 1)) / width * 2;
                    light += seen(new double[] {0, 2.15, -8.2}, unit(u, v - 0.07, 2.45), 0);
                }
                // A lens darkens towards its corners; film saturates; a screen shows the root of what it is told.
                double r = Math.hypot((x - width / 2.0) / width, (y - height / 2.0) / height);
                double exposed = 1 - Math.exp(-2.6 * light / 4 * (1 - 0.55 * r * r));
                grey[y * width + x] = (byte) (255 * Math.clamp(Math.pow(exposed, 1 / 2.2), 0, 1));
            }
        }
        return image;
    }

    /** How far the nearest thing is. */
    private static double distance(double x, double y, double z) {
        double d = Math.min(y, 3.6 - z);
        d = Math.min(d, bob(x, y, z));
        d = Math.min(d, Math.min(sphere(x - 1.45, y - 0.75, z + 0.3, 0.75), egg(x + 1.35, y - 0.5, z + 1.5)));
        return Math.min(d, bowl(x + 1.55, y, z - 1.1));
    }

    private static double bob(double x, double y, double z) {
        // Lens and rod hang from above, leaning a little, as a pendulum does.
        double lean = 0.16;
        double px = x * Math.cos(lean) + (y - 6.2) * Math.sin(lean);
        double py = -x * Math.sin(lean) + (y - 6.2) * Math.cos(lean) + 4.1;
        double pz = z - 1.6;
        double lens = (Math.sqrt(px * px + py * py + pz * pz * 7.5) - 0.95) * 0.42;
        double rod = Math.max(Math.hypot(px, pz) - 0.065, -py);
        double nut = Math.max(Math.hypot(px, pz) - 0.16, Math.abs(py + 1.12) - 0.16);
        return Math.min(lens, Math.min(rod, nut));
    }

    private static double sphere(double x, double y, double z, double r) {
        return Math.sqrt(x * x + y * y + z * z) - r;
    }

    private static double egg(double x, double y, double z) {
        double u = x * 0.93 + z * 0.37;
        double w = -x * 0.37 + z * 0.93;
        double blunt = 1 + 0.16 * Math.clamp(u, -1, 1);
        return (Math.sqrt(u * u * 0.55 + (y * y + w * w) * blunt) - 0.5) * 0.8;
    }

    private static double bowl(double x, double y, double z) {
        double shell = Math.abs(sphere(x, y - 1.25, z, 1.2)) - 0.06;
        return Math.max(shell, y - 1.15) * 0.9;
    }

    private static double seen(double[] from, double[] towards, int depth) {
        double t = 0;
        for (int i = 0; i < 160 && t < FAR; i++) {
            double d = distance(from[0] + t * towards[0], from[1] + t * towards[1], from[2] + t * towards[2]);
            if (d < 0.0012 * (1 + t)) {
                return lit(from, towards, t, depth);
            }
            t += d;
        }
        // Nothing there but the dark room behind the camera, and its window of four panes.
        double u = towards[0] / Math.max(0.2, -towards[2]) + 1.1;
        double v = towards[1] / Math.max(0.2, -towards[2]) - 1.0;
        boolean pane = Math.abs(u) < 0.5 && Math.abs(v) < 0.7 && Math.abs(u) > 0.04 && Math.abs(v) > 0.04;
        return pane && towards[2] < -0.1 ? 2.2 : 0.07;
    }

    private static double lit(double[] from, double[] towards, double t, int depth) {
        double x = from[0] + t * towards[0];
        double y = from[1] + t * towards[1];
        double z = from[2] + t * towards[2];
        double e = 0.002;
        double[] n = unit(
                distance(x + e, y, z) - distance(x - e, y, z),
                distance(x, y + e, z) - distance(x, y - e, z),
                distance(x, y, z + e) - distance(x, y, z - e));
        double own;
        double mirror = 0;
        double least = 0.03;
        if (bob(x, y, z) < least) {
            own = 0.16;
            mirror = 0.55;
        } else if (sphere(x - 1.45, y - 0.75, z + 0.3, 0.75) < least) {
            own = 0.06;
            mirror = 0.7;
        } else if (egg(x + 1.35, y - 0.5, z + 1.5) < least) {
            own = 0.85;
        } else if (bowl(x + 1.55, y, z - 1.1) < least) {
            own = 0.2;
            mirror = 0.1;
        } else if (y < 0.01) {
            // Boards, with their grain.
            double board = Math.floor(x * 0.55 + 100);
            double grain = Math.sin(x * 31 + board * 5 + 2.5 * Math.sin(z * 1.3 + board)) * 0.5
                    + Math.sin(x * 74 + 3 * Math.sin(z * 0.8)) * 0.3;
            double seam = Math.abs(x * 0.55 + 100 - board - 0.5) > 0.488 ? 0.45 : 1;
            own = (0.33 + 0.04 * Math.sin(board * 12.9) + 0.035 * grain) * seam;
            mirror = 0.05;
        } else {
            own = 0.3 - 0.05 * x + 0.02 * Math.sin(x * 1.7 + Math.sin(y * 2.1)) * Math.sin(y * 1.3);
        }
        double[] start = {x + n[0] * 0.02, y + n[1] * 0.02, z + n[2] * 0.02};
        double facing = Math.max(0, n[0] * WINDOW[0] + n[1] * WINDOW[1] + n[2] * WINDOW[2]);
        double sun = facing > 0 ? facing * shadow(start) : 0;
        double shade = open(start, n) * (0.5 + 0.5 * n[1]) * 0.38 + 0.05;
        double light = own * (1.25 * sun + shade);
        double dot = towards[0] * n[0] + towards[1] * n[1] + towards[2] * n[2];
        double[] bounced = unit(towards[0] - 2 * dot * n[0], towards[1] - 2 * dot * n[1], towards[2] - 2 * dot * n[2]);
        double gleam = Math.max(0, bounced[0] * WINDOW[0] + bounced[1] * WINDOW[1] + bounced[2] * WINDOW[2]);
        if (mirror > 0) {
            if (depth < 2) {
                double rim = mirror + (1 - mirror) * Math.pow(1 + Math.min(0, dot), 5) * 0.6;
                light = light * (1 - mirror) + rim * seen(start, bounced, depth + 1);
            }
            if (sun > 0) {
                light += 1.6 * mirror * Math.pow(gleam, 60);
            }
        } else if (sun > 0) {
            light += 0.1 * Math.pow(gleam, 18);
        }
        return light;
    }

    /** How much of the window is seen from a point: the nearer a ray passes things, the less. */
    private static double shadow(double[] p) {
        double free = 1;
        for (double t = 0.02; t < 12; ) {
            double d = distance(p[0] + t * WINDOW[0], p[1] + t * WINDOW[1], p[2] + t * WINDOW[2]);
            if (d < 0.0008) {
                return 0;
            }
            free = Math.min(free, 9 * d / t);
            t += Math.clamp(d, 0.01, 0.4);
        }
        return free * free * (3 - 2 * free);
    }

    /** How open a point is to the light of the room: things close above it take some away. */
    private static double open(double[] p, double[] n) {
        double taken = 0;
        double weight = 1;
        for (int i = 1; i <= 5; i++) {
            double h = 0.14 * i;
            taken += (h - distance(p[0] + n[0] * h, p[1] + n[1] * h, p[2] + n[2] * h)) * weight;
            weight *= 0.72;
        }
        return Math.clamp(1 - 0.9 * taken, 0, 1);
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }
}
