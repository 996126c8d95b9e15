package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.caselli.document.Sheets.black;
import static org.caselli.document.Sheets.ink;
import static org.caselli.document.Sheets.only;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.caselli.image.Bitmap;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are broken, hostile or merely odd: {@code src/test/resources/document}. */
class CorpusTest {
    /** Small, so that what has no end is refused soon. */
    private static final Limits LIMITS = new Limits(10 << 20, 1000, 120_000_000, 3000, Duration.ofSeconds(4), 200);

    private static final Documents ISOLATED = Documents.isolated(1);

    @AfterAll
    static void close() {
        ISOLATED.close();
    }

    private static Path folder(String name) throws URISyntaxException {
        return Path.of(CorpusTest.class.getResource("/document/" + name).toURI());
    }

    static Stream<Path> invalid() throws IOException, URISyntaxException {
        return Files.list(folder("invalid")).sorted();
    }

    private static Source valid(String name) throws IOException, URISyntaxException {
        Path file = folder("valid").resolve(name);
        return new Source(name, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void what_cannot_be_sent_is_refused_for_the_right_reason_and_the_next_document_is_rendered(Path file)
            throws Exception {
        String name = file.getFileName().toString();
        String reason = name.split("\\.")[1];
        var options = new RenderOptions(Resolution.FINE, RenderOptions.Wide.TURN, LIMITS);
        DocumentException refusal = null;
        try {
            ISOLATED.render(List.of(new Source(name, Files.readAllBytes(file))), options);
        } catch (DocumentException e) {
            refusal = e;
        }
        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(refusal.reason().name()).as(refusal.getMessage()).isEqualTo(reason);
        assertThat(refusal.file()).isEqualTo(name);
        assertThat(refusal).hasMessageStartingWith(name).hasMessageEndingWith(".");
        assertThat(ISOLATED.render(List.of(new Source("a.txt", new byte[] {'x'})), options))
                .hasSize(1);
    }

    /** Many of these have one black square of 200 points, 50 from the left and the lower edge. */
    private static void assertOneSquare(Bitmap page) {
        var box = black(page);
        assertThat(box.width() / Paper.DOTS_PER_MM * 72 / 25.4).isCloseTo(200, within(1.0));
        assertThat(box.height() / 7.7 * 72 / 25.4).isCloseTo(200, within(1.0));
        assertThat(ink(page, box.left(), box.top(), box.width(), box.height())).isGreaterThan(0.99);
    }

    @Test
    void a_document_that_only_its_owner_may_change_is_rendered() throws Exception {
        assertOneSquare(only(Resolution.FINE, valid("owner-password-only.pdf")));
    }

    @Test
    void damage_that_can_be_repaired_is_repaired() throws Exception {
        assertOneSquare(only(Resolution.FINE, valid("garbage-before-the-header.pdf")));
        assertOneSquare(only(Resolution.FINE, valid("wrong-table-of-objects.pdf")));
    }

    @Test
    void a_form_that_calls_itself_ends() throws Exception {
        assertThat(ink(only(Resolution.FINE, valid("itself-called-form.pdf")))).isGreaterThan(0.05);
    }

    @Test
    void nesting_without_end_is_drawn_as_far_as_it_goes_or_refused_but_never_overflows() throws Exception {
        Source deep = valid("arrays-nested-20000-deep.pdf");
        try (var documents = Documents.inProcess()) {
            assertOneSquare(documents
                    .render(List.of(deep), RenderOptions.FINE)
                    .getFirst()
                    .bitmap());
        } catch (DocumentException e) {
            assertThat(e.reason()).isEqualTo(DocumentException.Reason.UNREADABLE);
        }
    }

    @Test
    void files_and_hosts_that_a_document_names_are_not_opened() throws Exception {
        // What the octets of the picture itself say is drawn; the host 192.0.2.1 is one that never answers.
        Bitmap page = only(Resolution.FINE, valid("refers-to-files-and-hosts.pdf"));
        assertThat(ink(page)).isGreaterThan(0.05);
    }

    @Test
    void pictures_within_the_page_description_are_drawn() throws Exception {
        // Eight by eight pixels: an X, black on white, and once more as a stencil, whose zeros are painted.
        Bitmap picture = only(Resolution.FINE, valid("inline-picture.pdf"));
        Bitmap stencil = only(Resolution.FINE, valid("stencil.pdf"));
        var box = black(picture);
        assertThat(box.width() / Paper.DOTS_PER_MM * 72 / 25.4).isCloseTo(200, within(1.5));
        assertThat(ink(picture, box.left(), box.top(), box.width(), box.height()))
                .isCloseTo(0.75, within(0.01));
        assertThat(stencil).isEqualTo(picture);
    }

    @Test
    void letters_that_are_little_drawings_are_drawn() throws Exception {
        var box = black(only(Resolution.FINE, valid("letters-drawn-by-procedures.pdf")));
        assertThat(box.width() / Paper.DOTS_PER_MM * 72 / 25.4).isCloseTo(110, within(1.0));
    }

    @Test
    void shadings_and_patterns_are_drawn() throws Exception {
        Bitmap page = only(Resolution.FINE, valid("shading-and-pattern.pdf"));
        int top = (int) ((842 - 700) * 25.4 / 72 * 7.7);
        double before = 1.01;
        for (int i = 0; i < 5; i++) {
            double ink = ink(page, (int) ((2.5 + (70 + i * 100) * 25.4 / 72) * Paper.DOTS_PER_MM), top + 50, 150, 400);
            assertThat(ink).as("shading, part " + i).isLessThan(before);
            before = ink;
        }
        int below = (int) ((842 - 380) * 25.4 / 72 * 7.7);
        assertThat(ink(page, 200, below, 600, 600)).as("a quarter of each tile").isCloseTo(0.25, within(0.05));
    }

    @Test
    void groups_are_mixed_with_what_is_below() throws Exception {
        Bitmap page = only(Resolution.FINE, valid("a-group-that-is-half-transparent.pdf"));
        double mm = 25.4 / 72;
        double group =
                ink(page, (int) ((2.5 + 400 * mm) * Paper.DOTS_PER_MM), (int) ((842 - 450) * mm * 7.7), 250, 200);
        double blue = ink(page, (int) ((2.5 + 80 * mm) * Paper.DOTS_PER_MM), (int) ((842 - 150) * mm * 7.7), 250, 200);
        assertThat(group).isBetween(0.3, 0.75);
        assertThat(blue).isGreaterThan(0.9);
    }

    @Test
    void what_is_not_meant_to_be_printed_is_not_sent() throws Exception {
        assertOneSquare(only(Resolution.FINE, valid("a-layer-that-is-off.pdf")));
        assertOneSquare(only(Resolution.FINE, valid("a-note-that-is-not-printed.pdf")));
        assertThat(ink(only(Resolution.FINE, valid("a-field-that-is-printed.pdf"))))
                .isCloseTo((200 * 200 + 250 * 250) * 25.4 * 25.4 / 72 / 72 / (215 * 297), within(0.003));
    }
}
