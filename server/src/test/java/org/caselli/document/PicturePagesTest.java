package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.black;
import static org.caselli.document.Sheets.ink;
import static org.caselli.document.Sheets.only;
import static org.caselli.document.Sheets.refusal;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturePagesTest {

    static BufferedImage image(int type, int width, int height, Consumer<Graphics2D> drawing) {
        var image = new BufferedImage(width, height, type);
        Graphics2D g = image.createGraphics();
        if (!image.getColorModel().hasAlpha()) {
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
        }
        g.setColor(Color.BLACK);
        drawing.accept(g);
        g.dispose();
        return image;
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A PNG file that says how many dots it has to the inch. */
    private static Source png(BufferedImage image, double dpi) throws IOException {
        byte[] plain = file(image, "png");
        var chunk = ByteBuffer.allocate(21);
        int perMetre = (int) Math.round(dpi / 0.0254);
        chunk.putInt(9)
                .put(new byte[] {'p', 'H', 'Y', 's'})
                .putInt(perMetre)
                .putInt(perMetre)
                .put((byte) 1);
        var crc = new CRC32();
        crc.update(chunk.array(), 4, 13);
        chunk.putInt((int) crc.getValue());
        int header = 8 + 25;
        return new Source(
                "scan.png",
                ByteBuffer.allocate(plain.length + 21)
                        .put(plain, 0, header)
                        .put(chunk.array())
                        .put(plain, header, plain.length - header)
                        .array());
    }

    /** A JPEG file with an Exif part before its own. */
    private static Source jpeg(BufferedImage image, int orientation, int dpi) throws IOException {
        byte[] plain = file(image, "jpeg");
        var exif = ByteBuffer.allocate(100);
        exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 4);
        exif.putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putShort((short) 282).putShort((short) 5).putInt(1).putInt(62);
        exif.putShort((short) 283).putShort((short) 5).putInt(1).putInt(62);
        exif.putShort((short) 296)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 2)
                .putShort((short) 0);
        exif.putInt(0).putInt(dpi).putInt(1);
        int length = exif.position();
        var all = ByteBuffer.allocate(plain.length + length + 4);
        all.put(plain, 0, 2)
                .put((byte) 0xFF)
                .put((byte) 0xE1)
                .putShort((short) (length + 2))
                .put(exif.array(), 0, length);
        all.put(plain, 2, plain.length - 2);
        return new Source("photo.jpg", all.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void every_kind_of_picture_is_told_by_its_content(String format) throws Exception {
        var image = image(BufferedImage.TYPE_INT_RGB, 400, 400, g -> g.fillRect(100, 100, 200, 200));
        Bitmap page = only(Resolution.FINE, new Source("no name that helps", file(image, format)));
        var box = black(page);
        // 96 dots to the inch, for it does not say.
        assertThat(box.width() / Paper.DOTS_PER_MM).isCloseTo(200 / 96.0 * 25.4, within(1.0));
        assertThat(box.height() / 7.7).isCloseTo(200 / 96.0 * 25.4, within(1.0));
        assertThat(ink(page, box.left() + 10, box.top() + 10, box.width() - 20, box.height() - 20))
                .isGreaterThan(0.99);
    }

    @ParameterizedTest
    @CsvSource({"300, STANDARD", "300, FINE", "300, SUPERFINE", "150, FINE", "600, FINE"})
    void a_scan_is_as_large_as_it_says(int dpi, Resolution resolution) throws Exception {
        int side = (int) Math.round(100 / 25.4 * dpi);
        int width = (int) Math.round(210 / 25.4 * dpi);
        int height = (int) Math.round(297 / 25.4 * dpi);
        var image =
                image(BufferedImage.TYPE_BYTE_GRAY, width, height, g -> g.fillRect(width / 4, height / 4, side, side));
        Bitmap page = only(resolution, png(image, dpi));
        var box = black(page);
        assertThat(page.height()).isCloseTo((int) Math.round(297 * resolution.linesPerMm()), within(2));
        assertThat(box.width()).isCloseTo((int) Math.round(100 * Paper.DOTS_PER_MM), within(2));
        assertThat(box.height()).isCloseTo((int) Math.round(100 * resolution.linesPerMm()), within(2));
    }

    @Test
    void a_picture_of_1728_columns_at_unknown_size_goes_dot_for_dot() throws Exception {
        var image = image(BufferedImage.TYPE_BYTE_BINARY, 1728, 1000, g -> {
            for (int i = 0; i < 500; i++) {
                g.drawLine(i * 3, i, i * 3, 999 - i);
            }
        });
        Bitmap page = only(Resolution.FINE, new Source("a.png", file(image, "png")));
        for (int x = 0; x < 1728; x++) {
            assertThat(page.isBlack(x, 200)).as("column " + x).isEqualTo((image.getRGB(x, 209) & 0xFF) == 0);
        }
    }

    @Test
    void a_wide_scan_is_turned_and_a_wide_picture_of_unknown_size_is_not() throws Exception {
        var wide = image(BufferedImage.TYPE_BYTE_GRAY, 3508, 2480, g -> g.fillRect(100, 100, 1000, 500));
        Bitmap scan = only(Resolution.FINE, png(wide, 300));
        assertThat(scan.height()).isCloseTo((int) Math.round(297 * 7.7), within(2));
        Bitmap screen = only(Resolution.FINE, new Source("a.png", file(wide, "png")));
        assertThat(screen.height()).isCloseTo((int) Math.round(215 * 2480 / 3508.0 * 7.7), within(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_photograph_is_turned_as_its_exif_says(int orientation) throws Exception {
        // As it is to be seen: 300 wide, 200 high, black in its upper left corner.
        boolean lying = orientation >= 5;
        int w = lying ? 200 : 300;
        int h = lying ? 300 : 200;
        var stored = image(BufferedImage.TYPE_INT_RGB, w, h, g -> {
            switch (orientation) {
                case 1, 5 -> g.fillRect(0, 0, 50, 50);
                case 2, 6 -> g.fillRect(orientation == 2 ? w - 50 : 0, orientation == 2 ? 0 : h - 50, 50, 50);
                case 3, 7 -> g.fillRect(w - 50, h - 50, 50, 50);
                default -> g.fillRect(orientation == 4 ? 0 : w - 50, orientation == 4 ? h - 50 : 0, 50, 50);
            }
        });
        Bitmap page = only(Resolution.FINE, jpeg(stored, orientation, 100));
        var box = black(page);
        double left = (215 - 76.2) / 2;
        assertThat(page.height() / 7.7).isCloseTo(50.8, within(0.2));
        assertThat(box.left() / Paper.DOTS_PER_MM).isCloseTo(left, within(0.5));
        assertThat(box.top() / 7.7).isCloseTo(0, within(0.5));
        assertThat(box.width() / Paper.DOTS_PER_MM).isCloseTo(12.7, within(2.0));
    }

    @Test
    void what_is_see_through_is_white() throws Exception {
        var image = image(BufferedImage.TYPE_INT_ARGB, 400, 400, g -> {
            g.setColor(new Color(0, 0, 0, 0));
            g.setColor(Color.BLACK);
            g.fillRect(0, 0, 200, 400);
        });
        Bitmap page = only(Resolution.FINE, new Source("a.png", file(image, "png")));
        var box = black(page);
        assertThat(box.width() / Paper.DOTS_PER_MM).isCloseTo(200 / 96.0 * 25.4, within(0.5));
        assertThat(ink(page, box.left(), 10, box.width(), 300)).isCloseTo(1, within(0.01));
    }

    @Test
    void a_photograph_is_dithered_with_the_right_ink() throws Exception {
        var image = image(BufferedImage.TYPE_INT_RGB, 400, 400, g -> {
            g.setColor(new Color(180, 180, 180));
            g.fillRect(0, 0, 400, 400);
        });
        Bitmap page = only(Resolution.FINE, new Source("a.png", file(image, "png")));
        assertThat(ink(page, 600, 100, 500, 500)).isCloseTo(1 - Math.pow(180 / 255.0, 1.5), within(0.01));
    }

    @Test
    void a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() throws Exception {
        byte[] small = file(image(BufferedImage.TYPE_BYTE_BINARY, 8, 8, g -> {}), "png");
        ByteBuffer.wrap(small).putInt(16, 60_000).putInt(20, 60_000);
        var crc = new CRC32();
        crc.update(small, 12, 17);
        ByteBuffer.wrap(small).putInt(29, (int) crc.getValue());
        var refusal = refusal(new Source("bomb.png", small));
        assertThat(refusal.reason()).isEqualTo(DocumentException.Reason.TOO_LARGE);
        assertThat(refusal).hasMessageContaining("60000 x 60000 pixels; the limit is 120 megapixels");
    }

    @Test
    void a_picture_that_is_cut_off_is_refused() throws Exception {
        var image = image(BufferedImage.TYPE_INT_RGB, 400, 400, g -> {
            for (int i = 0; i < 400; i++) {
                g.setColor(new Color(i * 7919 & 0xFFFFFF));
                g.drawLine(i, 0, 399 - i, 399);
            }
        });
        for (String format : new String[] {"png", "bmp", "gif"}) {
            byte[] whole = file(image, format);
            var refusal = refusal(new Source("half." + format, Arrays.copyOf(whole, whole.length / 2)));
            assertThat(refusal.reason()).as(format).isEqualTo(DocumentException.Reason.UNREADABLE);
        }
    }

    @Test
    void a_jpeg_that_is_cut_off_is_refused() throws Exception {
        var image = image(BufferedImage.TYPE_INT_RGB, 400, 400, g -> g.fillOval(50, 50, 300, 300));
        byte[] whole = file(image, "jpeg");
        assertThat(refusal(new Source("half.jpg", Arrays.copyOf(whole, whole.length / 2)))
                        .reason())
                .isEqualTo(DocumentException.Reason.UNREADABLE);
    }

    @Test
    void a_blank_picture_is_refused() throws Exception {
        var refusal =
                refusal(new Source("white.png", file(image(BufferedImage.TYPE_INT_RGB, 400, 400, g -> {}), "png")));
        assertThat(refusal.reason()).isEqualTo(DocumentException.Reason.BLANK);
        assertThat(refusal).hasMessageStartingWith("white.png came out as a blank page.");
    }
}
