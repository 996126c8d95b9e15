package org.caselli.document;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.rendering.RenderDestination;
import org.caselli.image.Page;

/** Renders a PDF document, page by page. */
final class PdfPages {
    private static final double MM_PER_POINT = 25.4 / 72;

    /** Ours: a page box smaller than this, in millimetres, cannot be meant. */
    private static final double SMALLEST_MM = 1;

    private final Source source;
    private final RenderOptions options;
    private final Budget budget;

    PdfPages(Source source, RenderOptions options, Budget budget) {
        this.source = source;
        this.options = options;
        this.budget = budget;
    }

    /** @return how many pages */
    int render(PageSink sink) throws DocumentException, IOException {
        ShippedFonts.install();
        checkEnd();
        int number = 0;
        try (PDDocument pdf = open()) {
            int pages = pdf.getNumberOfPages();
            if (pages < 1) {
                throw new DocumentException(
                        DocumentException.Reason.EMPTY,
                        source.name(),
                        0,
                        "has no pages",
                        "Save it again in the program that made it.");
            }
            budget.addPages(source.name(), pages);
            checkForm(pdf);
            var renderer = new Renderer(pdf);
            for (number = 1; number <= pages; number++) {
                budget.checkTime();
                sink.take(renderer.page(number));
            }
            return pages;
        }
    }

    /** A PDF that was cut off would often open, with pages or parts of pages missing. */
    private void checkEnd() throws DocumentException {
        byte[] file = source.content();
        int from = Math.max(0, file.length - 65_536);
        for (int at = file.length - 5; at >= from; at--) {
            if (file[at] == '%'
                    && file[at + 1] == '%'
                    && file[at + 2] == 'E'
                    && file[at + 3] == 'O'
                    && file[at + 4] == 'F') {
                return;
            }
        }
        throw new DocumentException(
                DocumentException.Reason.UNREADABLE,
                source.name(),
                0,
                "is cut off: a PDF ends with %%EOF, and this one does not",
                "Copy it or download it again.");
    }

    /** Such a form has its contents in a language that only one program speaks; its pages say no more than "please wait". */
    private void checkForm(PDDocument pdf) throws DocumentException {
        var catalog = pdf.getDocumentCatalog().getCOSObject();
        COSDictionary form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        if (catalog.getBoolean(COSName.getPDFName("NeedsRendering"), false)
                && form != null
                && form.containsKey(COSName.XFA)) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE,
                    source.name(),
                    0,
                    "is a dynamic XFA form, which only Adobe's programs can show",
                    "Open it there, and print it to a new PDF.");
        }
    }

    private PDDocument open() throws DocumentException {
        try {
            return Loader.loadPDF(
                    new RandomAccessReadBuffer(source.content()),
                    "",
                    null,
                    null,
                    IOUtils.createMemoryOnlyStreamCache());
        } catch (InvalidPasswordException e) {
            throw new DocumentException(
                    DocumentException.Reason.ENCRYPTED,
                    source.name(),
                    0,
                    "is encrypted and asks for a password",
                    "Open it with the password and save or print it without.",
                    e);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw unreadable(0, e);
        }
    }

    private DocumentException unreadable(int page, Throwable cause) {
        return new DocumentException(
                DocumentException.Reason.UNREADABLE,
                source.name(),
                page,
                "is broken (" + Refusals.brief(cause) + ")",
                "Open it in a PDF viewer, and print it to a new PDF.",
                cause);
    }

    private final class Renderer extends PDFRenderer {
        private final PDDocument pdf;
        private final boolean layers;
        private final Strikes strikes = new Strikes();
        private Canvas canvas = new Canvas(Paper.COLUMNS, 1);
        private int number;
        private double dotsPerMm;

        Renderer(PDDocument pdf) {
            super(pdf);
            this.pdf = pdf;
            this.layers = pdf.getDocumentCatalog().getOCProperties() != null;
            var hints = new RenderingHints(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
            hints.put(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            hints.put(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            hints.put(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            setRenderingHints(hints);
            setAnnotationsFilter(PdfPages::printed);
        }

        Page page(int number) throws DocumentException {
            this.number = number;
            try {
                PDPage page = pdf.getPage(number - 1);
                PDRectangle box = page.getCropBox();
                boolean lying = page.getRotation() % 180 != 0;
                double unit = MM_PER_POINT * Math.max(1e-3, page.getUserUnit());
                double widthMm = (lying ? box.getHeight() : box.getWidth()) * unit;
                double heightMm = (lying ? box.getWidth() : box.getHeight()) * unit;
                if (!(widthMm >= SMALLEST_MM && heightMm >= SMALLEST_MM) || !Double.isFinite(widthMm + heightMm)) {
                    throw new DocumentException(
                            DocumentException.Reason.UNREADABLE,
                            source.name(),
                            number,
                            String.format(Locale.ROOT, "is %.2f x %.2f mm large", widthMm, heightMm),
                            "Give it a page size that can be seen.");
                }
                Placement place = Placement.of(widthMm, heightMm, options.resolution(), options.wide())
                        .within(budget.limits(), options.resolution(), source.name(), number);
                if (canvas.height == place.rows()) {
                    canvas.clear();
                } else {
                    canvas = new Canvas(Paper.COLUMNS, place.rows());
                }
                dotsPerMm = Paper.DOTS_PER_MM;
                Graphics2D graphics = canvas.graphics();
                try {
                    AffineTransform fromMm = place.fromMm(options.resolution());
                    graphics.transform(fromMm);
                    renderPageToGraphics(number - 1, graphics, (float) unit, (float) unit, RenderDestination.PRINT);
                } finally {
                    graphics.dispose();
                }
                return new Page(Halftone.dots(canvas), options.resolution());
            } catch (FaxDrawer.Refused e) {
                throw e.refusal();
            } catch (Budget.Exceeded e) {
                throw Budget.tooSlow(source.name(), number, budget.limits().time());
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw unreadable(number, e);
            }
        }

        @Override
        protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
            var drawer = new FaxDrawer(parameters, canvas, strikes, budget, source, number, dotsPerMm, layers);
            drawer.setAnnotationFilter(getAnnotationsFilter());
            return drawer;
        }
    }

    /** Annotations as a printer shows them: those that are meant to be printed, and no pop-up notes. */
    private static boolean printed(PDAnnotation annotation) {
        return annotation.isPrinted() && !annotation.isHidden() && !"Popup".equals(annotation.getSubtype());
    }
}
