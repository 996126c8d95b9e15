package org.caselli.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caselli.image.Coding;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;

/**
 * Turns files of any kind into fax pages of 1728 columns: PDF, TIFF, PNG, JPEG, GIF, BMP and plain text, told apart by
 * their content. Safe to be used by several threads at once.
 *
 * <p>A sheet that fits on the paper keeps its true size and lies in the middle; a wider one is turned or shrunk
 * ({@link RenderOptions.Wide}), never cut or stretched; every page is as long as its sheet. Text and lines come out black
 * and white, pictures and tints dithered.
 */
public final class Documents implements AutoCloseable {
    private final Optional<Workers> workers;

    private Documents(Optional<Workers> workers) {
        this.workers = workers;
    }

    /**
     * Renders in processes of their own, which are started when needed, used again, and end when idle; for documents from
     * anybody. Whatever a document does there, this process goes on: the limits on time and memory are enforced by ending
     * the other one.
     *
     * @param workers how many at a time, 1 and up; each takes a core and up to {@link Limits#memoryMb}
     */
    public static Documents isolated(int workers) {
        return new Documents(Optional.of(new Workers(workers)));
    }

    /**
     * Renders in this process; for documents that the user of this process has brought, and for tests. The limit on time
     * is kept between steps of a page, the one on memory only in that running out of it refuses the document.
     */
    public static Documents inProcess() {
        return new Documents(Optional.empty());
    }

    /** Starts a process now, so that the first document finds it ready. Does nothing in process. */
    public void warmUp(Limits limits) throws IOException {
        if (workers.isPresent()) {
            workers.get().warmUp(limits.memoryMb());
        }
    }

    /**
     * Renders files, one after the other, as the pages of one fax, without header line.
     *
     * @param sources one or more
     * @param sink    is given each page as soon as it is ready. What it has been given is worth nothing unless this
     *                method returns
     * @return how many pages, 1 or more
     * @throws DocumentException if a file cannot be rendered in full and within the limits
     * @throws IOException       of the sink, or if the process that renders cannot be started
     */
    public int render(List<Source> sources, RenderOptions options, PageSink sink)
            throws DocumentException, IOException {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("A fax needs at least one document.");
        }
        for (int i = 0; i < sources.size(); i++) {
            try {
                options.limits()
                        .checkLength(sources.get(i).name(), sources.get(i).content().length);
            } catch (DocumentException refused) {
                throw refused.in(i);
            }
        }
        if (workers.isPresent()) {
            return workers.get().render(new RenderWorker.Job(options, sources), sink);
        }
        return new Rendering(options).render(sources, index -> {}, sink);
    }

    /**
     * Renders a cover page.
     *
     * @return its pages: one, or more where its texts are long
     * @throws DocumentException if the template has in it what it may not, or takes too much
     */
    public List<Page> cover(CoverTemplate template, CoverFields fields, Resolution resolution)
            throws DocumentException, IOException {
        return cover(template, fields, resolution, Limits.COVER);
    }

    /** As {@link #cover(CoverTemplate, CoverFields, Resolution)}, within other limits. */
    List<Page> cover(CoverTemplate template, CoverFields fields, Resolution resolution, Limits limits)
            throws DocumentException, IOException {
        return render(
                List.of(template.source(fields)), new RenderOptions(resolution, RenderOptions.Wide.SHRINK, limits));
    }

    /** As {@link #render(List, RenderOptions, PageSink)}, all pages in memory: half a megabyte each at fine resolution. */
    public List<Page> render(List<Source> sources, RenderOptions options) throws DocumentException, IOException {
        var pages = new ArrayList<Page>();
        render(sources, options, pages::add);
        return pages;
    }

    /**
     * Renders files into a TIFF class F file, with the very pages that would be sent.
     *
     * @param coding of the file
     * @param out    is neither closed nor flushed; what was written is worth nothing unless this method returns
     * @return how many pages, 1 or more
     */
    public int renderTiff(List<Source> sources, RenderOptions options, Coding coding, OutputStream out)
            throws DocumentException, IOException {
        try (var tiff = new TiffWriter(out, TiffOptions.of(coding))) {
            return render(sources, options, tiff::append);
        }
    }

    /** Ends the processes that render, and what they are at. */
    @Override
    public void close() {
        workers.ifPresent(Workers::close);
    }
}
