package org.caselli.document;

import java.awt.geom.AffineTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/** Makes PDF documents for tests, drawn in millimetres from the upper left corner, and measures what became of them. */
final class Sheets {
    static final double POINTS = 72 / 25.4;

    private Sheets() {}

    @FunctionalInterface
    interface Drawing {
        void on(PDDocument pdf, PDPageContentStream page) throws IOException;
    }

    /** A PDF of one page of this size. */
    static Source pdf(double widthMm, double heightMm, Drawing drawing) {
        return pdf(widthMm, heightMm, page -> {}, drawing);
    }

    static Source pdf(double widthMm, double heightMm, Consumer<PDPage> change, Drawing drawing) {
        try (var pdf = new PDDocument()) {
            var page = new PDPage(new PDRectangle((float) (widthMm * POINTS), (float) (heightMm * POINTS)));
            pdf.addPage(page);
            try (var content = new PDPageContentStream(pdf, page)) {
                content.transform(new Matrix(new AffineTransform(POINTS, 0, 0, -POINTS, 0, heightMm * POINTS)));
                drawing.on(pdf, content);
            }
            change.accept(page);
            return saved(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Source saved(PDDocument pdf) throws IOException {
        var out = new ByteArrayOutputStream();
        pdf.save(out);
        return new Source("test.pdf", out.toByteArray());
    }

    static List<Page> rendered(Resolution resolution, Source... sources) {
        return rendered(RenderOptions.at(resolution), sources);
    }

    static List<Page> rendered(RenderOptions options, Source... sources) {
        try (var documents = Documents.inProcess()) {
            return documents.render(List.of(sources), options);
        } catch (DocumentException e) {
            throw new AssertionError(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bitmap only(Resolution resolution, Source source) {
        List<Page> pages = rendered(resolution, source);
        if (pages.size() != 1) {
            throw new AssertionError(pages.size() + " pages instead of one");
        }
        return pages.getFirst().bitmap();
    }

    /** The refusal of a document. */
    static DocumentException refusal(Source... sources) {
        return refusal(RenderOptions.FINE, sources);
    }

    static DocumentException refusal(RenderOptions options, Source... sources) {
        try (var documents = Documents.inProcess()) {
            documents.render(List.of(sources), options);
        } catch (DocumentException e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("It was rendered, and should have been refused.");
    }

    /** Of all black dots: first column, first row, last column, last row. */
    record Box(int left, int top, int right, int bottom) {
        int width() {
            return right - left + 1;
        }

        int height() {
            return bottom - top + 1;
        }
    }

    static Box black(Bitmap bitmap) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < bitmap.height(); y++) {
            for (int x = 0; x < bitmap.width(); x++) {
                if (bitmap.isBlack(x, y)) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return new Box(left, top, right, bottom);
    }

    /** The share of black dots in a box. */
    static double ink(Bitmap bitmap, int left, int top, int width, int height) {
        int black = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                black += bitmap.isBlack(x, y) ? 1 : 0;
            }
        }
        return (double) black / width / height;
    }

    static double ink(Bitmap bitmap) {
        return ink(bitmap, 0, 0, bitmap.width(), bitmap.height());
    }
}
