package org.caselli.document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Draws a PDF page for fax. What fax pages mostly consist of goes straight to the canvas: opaque text as {@link Strike}s,
 * fills through {@link Outline}, upright lines as whole dots, pictures averaged over the dots they cover. All else
 * (transparency, patterns, shadings, odd clips) is left to PDFBox, which draws on the same canvas.
 */
@SuppressWarnings(
        "ReferenceEquality") // it is the same graphics, clip or colour that saves looking again, not an equal one
final class FaxDrawer extends PageDrawer {
    /** Ours: text and lines lighter than this are meant to be faint, and stay grey. */
    private static final int FAINT = 215;

    /** Ours: letters larger than this, in points, stand dithering; smaller ones are made black or white. */
    private static final double LARGE_TYPE = 24;

    /** Ours: a stroke or fill thinner than this, in millimetres, is a line, and made black or white. */
    private static final double THIN_MM = 0.35;

    private final Canvas canvas;
    private final Strikes strikes;
    private final Budget budget;
    private final Source source;
    private final int number;
    private final double dotsPerMm;
    private final boolean layers;
    private final Outline outline = new Outline();
    private int operators;

    private @Nullable Graphics2D base;
    private AffineTransform toDots = new AffineTransform();
    private boolean toDotsKnown;

    private @Nullable List<Path2D> clipKnown;
    private int clipKnownSize;
    private @Nullable Rectangle clip;

    private @Nullable PDColor toneOf;
    private int tone;

    /**
     * @param dotsPerMm across the page
     * @param layers    the document has layers that can be hidden: everything is left to PDFBox, which knows which are
     */
    FaxDrawer(
            PageDrawerParameters parameters,
            Canvas canvas,
            Strikes strikes,
            Budget budget,
            Source source,
            int number,
            double dotsPerMm,
            boolean layers)
            throws IOException {
        super(parameters);
        this.canvas = canvas;
        this.strikes = strikes;
        this.budget = budget;
        this.source = source;
        this.number = number;
        this.dotsPerMm = dotsPerMm;
        this.layers = layers;
    }

    @Override
    public void drawPage(Graphics2D g, PDRectangle pageSize) throws IOException {
        base = g;
        super.drawPage(g, pageSize);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        if ((++operators & 0xFF) == 0) {
            budget.checkTime();
        }
        super.processOperator(operator, operands);
    }

