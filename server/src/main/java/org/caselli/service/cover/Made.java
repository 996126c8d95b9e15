package org.caselli.service.cover;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;

/**
 * A cover page as it is sent.
 *
 * @param pages   one or more
 * @param missing fields that it shows and that are empty
 */
public record Made(List<Page> pages, List<String> missing) {
    public Made {
        pages = List.copyOf(pages);
        missing = List.copyOf(missing);
    }

    /**
     * Writes a page as a PNG file of black and white: a dot for each dot of the fax, whose rows stand as often as makes the
     * picture look like the paper (twice at standard resolution; the columns twice at superfine).
     *
     * @param number 1 for the first
     */
    public void writePng(int number, OutputStream out) throws IOException {
        Page page = pages.get(number - 1);
        Bitmap dots = page.bitmap();
        int tall = page.resolution() == Resolution.STANDARD ? 2 : 1;
        int wide = page.resolution() == Resolution.SUPERFINE ? 2 : 1;
        var picture = new BufferedImage(dots.width() * wide, dots.height() * tall, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, dots.isBlack(x / wide, y / tall) ? 0xFF000000 : 0xFFFFFFFF);
            }
        }
        if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("This Java cannot write PNG files.");
        }
    }

    /** Writes all pages as a fax file. */
    public void writeTiff(OutputStream out) throws IOException {
        try (var tiff = new TiffWriter(out, TiffOptions.of(Coding.MMR))) {
            for (Page page : pages) {
                tiff.append(page);
            }
        }
    }
}
