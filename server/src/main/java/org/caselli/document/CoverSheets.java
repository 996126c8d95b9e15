package org.caselli.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.caselli.cover.TemplateException;
import org.caselli.cover.Typesetter;

/** Renders a cover page. What sets it is a module that a server may be without; only this class knows of it. */
final class CoverSheets {
    private final Source source;
    private final CoverFields fields;
    private final RenderOptions options;
    private final Budget budget;

    CoverSheets(Source source, CoverFields fields, RenderOptions options, Budget budget) {
        this.source = source;
        this.fields = fields;
        this.options = options;
        this.budget = budget;
    }

    /** Whether the module is there. */
    static boolean available() {
        try {
            Class.forName("org.caselli.cover.Typesetter", false, CoverSheets.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** A class of each library of the module; none if it is not there. */
    static List<Class<?>> libraries() {
        return available() ? Typesetter.libraries() : List.of();
    }

    /** @return how many pages */
    int render(PageSink sink) throws DocumentException, IOException {
        if (!available()) {
            throw new DocumentException(
                    DocumentException.Reason.UNKNOWN_FORMAT,
                    source.name(),
                    0,
                    "is a cover page, and this server is without the module that sets them",
                    "Put caselli-cover and its libraries beside the other jars, or send without a cover page.");
        }
        int covers = 1;
        byte[] pdf = set(covers);
        int pages = pages(pdf);
        if (pages != covers) {
            // A long note takes a second page, which the count of pages on the first one has to know.
            budget.checkTime();
            pdf = set(pages);
        }
        return new PdfPages(new Source(source.name(), pdf), options, budget).render(sink);
    }

    private byte[] set(int covers) throws DocumentException, IOException {
        try {
            return Typesetter.pdf(
                    new String(source.content(), StandardCharsets.UTF_8),
                    fields.grouped(covers + fields.bodyPages()),
                    CoverSheets::font);
        } catch (TemplateException cause) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE, source.name(), 0, cause.problem(), cause.remedy(), cause);
        }
    }

    private static InputStream font(String name) {
        try {
            return ShippedFonts.open(name);
        } catch (IOException cause) {
            throw new UncheckedIOException("The font " + name + " of this build cannot be read.", cause);
        }
    }

    private static int pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(
                new RandomAccessReadBuffer(pdf), "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            return document.getNumberOfPages();
        }
    }
}
