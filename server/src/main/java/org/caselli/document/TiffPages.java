package org.caselli.document;

import java.io.IOException;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffPage;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages of a TIFF file. A fax page (1728 dots wide, at a resolution of fax) goes through dot for dot; at another
 * resolution than is wanted its rows are doubled, or merged so that a row is black where any of them was. Other
 * black-and-white pages are scaled; grey and coloured ones are pictures.
 */
final class TiffPages {
    /** Files of fax say 200 x 200 as well as 204 x 196, and mean the same. */
    private static final double TOLERANCE = 0.06;

    private final Source source;
    private final RenderOptions options;
    private final Budget budget;

    TiffPages(Source source, RenderOptions options, Budget budget) {
        this.source = source;
        this.options = options;
        this.budget = budget;
    }

    /** @return how many pages */
    int render(PageSink sink) throws DocumentException, IOException {
        if (Ifd.leadsOutside(source.content())) {
            throw broken(0, "is cut off: its list of pages leads beyond its end", null);
        }
        TiffFile tiff;
        try {
            tiff = TiffFile.read(source.content());
        } catch (TiffException notFax) {
            return asPictures(sink, notFax);
        }
        budget.addPages(source.name(), tiff.pages());
        for (int i = 0; i < tiff.pages(); i++) {
            budget.checkTime();
            sink.take(page(tiff, i));
        }
        return tiff.pages();
    }

    /** Grey, colour, and compressions that no fax has; what cannot be read so either is refused in the words of the first. */
    private int asPictures(PageSink sink, TiffException notFax) throws DocumentException, IOException {
        try {
            return new PicturePages(source, Format.TIFF, options, budget).render(sink);
        } catch (DocumentException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof Budget.Exceeded) {
                throw e;
            }
            throw broken(0, "is broken (" + Refusals.brief(notFax) + ")", e);
        }
    }

    private Page page(TiffFile tiff, int index) throws DocumentException {
        TiffPage read;
        try {
            read = tiff.page(index);
        } catch (TiffException e) {
            throw broken(index + 1, "is broken (" + Refusals.brief(e) + ")", e);
        }
        if (read.missingRows() > 0) {
            throw broken(index + 1, "is cut off: " + read.missingRows() + " of its rows are missing", null);
        }
        Bitmap bitmap = read.page().bitmap();
        Resolution has = read.page().resolution();
        if (bitmap.width() == Paper.COLUMNS && isFax(read)) {
            checkLength(bitmap.height() / has.linesPerMm(), index + 1);
            return new Page(atResolution(bitmap, has, options.resolution()), options.resolution());
        }
        budget.checkPixels(source.name(), index + 1, bitmap.width(), bitmap.height());
        return PicturePages.page(
                Picture.of(bitmap), read.xDpi(), read.yDpi(), options, budget.limits(), source.name(), index + 1);
    }

    private void checkLength(double mm, int page) throws DocumentException {
        if (mm > budget.limits().lengthMm()) {
            throw Placement.tooLong(mm, budget.limits(), source.name(), page);
        }
    }

    /** Whether the file means one of fax's resolutions. */
    static boolean isFax(TiffPage read) {
        Resolution has = read.page().resolution();
        return near(read.xDpi(), has.xDpi())
                && (near(read.yDpi(), has.yDpi()) || near(read.yDpi(), Math.rint(has.yDpi() / 98.0) * 100));
    }

    private static boolean near(double dpi, double wanted) {
        return Math.abs(dpi - wanted) <= TOLERANCE * wanted;
    }

    /** The same picture with more rows or fewer. */
    static Bitmap atResolution(Bitmap bitmap, Resolution has, Resolution wanted) {
        if (has == wanted) {
            return bitmap;
        }
        int stride = bitmap.stride();
        double ratio = wanted.linesPerMm() / has.linesPerMm();
        int times = (int) Math.round(Math.max(ratio, 1 / ratio));
        byte[] from = bitmap.rows();
        if (ratio > 1) {
            byte[] rows = new byte[from.length * times];
            for (int y = 0; y < bitmap.height() * times; y++) {
                System.arraycopy(from, y / times * stride, rows, y * stride, stride);
            }
            return new Bitmap(bitmap.width(), bitmap.height() * times, rows);
        }
        int height = (bitmap.height() + times - 1) / times;
        byte[] rows = new byte[height * stride];
        for (int y = 0; y < bitmap.height(); y++) {
            for (int i = 0; i < stride; i++) {
                rows[y / times * stride + i] |= from[y * stride + i];
            }
        }
        return new Bitmap(bitmap.width(), height, rows);
    }

    private DocumentException broken(int page, String what, @Nullable Throwable cause) {
        String remedy = "Copy it again, or save it again in the program that made it.";
        return cause == null
                ? new DocumentException(DocumentException.Reason.UNREADABLE, source.name(), page, what, remedy)
                : new DocumentException(DocumentException.Reason.UNREADABLE, source.name(), page, what, remedy, cause);
    }
}
