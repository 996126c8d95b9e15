package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.black;
import static org.caselli.document.Sheets.only;
import static org.caselli.document.Sheets.refusal;
import static org.caselli.document.Sheets.rendered;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import org.caselli.image.Bitmap;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TiffPagesTest {
    private static final long SEED = 1865;

    private static Bitmap noise(int width, int height) {
        var random = new SplittableRandom(SEED);
        var bitmap = new Bitmap(width, height);
        for (int i = 0; i < width * height / 20; i++) {
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            for (int run = random.nextInt(1, 9); run > 0 && x < width; run--) {
                bitmap.setBlack(x++, y);
            }
        }
        return bitmap;
    }

    private static Source tiff(Coding coding, Page... pages) {
        return new Source("fax.tif", TiffWriter.write(List.of(pages), TiffOptions.of(coding)));
    }

    @ParameterizedTest
    @EnumSource
    void a_received_fax_goes_through_dot_for_dot(Coding coding) {
        for (Resolution resolution : Resolution.values()) {
            var first = new Page(noise(1728, 700), resolution);
            var second = new Page(noise(1728, 31), resolution);
            assertThat(rendered(resolution, tiff(coding, first, second)))
                    .as("seed " + SEED)
                    .containsExactly(first, second);
        }
    }

    @Test
    void rows_are_doubled_and_merged_so_that_no_line_is_lost() {
        Bitmap standard = noise(1728, 101);
        Bitmap fine = only(Resolution.FINE, tiff(Coding.MMR, new Page(standard, Resolution.STANDARD)));
        assertThat(fine.height()).isEqualTo(202);
        Bitmap superfine = only(Resolution.SUPERFINE, tiff(Coding.MMR, new Page(standard, Resolution.STANDARD)));
        assertThat(superfine.height()).isEqualTo(404);
        for (int x = 0; x < 1728; x++) {
            for (int y = 0; y < 101; y++) {
                assertThat(fine.isBlack(x, 2 * y + 1)).isEqualTo(standard.isBlack(x, y));
                assertThat(superfine.isBlack(x, 4 * y + 3)).isEqualTo(standard.isBlack(x, y));
            }
        }
        Bitmap merged = only(Resolution.STANDARD, tiff(Coding.MMR, new Page(standard, Resolution.FINE)));
        assertThat(merged.height()).isEqualTo(51);
        for (int x = 0; x < 1728; x++) {
            for (int y = 0; y < 50; y++) {
                assertThat(merged.isBlack(x, y))
                        .isEqualTo(standard.isBlack(x, 2 * y) || standard.isBlack(x, 2 * y + 1));
            }
        }
    }

    @Test
    void a_blank_fax_is_passed_on() {
        var blank = new Page(new Bitmap(1728, 500), Resolution.FINE);
        assertThat(rendered(Resolution.FINE, tiff(Coding.MMR, blank))).containsExactly(blank);
    }

    @Test
    void a_wider_fax_page_is_shrunk_alike_in_both_directions() {
        // B4: 2048 dots, 8 to the millimetre.
        var b4 = new Bitmap(2048, 2000);
        for (int y = 500; y < 1500; y++) {
            for (int x = 400; x < 1400; x++) {
                b4.setBlack(x, y);
            }
        }
        Bitmap page = only(Resolution.FINE, tiff(Coding.MMR, new Page(b4, Resolution.FINE)));
        var box = black(page);
        assertThat(page.width()).isEqualTo(1728);
        assertThat(box.width() / 1000.0).isCloseTo(1728 / 2048.0, within(0.003));
        assertThat(box.height() / 1000.0).isCloseTo(1728 / 2048.0, within(0.006));
    }

    @Test
    void a_tiff_in_grey_or_colour_of_several_pages_is_dithered() throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB}) {
                var image = PicturePagesTest.image(type, 500, 300, g -> {
                    g.setColor(new Color(128, 128, 128));
                    g.fillRect(0, 0, 500, 300);
                });
                writer.writeToSequence(
                        new javax.imageio.IIOImage(
                                image,
                                null,
                                writer.getDefaultImageMetadata(
                                        ImageTypeSpecifier.createFromRenderedImage(image), null)),
                        null);
            }
            writer.endWriteSequence();
        }
        var pages = rendered(Resolution.FINE, new Source("colour.tif", out.toByteArray()));
        assertThat(pages).hasSize(2);
        for (Page page : pages) {
            assertThat(Sheets.ink(page.bitmap(), 500, 50, 600, 400))
                    .isCloseTo(1 - Math.pow(128 / 255.0, 1.5), within(0.02));
        }
    }

    @Test
    void a_fax_that_is_cut_off_is_refused_wherever_it_is_cut() {
        byte[] whole = tiff(
                        Coding.MMR,
                        new Page(noise(1728, 400), Resolution.FINE),
                        new Page(noise(1728, 400), Resolution.FINE))
                .content();
        for (int length = whole.length - 200; length > 100; length -= 997) {
            var refusal = refusal(new Source("half.tif", Arrays.copyOf(whole, length)));
            assertThat(refusal.reason()).as("cut at " + length).isEqualTo(DocumentException.Reason.UNREADABLE);
        }
    }

    @Test
    void any_octets_after_a_tiff_header_are_refused_or_rendered_but_never_thrown_about() {
        byte[] whole =
                tiff(Coding.MR, new Page(noise(1728, 60), Resolution.FINE)).content();
        for (long seed = 1; seed <= 150; seed++) {
            var random = new SplittableRandom(seed);
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                damaged[random.nextInt(8, damaged.length)] = (byte) random.nextInt();
            }
            try (var documents = Documents.inProcess()) {
                documents.render(List.of(new Source("damaged.tif", damaged)), RenderOptions.FINE);
            } catch (DocumentException e) {
                assertThat(e).as("seed " + seed).hasMessageStartingWith("damaged.tif");
            } catch (Exception e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
