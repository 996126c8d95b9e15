package org.caselli.service.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caselli.document.FaxPdf;
import org.caselli.document.Thumbnail;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.service.Refusal;
import org.caselli.store.Blobs;
import org.caselli.store.StoreException;
import org.caselli.t30.PageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of a stored fax, read one at a time, each finished as it shall be seen. */
public final class FaxPages implements Iterable<Page> {
    private static final Logger LOG = LoggerFactory.getLogger(FaxPages.class);

    /** Puts the last touch to a page: its header line. */
    public interface Finish {
        /** @param number 1 for the first of the fax */
        Page of(Page page, int number);
    }

    private final String blob;
    private final List<TiffFile> files;
    private final Finish finish;

    private FaxPages(String blob, List<TiffFile> files, Finish finish) {
        this.blob = blob;
        this.files = files;
        this.finish = finish;
    }

    /**
     * Opens a stored TIFF file.
     *
     * @throws StoreException if it is missing or damaged
     */
    public static FaxPages open(Blobs blobs, String blob, Finish finish) {
        try {
            return new FaxPages(blob, List.of(TiffFile.read(blobs.get(blob))), finish);
        } catch (TiffException cause) {
            throw unreadable(blob, cause);
        }
    }

    /**
     * Opens several stored TIFF files as one fax: its cover page and what follows.
     *
     * @throws StoreException if one is missing or damaged
     */
    public static FaxPages open(Blobs blobs, List<String> names, Finish finish) {
        return new FaxPages(
                String.join(" and ", names),
                names.stream()
                        .flatMap(name -> open(blobs, name, finish).files.stream())
                        .toList(),
                finish);
    }

    /**
     * Those of a TIFF file.
     *
     * @param name what it is, for messages
     * @throws StoreException if it is damaged
     */
    public static FaxPages of(String name, byte[] tiff) {
        try {
            return new FaxPages(name, List.of(TiffFile.read(tiff)), (page, number) -> page);
        } catch (TiffException cause) {
            throw unreadable(name, cause);
        }
    }

    private static StoreException unreadable(String blob, TiffException cause) {
        return new StoreException(
                "The stored fax " + blob + " cannot be read: " + cause.getMessage() + " Restore it from a backup.",
                cause);
    }

    /** How many there are. */
    public int count() {
        return files.stream().mapToInt(TiffFile::pages).sum();
    }

    /** A page, 1 for the first. */
    public Page page(int number) {
        try {
            int before = 0;
            for (TiffFile file : files) {
                if (number <= before + file.pages()) {
                    return finish.of(file.page(number - 1 - before).page(), number);
                }
                before += file.pages();
            }
        } catch (TiffException cause) {
            throw unreadable(blob, cause);
        }
        throw new IndexOutOfBoundsException("The fax " + blob + " has no page " + number + ".");
    }

    @Override
    public Iterator<Page> iterator() {
        return IntStream.rangeClosed(1, count()).mapToObj(this::page).iterator();
    }

    /** As T.30 wants to have them, from this page on. */
    public PageSource from(int first) {
        return new PageSource() {
            @Override
            public int count() {
                return FaxPages.this.count() - first + 1;
            }

            @Override
            public Optional<Page> page(int number) {
                try {
                    return Optional.of(FaxPages.this.page(first - 1 + number));
                } catch (StoreException lost) {
                    LOG.error("Page {} of a fax can no longer be read.", first - 1 + number, lost);
                    return Optional.empty();
                }
            }
        };
    }

    /** Writes them as a TIFF class F file. */
    public void writeTiff(TiffOptions options, OutputStream out) throws IOException {
        try (var writer = new TiffWriter(out, options.withTotalPages(count()))) {
            for (Page page : this) {
                writer.append(page);
            }
        }
    }

    /**
     * Writes a page as a PNG file in the proportions of the paper.
     *
     * @param fax    its id, for messages
     * @param number 1 for the first
     * @param width  in dots
     * @throws Refusal of kind NOT_FOUND if there is no such page; INVALID if it cannot be so wide
     */
    public void writePng(String fax, int number, int width, OutputStream out) throws IOException {
        requireWidth(width);
        if (number < 1 || number > count()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "Fax " + fax + " has no page " + number + ".",
                    "Give 1 to " + count() + ".");
        }
        Thumbnail.write(page(number), width, out);
    }

    static void requireWidth(int width) {
        if (width < Thumbnail.LEAST_WIDTH || width > Thumbnail.MOST_WIDTH) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "A page " + width + " dots wide cannot be made.",
                    "Give " + Thumbnail.LEAST_WIDTH + " to " + Thumbnail.MOST_WIDTH + ".");
        }
    }

    /** Writes them as a PDF file, each at its true size. */
    public void writePdf(String title, Instant created, OutputStream out) throws IOException {
        FaxPdf.write(this, title, created, out);
    }
}
