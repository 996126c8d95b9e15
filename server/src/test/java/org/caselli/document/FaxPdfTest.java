package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaxPdfTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00Z");

    private static byte[] pdf(Page... pages) throws Exception {
        var out = new ByteArrayOutputStream();
        FaxPdf.write(List.of(pages), "Fax from +39 055 1234", RECEIVED, out);
        return out.toByteArray();
    }

    private static Page drawn(int height, Resolution resolution) {
        var bitmap = new Bitmap(1728, height);
        for (int y = 0; y < height; y++) {
            for (int x = y % 7; x < 1728; x += 3 + y % 11) {
                bitmap.setBlack(x, y);
            }
        }
        return new Page(bitmap, resolution);
    }

    @ParameterizedTest
    @EnumSource
    void a_page_has_its_true_size_and_comes_back_dot_for_dot(Resolution resolution) throws Exception {
        Page page = drawn(900, resolution);
        byte[] file = pdf(page);
        try (var read = Loader.loadPDF(file)) {
            var box = read.getPage(0).getMediaBox();
            assertThat(box.getWidth() / 72 * 25.4).isCloseTo(215, within(0.01));
            assertThat(box.getHeight() / 72 * 25.4).isCloseTo(900 / resolution.linesPerMm(), within(0.01));
        }
        assertThat(Sheets.rendered(resolution, new Source("fax.pdf", file))).containsExactly(page);
    }

    @Test
    void pages_of_any_length_and_resolution_stand_in_one_file() throws Exception {
        byte[] file =
                pdf(drawn(1, Resolution.STANDARD), drawn(23_000, Resolution.FINE), drawn(77, Resolution.SUPERFINE));
        try (var read = Loader.loadPDF(file)) {
            assertThat(read.getNumberOfPages()).isEqualTo(3);
            assertThat(read.getDocumentInformation().getTitle()).isEqualTo("Fax from +39 055 1234");
            assertThat(read.getPage(1).getMediaBox().getHeight() / 72 * 25.4).isCloseTo(23_000 / 7.7, within(0.01));
        }
    }

    @Test
    void the_dots_are_kept_as_t6_code_and_decoded_by_another_reader() throws Exception {
        Page page = drawn(300, Resolution.FINE);
        try (var read = Loader.loadPDF(pdf(page))) {
            var resources = read.getPage(0).getResources();
            var image = (PDImageXObject)
                    resources.getXObject(resources.getXObjectNames().iterator().next());
            assertThat(image.getCOSObject().getCOSName(COSName.FILTER)).isEqualTo(COSName.CCITTFAX_DECODE);
            var decoded = image.getImage();
            for (int y = 0; y < 300; y++) {
                for (int x = 0; x < 1728; x++) {
                    assertThat((decoded.getRGB(x, y) & 0xFF) == 0)
                            .isEqualTo(page.bitmap().isBlack(x, y));
                }
            }
        }
    }

    @Test
    void the_same_fax_makes_the_same_file() throws Exception {
        assertThat(pdf(drawn(100, Resolution.FINE))).isEqualTo(pdf(drawn(100, Resolution.FINE)));
    }

    @Test
    void no_pages_make_no_file() {
        assertThatThrownBy(FaxPdfTest::pdf).isInstanceOf(IllegalArgumentException.class);
    }
}
