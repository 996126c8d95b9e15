package org.caselli.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.caselli.image.Page;
import org.caselli.image.Resolution;

/**
 * Sets plain text on A4 pages, in a typewriter face: 80 characters to the line, tabs every 8, lines that are longer go on
 * in the next, broken at a space where there is one; a form feed begins a page. Every character has its cell, so that
 * drawings made of characters stay together.
 *
 * <p>The text is UTF-8, or UTF-16 with a byte order mark. Other codes are refused, not guessed: a wrong guess would send
 * other letters than were meant, and nobody would know.
 */
final class TextPages {
    private static final int COLUMNS = 80;
    private static final int TAB = 8;
    private static final double A4_MM = 297;

    /**
     * A cell is 18 dots by 32 rows at 7.7 lines/mm: type of 10.6 points, 63 lines on an A4 page. Not higher: the lines of
     * box drawings are as long as the face is high, 32.5 rows, and must meet those of the next line.
     */
    private static final int CELL_DOTS = 18;

    private static final double CELL_MM = 32 / 7.7;

    /** The advance of Liberation Mono, in ems. */
    private static final double ADVANCE = 0.6001;

    private static final double MARGIN_MM = 17;

    private final Source source;
    private final RenderOptions options;
    private final Budget budget;
    private final Typeface face;
    private final int cellRows;

    TextPages(Source source, RenderOptions options, Budget budget) {
        this.source = source;
        this.options = options;
        this.budget = budget;
        Resolution resolution = options.resolution();
        this.cellRows = (int) Math.round(CELL_MM * resolution.linesPerMm());
        double em = CELL_DOTS / ADVANCE;
        this.face = new Typeface(
                em, em * resolution.linesPerMm() / Paper.DOTS_PER_MM, "LiberationMono-Regular", "DejaVuSansMono");
    }

    /** Whether octets can be taken for text: no control characters but those of typewriters. */
    static boolean looksLikeText(byte[] file) {
        if (!bom(file).equals(StandardCharsets.UTF_8)) {
            return true;
        }
        for (byte octet : file) {
            boolean control = octet >= 0 && octet < 32;
            if (octet == 127 || (control && octet != '\t' && octet != '\n' && octet != '\r' && octet != '\f')) {
                return false;
            }
        }
        return true;
    }

    private static Charset bom(byte[] file) {
        if (file.length >= 2 && file[0] == (byte) 0xFE && file[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (file.length >= 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    /** @return how many pages */
    int render(PageSink sink) throws DocumentException, IOException {
        String text = Normalizer.normalize(decode(), Normalizer.Form.NFC);
        if (text.isBlank()) {
            throw new DocumentException(
                    DocumentException.Reason.EMPTY,
                    source.name(),
                    0,
                    "has no text but spaces",
                    "Send a file that has something in it.");
        }
        List<List<String>> pages = laid(text);
        budget.addPages(source.name(), pages.size());
        for (List<String> lines : pages) {
            budget.checkTime();
            sink.take(page(lines));
        }
        return pages.size();
    }

    private String decode() throws DocumentException {
        byte[] file = source.content();
        Charset code = bom(file);
        CharsetDecoder decoder = code.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(file);
        CharBuffer out = CharBuffer.allocate(file.length + 1);
        var result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE,
                    source.name(),
                    0,
                    "is text, but not in the code " + code + ": octet " + in.position() + ", in line " + line
                            + String.format(", is %02X", file[in.position()]),
                    "Save it as UTF-8, or send it as PDF.");
        }
        out.flip();
        // A byte order mark is no character of the text.
        return out.length() > 0 && out.charAt(0) == '\uFEFF'
                ? out.subSequence(1, out.length()).toString()
                : out.toString();
    }

    /** The lines of each page. */
    private List<List<String>> laid(String text) throws DocumentException {
        int linesOnPage = (int) ((A4_MM - 2 * MARGIN_MM) / CELL_MM);
        var pages = new ArrayList<List<String>>();
        var page = new ArrayList<String>();
        int number = 0;
        for (String line : text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1)) {
            number++;
            String[] parts = line.split("\f", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    pages.add(page);
                    page = new ArrayList<>();
                }
                if (i > 0 && parts[i].isEmpty()) {
                    continue; // a form feed at the end of a line begins the page, not its second line
                }
                for (String row : broken(cells(parts[i], number))) {
                    if (page.size() == linesOnPage) {
                        pages.add(page);
                        page = new ArrayList<>();
                    }
                    page.add(row);
                }
            }
            if (pages.size() > budget.limits().pages()) {
                break; // refused by the caller
            }
        }
        while (!page.isEmpty() && page.getLast().isBlank()) {
            page.removeLast();
        }
        if (!page.isEmpty()) {
            pages.add(page);
        }
        return pages;
    }

