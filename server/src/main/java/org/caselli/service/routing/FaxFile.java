package org.caselli.service.routing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.caselli.document.FaxPdf;
import org.caselli.image.Page;
import org.caselli.image.tiff.TiffException;
import org.caselli.image.tiff.TiffFile;

/** A received fax as a file that the built-in methods hand on. */
record FaxFile(String ending, byte[] content) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** Which file is wanted. */
    enum Format {
        TIFF,
        PDF,
        BOTH;

        /**
         * Reads the option {@code format}; without it the fax goes as TIFF, as documented.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        static Format of(MethodText text) {
            String wanted = text.options().getOrDefault("format", "tiff");
            for (Format format : values()) {
                if (format.name().equalsIgnoreCase(wanted)) {
                    return format;
                }
            }
            throw new IllegalArgumentException("format is \"" + wanted + "\"; give tiff, pdf or both.");
        }
    }

    /** The files of a fax in this format. */
    static List<FaxFile> of(RoutingRequest request, Format format) throws IOException, TiffException {
        byte[] tiff = Files.readAllBytes(request.fax());
        var files = new ArrayList<FaxFile>();
        if (format != Format.PDF) {
            files.add(new FaxFile(".tif", tiff));
        }
        if (format != Format.TIFF) {
            files.add(new FaxFile(".pdf", pdf(request, tiff)));
        }
        return files;
    }

    private static byte[] pdf(RoutingRequest request, byte[] tiff) throws TiffException {
        var out = new ByteArrayOutputStream();
        try {
            FaxPdf.write(pages(tiff), title(request), request.receivedAt(), out);
        } catch (IOException cause) {
            throw new UncheckedIOException("An array took no more octets.", cause);
        }
        return out.toByteArray();
    }

    static List<Page> pages(byte[] tiff) throws TiffException {
        TiffFile file = TiffFile.read(tiff);
        var pages = new ArrayList<Page>();
        for (int i = 0; i < file.pages(); i++) {
            pages.add(file.page(i).page());
        }
        return pages;
    }

    /** "Fax from +39 055 1234". */
    static String title(RoutingRequest request) {
        return request.sender().isEmpty() ? "Fax" : "Fax from " + request.sender();
    }

    /** When the call came in, as people read it. */
    static String time(RoutingRequest request) {
        return TIME.format(request.receivedAt().atZone(request.zone()));
    }
}
