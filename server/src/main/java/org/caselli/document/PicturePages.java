package org.caselli.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/**
 * Makes a page of a picture: PNG, JPEG, GIF, BMP, and TIFF in grey or colour.
 *
 * <p>A picture that says how many dots it has to the inch is as large as it says; one that does not, or says the 72 or 96
 * that programs write when they do not know, has 96. What is wider than the paper is then treated as {@link Placement}
 * has it, except that a picture of unknown size is never turned: nobody knows which way it is held.
 */
final class PicturePages {
    private static final double MM_PER_INCH = 25.4;
    private static final double UNKNOWN_DPI = 96;

    private final Source source;
    private final Format format;
    private final RenderOptions options;
    private final Budget budget;

    PicturePages(Source source, Format format, RenderOptions options, Budget budget) {
        this.source = source;
        this.format = format;
        this.options = options;
        this.budget = budget;
    }

    /** @return how many pages */
    int render(PageSink sink) throws DocumentException, IOException {
        ImageIO.setUseCache(false);
        ImageReader reader = reader();
        int page = 1;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(source.content()))) {
            reader.setInput(in, false, true);
            // Only a TIFF file is a document of several pages; the frames of a GIF are a film.
            int pages = format == Format.TIFF ? reader.getNumImages(true) : 1;
            if (pages < 1) {
                throw new DocumentException(
                        DocumentException.Reason.EMPTY,
                        source.name(),
                        0,
                        "has no pages",
                        "Save it again in the program that made it.");
            }
            budget.addPages(source.name(), pages);
            for (page = 1; page <= pages; page++) {
                budget.checkTime();
                budget.checkPixels(source.name(), page, reader.getWidth(page - 1), reader.getHeight(page - 1));
                Page done = page(page, read(reader, page));
                sink.take(done);
            }
            return pages;
        } finally {
            reader.dispose();
        }
    }

    private ImageReader reader() throws DocumentException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        if (!readers.hasNext()) {
            throw new DocumentException(
                    DocumentException.Reason.UNKNOWN_FORMAT,
                    source.name(),
                    0,
                    "is a " + format + " picture, which this Java cannot read",
                    "Save it as PNG.");
        }
        return readers.next();
    }

    private BufferedImage read(ImageReader reader, int page) throws DocumentException {
        var warnings = new ArrayList<String>();
        reader.removeAllIIOReadWarningListeners();
        reader.addIIOReadWarningListener((from, warning) -> warnings.add(String.valueOf(warning)));
        BufferedImage image;
        try {
            image = reader.read(page - 1);
        } catch (IOException | RuntimeException e) {
            throw unreadable(page, e);
        }
        for (String warning : warnings) {
            // A JPEG that ends too soon is read as if its lower part were grey.
            if (warning.toLowerCase(Locale.ROOT).matches(".*(premature|corrupt|truncated).*")) {
                throw unreadable(page, new IOException(warning));
            }
        }
        return image;
    }

    private DocumentException unreadable(int page, Throwable cause) {
        return new DocumentException(
                DocumentException.Reason.UNREADABLE,
                source.name(),
                format == Format.TIFF ? page : 0,
                "is a broken " + format + " picture (" + Refusals.brief(cause) + ")",
                "Open it in a picture viewer, and save it again.",
                cause);
    }

    private Page page(int number, BufferedImage image) throws DocumentException {
        Facts facts = facts(number - 1);
        Picture picture = Picture.of(image, image.getColorModel().getPixelSize() == 1);
        picture = switch (facts.orientation()) {
            case 2 -> picture.mirrored();
            case 3 -> picture.turned(2);
            case 4 -> picture.mirrored().turned(2);
            case 5 -> picture.mirrored().turned(3);
            case 6 -> picture.turned(1);
            case 7 -> picture.mirrored().turned(1);
            case 8 -> picture.turned(3);
            default -> picture;
        };
        boolean lying = facts.orientation() >= 5;
        return page(
                picture,
                lying ? facts.yDpi() : facts.xDpi(),
                lying ? facts.xDpi() : facts.yDpi(),
                options,
                budget.limits(),
                source.name(),
                format == Format.TIFF ? number : 0);
    }

    /**
     * Lays a picture on a page.
     *
     * @param xDpi 0 if unknown
     * @param yDpi 0 if unknown
     */
    static Page page(
            Picture picture, double xDpi, double yDpi, RenderOptions options, Limits limits, String file, int number)
            throws DocumentException {
        boolean known = xDpi > 0 && yDpi > 0;
        Resolution resolution = options.resolution();
        Placement place = Placement.of(
                        picture.width() / (known ? xDpi : UNKNOWN_DPI) * MM_PER_INCH,
                        picture.height() / (known ? yDpi : UNKNOWN_DPI) * MM_PER_INCH,
                        resolution,
                        known ? options.wide() : RenderOptions.Wide.SHRINK)
                .within(limits, resolution, file, number);
        var canvas = new Canvas(Paper.COLUMNS, place.rows());
        picture.turned(-place.quarters()).lay(canvas, place.left(), 0, place.dotsWide(), place.rows(), canvas.bounds());
        return new Page(Halftone.dots(canvas), resolution);
    }

    /**
     * What a file says about how its picture is to be seen.
     *
     * @param xDpi        0 if it does not say
     * @param yDpi        0 if it does not say
     * @param orientation 1 to 8, as Exif and TIFF count them: 1 is as it is, 6 is to be turned clockwise
     */
    record Facts(double xDpi, double yDpi, int orientation) {
        static final Facts NONE = new Facts(0, 0, 1);

        Facts {
            if (!believable(xDpi) || !believable(yDpi)) {
                xDpi = 0;
                yDpi = 0;
            }
            if (orientation < 1 || orientation > 8) {
                orientation = 1;
            }
        }

        /** 72 and 96 are what programs write that do not know; below and above, no scanner works. */
        private static boolean believable(double dpi) {
            return dpi >= 50 && dpi <= 5000 && Math.abs(dpi - 72) > 0.5 && Math.abs(dpi - 96) > 0.5;
        }

        static Facts of(Ifd ifd) {
            return new Facts(ifd.dpi(Ifd.X_RESOLUTION), ifd.dpi(Ifd.Y_RESOLUTION), (int) ifd.number(Ifd.ORIENTATION));
        }
    }

    private Facts facts(int index) {
        byte[] file = source.content();
        return switch (format) {
            case TIFF -> Facts.of(Ifd.of(file, 0, file.length, index));
            case PNG -> png(file);
            case JPEG -> jpeg(file);
            case BMP ->
                file.length < 46
                        ? Facts.NONE
                        : new Facts(
                                Integer.reverseBytes(ByteBuffer.wrap(file).getInt(38)) * MM_PER_INCH / 1000,
                                Integer.reverseBytes(ByteBuffer.wrap(file).getInt(42)) * MM_PER_INCH / 1000,
                                1);
            default -> Facts.NONE;
        };
    }

    /** The chunk pHYs, in dots per metre if its last octet is 1 (PNG specification, 11.3.4.3). */
    private static Facts png(byte[] file) {
        ByteBuffer octets = ByteBuffer.wrap(file);
        for (long at = 8; at + 12 <= file.length; ) {
            long length = octets.getInt((int) at) & 0xFFFF_FFFFL;
            int type = octets.getInt((int) at + 4);
            if (type == 0x70485973 && length == 9 && at + 8 + 9 <= file.length && file[(int) at + 16] == 1) {
                return new Facts(
                        octets.getInt((int) at + 8) * MM_PER_INCH / 1000,
                        octets.getInt((int) at + 12) * MM_PER_INCH / 1000,
                        1);
            }
            if (type == 0x49444154) { // IDAT: pHYs would have come before
                break;
            }
            at += 12 + length;
        }
        return Facts.NONE;
    }

    /** The segments before the picture: the density of JFIF, and Exif, whose word counts more. */
    private static Facts jpeg(byte[] file) {
        Facts facts = Facts.NONE;
        for (int at = 2; at + 4 <= file.length && (file[at] & 0xFF) == 0xFF; ) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
            if (marker == 0xDA || length < 2 || at + 2 + length > file.length) {
                break;
            }
            int body = at + 4;
            if (marker == 0xE0 && length >= 14 && file[body] == 'J' && file[body + 1] == 'F' && file[body + 7] != 0) {
                double unit = file[body + 7] == 2 ? 2.54 : 1;
                facts = new Facts(
                        (((file[body + 8] & 0xFF) << 8) | (file[body + 9] & 0xFF)) * unit,
                        (((file[body + 10] & 0xFF) << 8) | (file[body + 11] & 0xFF)) * unit,
                        facts.orientation());
            } else if (marker == 0xE1 && length >= 16 && file[body] == 'E' && file[body + 1] == 'x') {
                Facts exif = Facts.of(Ifd.of(file, body + 6, length - 8, 0));
                facts = exif.xDpi() > 0 ? exif : new Facts(facts.xDpi(), facts.yDpi(), exif.orientation());
            }
            at += 2 + length;
        }
        return facts;
    }
}