    /** A picture that cannot be drawn is a fault of the fax, where PDFBox would only log it. */
    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException e) throws IOException {
        if (operator.getName().equals("Do") || operator.getName().equals("BI")) {
            throw e;
        }
        super.operatorException(operator, operands, e);
    }

    /** Whether we draw straight on the canvas: not within a transparency group or a pattern, and nothing see-through. */
    private boolean direct(PDGraphicsState state, double alpha) {
        if (layers
                || getGraphics() != base
                || alpha < 1
                || state.getSoftMask() != null
                || state.getBlendMode() != BlendMode.NORMAL) {
            return false;
        }
        if (!toDotsKnown) {
            toDots = getGraphics().getTransform();
            toDotsKnown = true;
        }
        return true;
    }

    /** The clip, if it is an upright rectangle; widened to whole dots, so that it never eats a line at its edge. */
    private @Nullable Rectangle clip(PDGraphicsState state) {
        List<Path2D> paths = state.getCurrentClippingPaths();
        if (paths != clipKnown || paths.size() != clipKnownSize) {
            clipKnown = paths;
            clipKnownSize = paths.size();
            clip = canvas.bounds();
            for (Path2D path : paths) {
                Rectangle2D upright = upright(path);
                if (upright == null) {
                    clip = null;
                    break;
                }
                clip = clip.intersection(wholeDots(upright));
            }
        }
        return clip;
    }

    private Rectangle wholeDots(Rectangle2D box) {
        int x0 = (int) Math.floor(clamp(box.getMinX() + 0.01));
        int y0 = (int) Math.floor(clamp(box.getMinY() + 0.01));
        int x1 = (int) Math.ceil(clamp(box.getMaxX() - 0.01));
        int y1 = (int) Math.ceil(clamp(box.getMaxY() - 0.01));
        return new Rectangle(x0, y0, Math.max(0, x1 - x0), Math.max(0, y1 - y0));
    }

    private static double clamp(double dots) {
        return Math.max(-1e6, Math.min(1e6, dots));
    }

    private final double[] corners = new double[10];

    /** The box of a path in dots if it is one upright rectangle, else null. */
    private @Nullable Rectangle2D upright(Path2D path) {
        double[] c = new double[6];
        int n = 0;
        for (PathIterator it = path.getPathIterator(toDots); !it.isDone(); it.next()) {
            int kind = it.currentSegment(c);
            if (kind == PathIterator.SEG_CLOSE) {
                continue;
            }
            if (kind == PathIterator.SEG_QUADTO || kind == PathIterator.SEG_CUBICTO) {
                return null;
            }
            if (kind == PathIterator.SEG_MOVETO && n > 0) {
                // A lone closing move, as copies of paths have it, is at the beginning again.
                if (n >= 4 && near(c[0], corners[0]) && near(c[1], corners[1])) {
                    continue;
                }
                return null;
            }
            if (n == 5) {
                return null;
            }
            corners[2 * n] = c[0];
            corners[2 * n + 1] = c[1];
            n++;
        }
        if (n < 4 || (n == 5 && !(near(corners[8], corners[0]) && near(corners[9], corners[1])))) {
            return null;
        }
        boolean flatFirst = near(corners[1], corners[3])
                && near(corners[2], corners[4])
                && near(corners[5], corners[7])
                && near(corners[6], corners[0]);
        boolean steepFirst = near(corners[0], corners[2])
                && near(corners[3], corners[5])
                && near(corners[4], corners[6])
                && near(corners[7], corners[1]);
        if (!flatFirst && !steepFirst) {
            return null;
        }
        var box = new Rectangle2D.Double();
        box.setFrameFromDiagonal(corners[0], corners[1], corners[4], corners[5]);
        return box;
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) < 0.02;
    }

    /** The grey of a colour, as the eye weighs it; -1 if it is none but a pattern. */
    private int tone(PDColor color) throws IOException {
        if (color != toneOf) {
            toneOf = color;
            tone = -1;
            if (!(color.getColorSpace() instanceof PDPattern)
                    && getPaint(color) instanceof Color c
                    && c.getAlpha() == 255) {
                tone = Picture.luma(c.getRed(), c.getGreen(), c.getBlue());
            }
        }
        return tone;
    }

    @Override
    protected void showFontGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
        PDGraphicsState state = getGraphicsState();
        if (state.getTextState().getRenderingMode() == RenderingMode.FILL
                && direct(state, state.getNonStrokeAlphaConstant())) {
            int grey = tone(state.getNonStrokingColor());
            Rectangle inside = clip(state);
            if (grey >= 0 && inside != null) {
                double x = matrix.getTranslateX();
                double y = matrix.getTranslateY();
                int dotX = (int)
                        Math.round(clamp(toDots.getScaleX() * x + toDots.getShearX() * y + toDots.getTranslateX()));
                int dotY = (int)
                        Math.round(clamp(toDots.getShearY() * x + toDots.getScaleY() * y + toDots.getTranslateY()));
                Strikes.Sized strike = strikes.of(font, matrix, toDots, dotsPerMm);
                Spans letter = strike.letter(code, displacement);
                if (!letter.isEmpty()) {
                    canvas.fill(letter, dotX, dotY, inside, letterTone(grey, strike, letter, dotX, dotY));
                }
                return;
            }
        }
        super.showFontGlyph(matrix, font, code, displacement);
    }

    /** Small letters are black, or white on what is darker than they are, so that their strokes are not dithered away. */
    private int letterTone(int grey, Strikes.Sized strike, Spans letter, int x, int y) {
        if (grey == Canvas.WHITE || strike.points() > LARGE_TYPE) {
            return grey;
        }
        if (grey < 96) {
            return Canvas.BLACK;
        }
        int corners = canvas.tone(x + letter.minX - 1, y + letter.minY - 1)
                + canvas.tone(x + letter.maxX + 1, y + letter.minY - 1)
                + canvas.tone(x + letter.minX - 1, y + letter.maxY + 1)
                + canvas.tone(x + letter.maxX + 1, y + letter.maxY + 1);
        int ground = corners / 4;
        if (grey > ground) {
            return grey - ground > 40 ? Canvas.WHITE : grey;
        }
        return grey < FAINT ? Canvas.BLACK : grey;
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        PDGraphicsState state = getGraphicsState();
        if (direct(state, state.getNonStrokeAlphaConstant())) {
            int grey = tone(state.getNonStrokingColor());
            Rectangle inside = clip(state);
            if (grey >= 0 && inside != null) {
                GeneralPath path = getLinePath();
                path.setWindingRule(windingRule);
                fill(path, inside, grey);
                path.reset();
                return;
            }
        }
        super.fillPath(windingRule);
    }

    private void fill(GeneralPath path, Rectangle inside, int grey) {
        Rectangle2D upright = upright(path);
        if (upright != null) {
            int x0 = edge(upright.getMinX());
            int y0 = edge(upright.getMinY());
            int x1 = edge(upright.getMaxX());
            int y1 = edge(upright.getMaxY());
            // A rule drawn as a filled rectangle, as text processors do it, has at least one dot.
            if (x1 == x0) {
                x1 = 1 + (x0 = (int) Math.floor(clamp(upright.getCenterX())));
            }
            if (y1 == y0) {
                y1 = 1 + (y0 = (int) Math.floor(clamp(upright.getCenterY())));
            }
            double thickness = Math.min(upright.getWidth(), upright.getHeight());
            canvas.fill(x0, y0, x1, y1, inside, thickness < THIN_MM * dotsPerMm ? lineTone(grey) : grey);
        } else {
            canvas.fill(outline.spans(path, toDots, inside), 0, 0, inside, grey);
        }
    }

    private static int edge(double dots) {
        return (int) Math.ceil(clamp(dots) - 0.5);
    }

    private static int lineTone(int grey) {
        return grey < FAINT ? Canvas.BLACK : grey;
    }

    @Override
    public void strokePath() throws IOException {
        PDGraphicsState state = getGraphicsState();
        if (direct(state, state.getAlphaConstant())) {
            int grey = tone(state.getStrokingColor());
            Rectangle inside = clip(state);
            if (grey >= 0 && inside != null) {
                double width = transformWidth(state.getLineWidth());
                double across = width * Math.hypot(toDots.getScaleX(), toDots.getShearX());
                double down = width * Math.hypot(toDots.getShearY(), toDots.getScaleY());
                int ink = across < THIN_MM * dotsPerMm ? lineTone(grey) : grey;
                GeneralPath path = getLinePath();
                float[] dashes = state.getLineDashPattern().getDashArray();
                if (dashes.length == 0 && uprightLines(path)) {
                    strokeUpright(path, Math.max(1, across), Math.max(1, down), state.getLineCap() != 0, inside, ink);
                    path.reset();
                    return;
                }
                if (dashes.length == 0) {
                    float least = (float) (1 / Math.min(across / width, down / width));
                    var stroke = new BasicStroke(
                            Float.isFinite(least) ? Math.max((float) width, least) : (float) width,
                            Math.clamp(state.getLineCap(), 0, 2),
                            Math.clamp(state.getLineJoin(), 0, 2),
                            Math.max(1, state.getMiterLimit()));
                    canvas.fill(outline.spans(stroke.createStrokedShape(path), toDots, inside), 0, 0, inside, ink);
                    path.reset();
                    return;
                }
            }
        }
        super.strokePath();
    }

    /** Whether a path has only lines along rows and columns, on paper. */
    private boolean uprightLines(Path2D path) {
        double[] c = new double[6];
        double x = 0;
        double y = 0;
        double startX = 0;
        double startY = 0;
        for (PathIterator it = path.getPathIterator(toDots); !it.isDone(); it.next()) {
            switch (it.currentSegment(c)) {
                case PathIterator.SEG_MOVETO -> {
                    startX = x = c[0];
                    startY = y = c[1];
                }
                case PathIterator.SEG_LINETO -> {
                    if (!near(x, c[0]) && !near(y, c[1])) {
                        return false;
                    }
                    x = c[0];
                    y = c[1];
                }
                case PathIterator.SEG_CLOSE -> {
                    if (!near(x, startX) && !near(y, startY)) {
                        return false;
                    }
                    x = startX;
                    y = startY;
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Draws such lines, each as many whole dots thick as its width comes to: so all rules of a table look alike. */
    private void strokeUpright(Path2D path, double across, double down, boolean caps, Rectangle inside, int ink) {
        double[] c = new double[6];
        double x = 0;
        double y = 0;
        double startX = 0;
        double startY = 0;
        int segments = 0;
        boolean closed = closes(path);
        for (PathIterator it = path.getPathIterator(toDots); !it.isDone(); it.next()) {
            int kind = it.currentSegment(c);
            if (kind == PathIterator.SEG_MOVETO) {
                startX = x = c[0];
                startY = y = c[1];
                segments = 0;
                continue;
            }
            double toX = kind == PathIterator.SEG_CLOSE ? startX : c[0];
            double toY = kind == PathIterator.SEG_CLOSE ? startY : c[1];
            // Corners are filled; free ends only if the line has caps.
            double overX = caps || closed || segments > 0 ? across / 2 : 0;
            double overY = caps || closed || segments > 0 ? down / 2 : 0;
            if (near(y, toY)) {
                rule(Math.min(x, toX) - overX, Math.max(x, toX) + overX, y, down, true, inside, ink);
            } else {
                rule(Math.min(y, toY) - overY, Math.max(y, toY) + overY, x, across, false, inside, ink);
            }
            segments++;
            x = toX;
            y = toY;
        }
    }

    private static boolean closes(Path2D path) {
        double[] c = new double[6];
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            if (it.currentSegment(c) == PathIterator.SEG_CLOSE) {
                return true;
            }
        }
        return false;
    }

    private void rule(double from, double to, double middle, double width, boolean flat, Rectangle inside, int ink) {
        int begin = edge(from);
        int end = Math.max(begin + 1, edge(to));
        int thick = (int) Math.max(1, Math.round(clamp(width)));
        int at = (int) Math.round(clamp(middle - thick / 2.0));
        if (flat) {
            canvas.fill(begin, at, end, at + thick, inside, ink);
        } else {
            canvas.fill(at, begin, at + thick, end, inside, ink);
        }
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
        try {
            budget.checkPixels(source.name(), number, image.getWidth(), image.getHeight());
        } catch (DocumentException e) {
            throw new Refused(e);
        }
        budget.checkTime();
        PDGraphicsState state = getGraphicsState();
        if (direct(state, state.getNonStrokeAlphaConstant()) && state.getTransfer() == null) {
            Rectangle inside = clip(state);
            AffineTransform place = new AffineTransform(toDots);
            place.concatenate(state.getCurrentTransformationMatrix().createAffineTransform());
            if (inside != null && Picture.upright(place)) {
                if (!image.isStencil()) {
                    Picture.of(image.getImage(), image.getBitsPerComponent() == 1)
                            .draw(canvas, place, inside);
                    return;
                }
                int grey = tone(state.getNonStrokingColor());
                if (grey >= 0) {
                    Picture.stencil(image.getStencilImage(Color.BLACK), grey).draw(canvas, place, inside);
                    return;
                }
            }
        }
        super.drawImage(image);
    }

    /** Carries a refusal through PDFBox, which knows only its own kind of exception. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final DocumentException refusal;

        Refused(DocumentException refusal) {
            super(refusal);
            this.refusal = refusal;
        }

        DocumentException refusal() {
            return refusal;
        }
    }
}