    /** A line without tabs, and of characters that we have. */
    private String cells(String line, int number) throws DocumentException {
        if (Bidi.requiresBidi(line.toCharArray(), 0, line.length())) {
            throw unprintable("is written from right to left", number, 1);
        }
        var cells = new StringBuilder(line.length());
        int column = 0;
        for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
            int c = line.codePointAt(at);
            if (unseen(c)) {
                continue;
            }
            if (c == '\t') {
                int next = (column / TAB + 1) * TAB;
                cells.repeat(' ', next - column);
                column = next;
            } else if (Character.isSpaceChar(c)) {
                cells.append(' ');
                column++;
            } else if (Character.isISOControl(c)) {
                throw unprintable(String.format("has the control character U+%04X", c), number, column + 1);
            } else if (!face.has(c)) {
                throw unprintable(
                        "has the character " + Character.toString(c)
                                + String.format(" (U+%04X), which our font lacks", c),
                        number,
                        column + 1);
            } else {
                cells.appendCodePoint(c);
                column += zeroWidth(c) ? 0 : 1;
            }
        }
        return cells.toString();
    }

    /** Joiners, soft hyphens, variation selectors: they change how others look, or where lines may end. */
    private static boolean unseen(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F);
    }

    private DocumentException unprintable(String what, int line, int column) {
        return new DocumentException(
                DocumentException.Reason.UNREADABLE,
                source.name(),
                0,
                what + ", in line " + line + ", column " + column,
                "Send it as PDF.");
    }

    private static boolean zeroWidth(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** A line as rows of at most {@link #COLUMNS} characters. */
    private static List<String> broken(String line) {
        var rows = new ArrayList<String>();
        String rest = line.stripTrailing();
        while (columns(rest) > COLUMNS) {
            int end = indexOfColumn(rest, COLUMNS);
            int space = rest.lastIndexOf(' ', end);
            // No word is worth half an empty row: such a line is code or a drawing, and is cut at the edge.
            int at = space > COLUMNS / 2 ? space : end;
            rows.add(rest.substring(0, at).stripTrailing());
            rest = space > COLUMNS / 2 ? rest.substring(at).stripLeading() : rest.substring(at);
        }
        rows.add(rest);
        return rows;
    }

    private static int columns(String text) {
        return (int) text.codePoints().filter(c -> !zeroWidth(c)).count();
    }

    private static int indexOfColumn(String text, int column) {
        int at = 0;
        for (int n = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!zeroWidth(text.codePointAt(at)) && n++ == column) {
                return at;
            }
        }
        return at;
    }

    private Page page(List<String> lines) {
        Resolution resolution = options.resolution();
        var canvas = new Canvas(Paper.COLUMNS, (int) Math.round(A4_MM * resolution.linesPerMm()));
        int left = (Paper.COLUMNS - COLUMNS * CELL_DOTS) / 2;
        int top = (int) Math.round(MARGIN_MM * resolution.linesPerMm());
        for (int i = 0; i < lines.size(); i++) {
            int baseLine = top + i * cellRows + (int) Math.round(cellRows * 0.76);
            int column = -1;
            String line = lines.get(i);
            for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
                int c = line.codePointAt(at);
                if (!zeroWidth(c)) {
                    column++;
                }
                if (c != ' ') {
                    face.put(canvas, c, left + Math.max(0, column) * CELL_DOTS, baseLine);
                }
            }
        }
        return new Page(Halftone.dots(canvas), resolution);
    }
}
