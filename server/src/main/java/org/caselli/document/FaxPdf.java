package org.caselli.document;

import java.awt.geom.AffineTransform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.util.Matrix;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.EncodeOptions;
import org.caselli.image.Page;
import org.caselli.image.PageCodec;

/**
 * Makes a PDF file of fax pages, each at its true size: 1728 columns are 215 mm, and a row is as high as its resolution
 * says, so that a page prints as it left the sender, whatever its length. The dots go in as T.6 code, unchanged.
 */
public final class FaxPdf {
    private static final double POINTS_PER_MM = 72 / 25.4;

    private FaxPdf() {}

    /**
     * Writes a PDF file.
     *
     * @param pages   one or more
     * @param title   of the document, such as "Fax from +39 055 1234"; empty for none
     * @param created when the fax was received or sent
     * @param out     is flushed, but not closed
     * @throws IOException of the stream
     */
    public static void write(Iterable<Page> pages, String title, Instant created, OutputStream out) throws IOException {
        try (var pdf = new PDDocument()) {
            for (Page page : pages) {
                add(pdf, page);
            }
            if (pdf.getNumberOfPages() == 0) {
                throw new IllegalArgumentException("A PDF file needs at least one page.");
            }
            var facts = pdf.getDocumentInformation();
            if (!title.isEmpty()) {
                facts.setTitle(title);
            }
            facts.setProducer("Caselli");
            facts.setCreationDate(GregorianCalendar.from(created.atZone(ZoneOffset.UTC)));
            // Else PDFBox takes the clock, and the same fax would become another file each time.
            pdf.setDocumentId(created.toEpochMilli());
            pdf.save(out);
        }
    }

    private static void add(PDDocument pdf, Page page) throws IOException {
        Bitmap bitmap = page.bitmap();
        byte[] code = PageCodec.encode(bitmap, Coding.MMR, EncodeOptions.PLAIN);
        var image = new PDImageXObject(
                pdf,
                new ByteArrayInputStream(code),
                COSName.CCITTFAX_DECODE,
                bitmap.width(),
                bitmap.height(),
                1,
                PDDeviceGray.INSTANCE);
        var parameters = new COSDictionary();
        parameters.setInt(COSName.K, -1);
        parameters.setInt(COSName.COLUMNS, bitmap.width());
        parameters.setInt(COSName.ROWS, bitmap.height());
        image.getCOSObject().setItem(COSName.DECODE_PARMS, parameters);

        float width = (float) (Paper.widthMm(bitmap.width()) * POINTS_PER_MM);
        float height = (float) (Paper.heightMm(bitmap.height(), page.resolution()) * POINTS_PER_MM);
        var sheet = new PDPage(new PDRectangle(width, height));
        pdf.addPage(sheet);
        try (var content = new PDPageContentStream(pdf, sheet)) {
            content.drawImage(image, new Matrix(AffineTransform.getScaleInstance(width, height)));
        }
    }
}
