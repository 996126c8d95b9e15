package org.caselli.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The fonts that stand in for those that a PDF names and does not bring: the Liberation family, which has the widths of
 * Helvetica, Times and Courier. Only these, never the fonts of the machine: so a page looks the same wherever it is
 * rendered, and no folder is searched.
 */
final class ShippedFonts implements FontMapper {
    private static final Map<String, TrueTypeFont> PARSED = new ConcurrentHashMap<>();

    private ShippedFonts() {}

    /** Makes PDFBox use these. To be called before a PDF is opened. */
    static void install() {
        Installed.ensure();
    }

    private static final class Installed {
        static {
            FontMappers.set(new ShippedFonts());
        }

        static void ensure() {}
    }

    /** A font by its file name without ending, such as "LiberationMono-Regular". */
    static TrueTypeFont font(String name) {
        return PARSED.computeIfAbsent(name, ShippedFonts::parse);
    }

    private static TrueTypeFont parse(String name) {
        try (InputStream in = open(name)) {
            return new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(in));
        } catch (IOException e) {
            throw new IllegalStateException("The font " + name + " of this build cannot be read.", e);
        }
    }

    /** The file of a font, by its name without ending. */
    static InputStream open(String name) throws IOException {
        // PDFBox itself brings one of the family.
        String path = name.equals("LiberationSans-Regular")
                ? "/org/apache/pdfbox/resources/ttf/" + name + ".ttf"
                : "fonts/" + name + ".ttf";
        Class<?> from = path.startsWith("/") ? FontMapper.class : ShippedFonts.class;
        InputStream in = from.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("The font " + path + " is missing from this build.");
        }
        return in;
    }

    @Override
    public FontMapping<TrueTypeFont> getTrueTypeFont(String baseFont, @Nullable PDFontDescriptor descriptor) {
        return new FontMapping<>(font(standInFor(baseFont, descriptor)), false);
    }

    @Override
    public FontMapping<FontBoxFont> getFontBoxFont(String baseFont, @Nullable PDFontDescriptor descriptor) {
        return new FontMapping<>(font(standInFor(baseFont, descriptor)), false);
    }

    @Override
    public CIDFontMapping getCIDFont(
            String baseFont, @Nullable PDFontDescriptor descriptor, @Nullable PDCIDSystemInfo cidSystemInfo) {
        return new CIDFontMapping(null, font(standInFor(baseFont, descriptor)), false);
    }

    /** By name first, for names are more often right than flags. */
    static String standInFor(@Nullable String baseFont, @Nullable PDFontDescriptor descriptor) {
        String name = baseFont == null ? "" : baseFont.toLowerCase(Locale.ROOT);
        boolean bold = has(name, "bold", "black", "heavy", "demi")
                || (descriptor != null && (descriptor.isForceBold() || descriptor.getFontWeight() >= 600));
        boolean italic = has(name, "italic", "oblique", "kursiv") || (descriptor != null && descriptor.isItalic());
        String family;
        if (has(name, "courier", "mono", "consol", "typewriter", "fixed", "terminal")) {
            family = "LiberationMono";
        } else if (has(name, "helvetica", "arial", "sans", "verdana", "calibri", "tahoma", "gothic", "univers")) {
            family = "LiberationSans";
        } else if (has(
                name, "times", "serif", "roman", "georgia", "garamond", "palatino", "bookman", "cambria", "mincho")) {
            family = "LiberationSerif";
        } else if (descriptor != null && descriptor.isFixedPitch()) {
            family = "LiberationMono";
        } else if (descriptor != null && descriptor.isSerif()) {
            family = "LiberationSerif";
        } else {
            family = "LiberationSans";
        }
        if (family.equals("LiberationMono")) {
            return family + (bold ? "-Bold" : "-Regular"); // the slanted ones are not shipped
        }
        return family + (bold ? italic ? "-BoldItalic" : "-Bold" : italic ? "-Italic" : "-Regular");
    }

    private static boolean has(String name, String... words) {
        for (String word : words) {
            if (name.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
