package org.caselli.document;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What kind of file it is, by its first octets. */
enum Format {
    PDF,
    TIFF,
    PNG,
    JPEG,
    GIF,
    BMP,
    TEXT,
    COVER;

    static Format of(Source source) throws DocumentException {
        if (source.cover().isPresent()) {
            return COVER; // it is not told by its content: a web page that is sent as a document stays refused
        }
        byte[] file = source.content();
        String head = new String(file, 0, Math.min(file.length, 1024), StandardCharsets.ISO_8859_1);
        if (head.contains("%PDF-")) {
            return PDF;
        }
        if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return TIFF;
        }
        if (head.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (head.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return GIF;
        }
        if (head.startsWith("BM") && head.length() > 26 && head.charAt(15) == 0 && head.charAt(14) <= 124) {
            return BMP;
        }
        String other = known(head);
        if (!other.isEmpty()) {
            throw unknown(source, "is " + other + ", which we do not render");
        }
        if (TextPages.looksLikeText(file)) {
            return TEXT;
        }
        throw unknown(source, "is of a kind that we do not know");
    }

    private static DocumentException unknown(Source source, String what) {
        return new DocumentException(
                DocumentException.Reason.UNKNOWN_FORMAT,
                source.name(),
                0,
                what,
                "Print or save it as PDF; PDF, TIFF, PNG, JPEG, GIF, BMP and plain text can be sent.");
    }

    /** Kinds that people will try, so that the refusal can name them. */
    private static String known(String head) {
        String start = head.stripLeading().toLowerCase(Locale.ROOT);
        if (head.startsWith("PK\u0003\u0004")) {
            return "an office document or a ZIP archive";
        }
        if (head.startsWith("\u00D0\u00CF\u0011\u00E0")) {
            return "an office document of the old kind";
        }
        if (head.startsWith("{\\rtf")) {
            return "an RTF document";
        }
        if (head.startsWith("%!PS")) {
            return "a PostScript file";
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return "a WebP picture";
        }
        if (head.startsWith("ftyp", 4)) {
            return "a HEIF picture or a film";
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "a web page";
        }
        if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.contains("<svg"))) {
            return "an SVG drawing";
        }
        return "";
    }
}
