package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {
    private static Source text(String name, String text) {
        return new Source(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Source sample() throws IOException {
        try (var in = Documents.class.getResourceAsStream("sample.pdf")) {
            return new Source("sample.pdf", in.readAllBytes());
        }
    }

    @Test
    void a_process_of_its_own_renders_the_very_same_pages() throws Exception {
        var sources = List.of(text("a.txt", "first"), sample(), text("b.txt", "last"));
        try (var here = Documents.inProcess();
                var there = Documents.isolated(1)) {
            List<Page> pages = here.render(sources, RenderOptions.FINE);
            assertThat(pages).hasSize(4);
            assertThat(there.render(sources, RenderOptions.FINE)).isEqualTo(pages);
            assertThat(there.render(sources, RenderOptions.FINE))
                    .as("once more, warm")
                    .isEqualTo(pages);
        }
    }

    @Test
    void the_sample_has_two_pages_that_are_neither_empty_nor_dark() throws Exception {
        for (Resolution resolution : Resolution.values()) {
            List<Page> pages = Sheets.rendered(resolution, sample());
            assertThat(pages).hasSize(2);
            for (Page page : pages) {
                assertThat(page.resolution()).isEqualTo(resolution);
                assertThat(Sheets.ink(page.bitmap())).isBetween(0.05, 0.25);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tiff_file_has_the_very_pages_that_would_be_sent(Coding coding) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var documents = Documents.inProcess()) {
            assertThat(documents.renderTiff(List.of(sample()), RenderOptions.FINE, coding, out))
                    .isEqualTo(2);
        }
        TiffFile tiff = TiffFile.read(out.toByteArray());
        List<Page> pages = Sheets.rendered(Resolution.FINE, sample());
        assertThat(tiff.pages()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(tiff.page(i).page()).isEqualTo(pages.get(i));
        }
    }

    @Test
    void several_callers_share_few_processes() throws Exception {
        try (var documents = Documents.isolated(2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<List<Page>>>();
            for (int i = 0; i < 12; i++) {
                Source source = text("a.txt", "number " + i);
                tasks.add(() -> documents.render(List.of(source), RenderOptions.FINE));
            }
            List<Future<List<Page>>> answers = threads.invokeAll(tasks);
            for (int i = 0; i < 12; i++) {
                assertThat(answers.get(i).get())
                        .isEqualTo(Sheets.rendered(Resolution.FINE, text("a.txt", "number " + i)));
            }
        }
    }

    @Test
    void pages_come_one_by_one_and_a_sink_that_fails_ends_it() throws Exception {
        for (var documents : List.of(Documents.inProcess(), Documents.isolated(1))) {
            try (documents) {
                var taken = new ArrayList<Page>();
                assertThatThrownBy(() ->
                                documents.render(List.of(text("a.txt", "1\f2\f3\f4")), RenderOptions.FINE, page -> {
                                    taken.add(page);
                                    if (taken.size() == 2) {
                                        throw new IOException("the disk is full");
                                    }
                                }))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the disk is full");
                assertThat(taken).hasSize(2);
                assertThat(documents.render(List.of(text("a.txt", "on")), RenderOptions.FINE))
                        .hasSize(1);
            }
        }
    }

    @Test
    void the_limit_of_pages_is_for_all_files_together() {
        var limits = new Limits(1 << 20, 3, 1_000_000, 3000, Duration.ofMinutes(1), 256);
        var options = new RenderOptions(Resolution.STANDARD, RenderOptions.Wide.TURN, limits);
        assertThat(Sheets.rendered(options, text("a.txt", "1\f2\f3"))).hasSize(3);
        assertThat(Sheets.refusal(options, text("a.txt", "1\f2\f3\f4")))
                .hasMessage("a.txt has 4 pages; the limit is 3. Send it in parts.");
        assertThat(Sheets.refusal(options, text("a.txt", "1\f2"), text("b.txt", "3\f4")))
                .hasMessage("b.txt brings the fax to 4 pages; the limit is 3. Send it in parts.");
    }

    @Test
    void a_file_that_is_too_long_or_not_there_is_refused(@TempDir Path folder) throws Exception {
        var limits = new Limits(10, 3, 1_000_000, 3000, Duration.ofMinutes(1), 256);
        Path file = Files.writeString(folder.resolve("long.txt"), "more than ten");
        assertThatThrownBy(() -> Source.of(file, limits))
                .isInstanceOf(DocumentException.class)
                .hasMessage(
                        "long.txt is 13 octets long; the limit is 10 octets. Send it in parts, or with smaller pictures.");
        assertThatThrownBy(() -> Source.of(folder.resolve("no.pdf"), limits))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("no.pdf does not exist. Check the path");
        assertThatThrownBy(() -> Source.of(folder, limits)).hasMessageContaining("is a folder");
        assertThat(Source.of(file, Limits.STANDARD).content()).hasSize(13);
    }

    @Test
    void a_refusal_says_which_file_and_page_it_is_about() {
        var refusal = Sheets.refusal(
                text("good.txt", "x"), new Source("bad.pdf", "%PDF-1.4 %%EOF".getBytes(StandardCharsets.US_ASCII)));
        assertThat(refusal.file()).isEqualTo("bad.pdf");
        assertThat(refusal.page()).isZero();
        assertThat(refusal.remedy()).isEqualTo("Open it in a PDF viewer, and print it to a new PDF.");
        assertThat(refusal.getMessage()).isEqualTo("bad.pdf " + refusal.problem() + ". " + refusal.remedy());
    }
}
