package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.caselli.client.Api;
import org.caselli.client.CaselliClient;
import org.caselli.document.HeaderLine;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;

/**
 * Faxes of which every page, indeed every row, says which fax and which page it is. They go over loopback lines, of which
 * each of the first ones calls another one of its own.
 */
final class NumberedFax {
    /** How many lines call, and how many others are called. */
    static final int PAIRS = 4;

    private static final int FIRST_LINE = 1001;
    private static final int ROWS = 200;
    private static final int BITS = 16;
    private static final int PAGES_BITS = 2;
    /** A bar for each bit, so many dots wide, with as many between them. */
    private static final int BAR = 16;

    private NumberedFax() {}

    /** A page that was recognised; {@code whole} if no row is missing. */
    record Seen(int fax, int page, boolean whole) {}

    /** One page to three. */
    static int pages(int fax) {
        return 1 + fax % 3;
    }

    /**
     * Submits this fax with a key of its own, so that it is accepted once however often one does so.
     *
     * @param folder where its file is, or is put
     */
    static Api.Submission submit(CaselliClient client, Path folder, int fax) throws Exception {
        int line = FIRST_LINE + fax % PAIRS;
        Path file = folder.resolve(fax + ".tif");
        if (Files.notExists(file)) {
            Files.write(file, tiff(fax));
        }
        Api.Submission submission = client.submit(
                Api.NewSubmission.to(List.of(String.valueOf(line + PAIRS)))
                        .about("fax " + fax)
                        .over("loopback-" + line),
                List.of(file),
                "key-" + fax);
        assertThat(submission.subject()).isEqualTo("fax " + fax);
        assertThat(submission.jobs()).as("fax " + fax).hasSize(1);
        return submission;
    }

    private static byte[] tiff(int fax) {
        List<Page> pages = IntStream.rangeClosed(1, pages(fax))
                .mapToObj(number -> new Page(page(fax, number), Resolution.FINE))
                .toList();
        return TiffWriter.write(pages, TiffOptions.PLAIN.withTotalPages(pages.size()));
    }

    private static Bitmap page(int fax, int number) {
        var page = new Bitmap(1728, ROWS);
        int code = fax << PAGES_BITS | number;
        for (int bit = 0; bit < BITS; bit++) {
            for (int x = 0; x < BAR && (code >> bit & 1) == 1; x++) {
                for (int y = 0; y < ROWS; y++) {
                    page.setBlack(bit * 2 * BAR + x, y);
                }
            }
        }
        var random = new SplittableRandom(code); // so that it does not shrink to nothing on the line
        for (int i = 0; i < 1500; i++) {
            page.setBlack(BITS * 2 * BAR + random.nextInt(1728 - BITS * 2 * BAR), random.nextInt(ROWS));
        }
        return page;
    }

    /** What this page is, which has a header line above it; empty if it broke off before its first own row. */
    static Optional<Seen> recognise(Page received) {
        Bitmap bitmap = received.bitmap();
        int header = HeaderLine.rows(received.resolution());
        if (bitmap.height() <= header) {
            return Optional.empty();
        }
        int code = IntStream.range(0, BITS)
                .filter(bit -> bitmap.isBlack(bit * 2 * BAR, header))
                .map(bit -> 1 << bit)
                .sum();
        var seen = new Seen(code >> PAGES_BITS, code & (1 << PAGES_BITS) - 1, bitmap.height() == header + ROWS);
        byte[] rows = bitmap.rows();
        byte[] sent = page(seen.fax, seen.page).rows();
        assertThat(Arrays.equals(
                        rows,
                        header * bitmap.stride(),
                        bitmap.height() * bitmap.stride(),
                        sent,
                        0,
                        (bitmap.height() - header) * bitmap.stride()))
                .as("dot for dot " + seen)
                .isTrue();
        return Optional.of(seen);
    }
}
