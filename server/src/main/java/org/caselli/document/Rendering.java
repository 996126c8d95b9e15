package org.caselli.document;

import java.io.IOException;
import java.util.List;
import org.caselli.image.Page;

/** Renders the files of one fax, here and now, in this process. */
final class Rendering {
    /** Hears which file is begun, from 0, so that whoever watches can say where it went wrong. */
    interface Progress {
        void begins(int index) throws IOException;
    }

    private final RenderOptions options;
    private final Budget budget;
    private int pageOfFile;

    Rendering(RenderOptions options) {
        this.options = options;
        this.budget = new Budget(options.limits());
    }

    /** @return how many pages */
    int render(List<Source> sources, Progress progress, PageSink sink) throws DocumentException, IOException {
        int pages = 0;
        for (int i = 0; i < sources.size(); i++) {
            progress.begins(i);
            try {
                pages += render(sources.get(i), sink);
            } catch (DocumentException refused) {
                throw refused.in(i);
            }
        }
        return pages;
    }

    private int render(Source source, PageSink sink) throws DocumentException, IOException {
        options.limits().checkLength(source.name(), source.content().length);
        Format format = Format.of(source);
        var checked = new Checked(sink);
        pageOfFile = 0;
        int pages;
        try {
            pages = switch (format) {
                case PDF -> new PdfPages(source, options, budget).render(checked);
                case TIFF -> new TiffPages(source, options, budget).render(checked);
                case PNG, JPEG, GIF, BMP -> new PicturePages(source, format, options, budget).render(checked);
                case TEXT -> new TextPages(source, options, budget).render(checked);
                case COVER -> new CoverSheets(source, source.cover().orElseThrow(), options, budget).render(checked);
            };
        } catch (SinkFailed e) {
            throw e.cause;
        } catch (Budget.Exceeded e) {
            throw Budget.tooSlow(source.name(), pageOfFile + 1, options.limits().time());
        } catch (OutOfMemoryError e) {
            throw Budget.tooMuchMemory(
                    source.name(), pageOfFile + 1, options.limits().memoryMb());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE,
                    source.name(),
                    pageOfFile + 1,
                    "is broken (" + Refusals.brief(e) + ")",
                    "Save it again in the program that made it, or send it as PDF.",
                    e);
        }
        // A fax that was received may be blank, and is passed on as it is; of all else, something must be seen.
        if (checked.blank && format != Format.TIFF) {
            throw new DocumentException(
                    DocumentException.Reason.BLANK,
                    source.name(),
                    0,
                    pages == 1 ? "came out as a blank page" : "came out as " + pages + " blank pages",
                    "Look at it in a viewer; if it is not blank there, print it to a new PDF.");
        }
        return pages;
    }

    /** Tells the sink's failures from the document's, and looks whether there is anything on the pages. */
    private final class Checked implements PageSink {
        private final PageSink sink;
        private boolean blank = true;

        Checked(PageSink sink) {
            this.sink = sink;
        }

        @Override
        public void take(Page page) {
            pageOfFile++;
            if (blank) {
                for (byte octet : page.bitmap().rows()) {
                    if (octet != 0) {
                        blank = false;
                        break;
                    }
                }
            }
            try {
                sink.take(page);
            } catch (IOException e) {
                throw new SinkFailed(e);
            }
        }
    }

    private static final class SinkFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        SinkFailed(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
