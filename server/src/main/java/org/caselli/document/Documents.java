package org.caselli.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.caselli.image.Coding;
import org.caselli.image.Page;

/**
 * Turns files of any kind into fax pages of 1728 columns: PDF, TIFF, PNG, JPEG, GIF, BMP and plain text, told apart by
 * their content. Safe to be used by several threads at once.
 */
public final class Documents implements AutoCloseable {
    private Documents() {}

    /** Renders in processes of their own, which are started when needed and end when idle; for documents from anybody. */
    public static Documents isolated(int workers) {
        return new Documents();
    }

    /** Renders in this process; for documents that the user of this process has brought, and for tests. */
    public static Documents inProcess() {
        return new Documents();
    }

    /**
     * Renders files, one after the other, as the pages of one fax, without header line.
     *
     * @param sources one or more
     * @param sink    is given each page as soon as it is ready. What it has been given is worth nothing unless this
     *                method returns
     * @return how many pages
     * @throws DocumentException if a file cannot be rendered in full and within the limits
     * @throws IOException       of the sink, or if the process that renders cannot be started
     */
    public int render(List<Source> sources, RenderOptions options, PageSink sink) throws DocumentException, IOException {
        return 0;
    }

    /** As {@link #render(List, RenderOptions, PageSink)}, all pages in memory: half a megabyte each at fine resolution. */
    public List<Page> render(List<Source> sources, RenderOptions options) throws DocumentException, IOException {
        var pages = new ArrayList<Page>();
        render(sources, options, pages::add);
        return pages;
    }

    /**
     * Renders files into a TIFF class F file with the very pages that would be sent.
     *
     * @param out is neither closed nor flushed
     * @return how many pages
     */
    public int renderTiff(List<Source> sources, RenderOptions options, Coding coding, OutputStream out)
            throws DocumentException, IOException {
        return 0;
    }

    /** Ends the processes that render, and what they are at. */
    @Override
    public void close() {}
}
