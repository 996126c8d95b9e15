package org.caselli.cover;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.PageSizeUnits;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/**
 * Sets cover pages.
 *
 * <p>Three fences keep a template from reading anything: only harmless elements and attributes are {@link Allowed}, no
 * style may name another place, and whatever the setter itself would fetch is refused ({@code data:} aside). HTML is read
 * as HTML, not as XML, so there are no entities to define and no document types to fetch.
 */
public final class Typesetter {
    static {
        XRLog.setLoggingEnabled(false);
    }

    /** The shipped fonts: family, weight, whether slanted, and the file's name without its ending. */
    private record Face(String family, int weight, boolean italic, String font) {}

    private static final List<Face> FACES = List.of(
            new Face("sans-serif", 400, false, "LiberationSans-Regular"),
            new Face("sans-serif", 700, false, "LiberationSans-Bold"),
            new Face("sans-serif", 400, true, "LiberationSans-Italic"),
            new Face("sans-serif", 700, true, "LiberationSans-BoldItalic"),
            new Face("serif", 400, false, "LiberationSerif-Regular"),
            new Face("serif", 700, false, "LiberationSerif-Bold"),
            new Face("serif", 400, true, "LiberationSerif-Italic"),
            new Face("serif", 700, true, "LiberationSerif-BoldItalic"),
            new Face("monospace", 400, false, "LiberationMono-Regular"),
            new Face("monospace", 700, false, "LiberationMono-Bold"));

    private static final Mustache.Compiler MUSTACHE = Mustache.compiler()
            .escapeHTML(true)
            .standardsMode(false)
            .emptyStringIsFalse(true)
            .strictSections(false)
            .withLoader(name -> {
                throw new IOException("A template has no others within it.");
            });

    private Typesetter() {}

    /** A class of each library that is needed to set, for a process that shall have these and no others. */
    public static List<Class<?>> libraries() {
        return List.of(
                Typesetter.class,
                PdfRendererBuilder.class,
                XRLog.class,
                Mustache.class,
                Jsoup.class,
                org.apache.xmpbox.XMPMetadata.class,
                de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D.class);
    }

    /**
     * Sets a template with fields in it.
     *
     * @param template HTML with {@code {{group.field}}}; fields are escaped
     * @param fields   by group and name
     * @param fonts    opens a font by its file name without ending, such as "LiberationSans-Bold"
     * @return a PDF of one page or more
     * @throws TemplateException if something stands in it that may not
     */
    public static byte[] pdf(
            String template, Map<String, Map<String, String>> fields, Function<String, InputStream> fonts)
            throws TemplateException, IOException {
        Allowed.check(parse(template)); // as it was written, for the lines
        Document page = parse(filled(template, fields));
        Allowed.check(page);
        page.outputSettings().escapeMode(Entities.EscapeMode.xhtml);
        var out = new ByteArrayOutputStream();
        var builder = new PdfRendererBuilder();
        builder.useExternalResourceAccessControl(
                (uri, type) -> isPicture(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.useExternalResourceAccessControl(
                (uri, type) -> isPicture(uri), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
        builder.useUriResolver((base, uri) -> isPicture(uri) ? uri : null);
        builder.useDefaultPageSize(210, 297, PageSizeUnits.MM);
        for (Face face : FACES) {
            FSSupplier<InputStream> open = () -> fonts.apply(face.font());
            FontStyle style = face.italic() ? FontStyle.ITALIC : FontStyle.NORMAL;
            builder.useFont(open, face.family(), face.weight(), style, true);
        }
        builder.withW3cDocument(new W3CDom().fromJsoup(page), null);
        builder.toStream(out);
        builder.run();
        return out.toByteArray();
    }

    private static boolean isPicture(String uri) {
        return uri != null && uri.startsWith("data:image/");
    }

    private static Document parse(String html) {
        Parser parser = Parser.htmlParser().setTrackPosition(true);
        return Jsoup.parse(html, "", parser);
    }

    private static String filled(String template, Map<String, Map<String, String>> fields) throws TemplateException {
        try {
            return MUSTACHE.compile(template).execute(fields);
        } catch (MustacheParseException cause) {
            throw new TemplateException(
                    0,
                    "has a placeholder that cannot be read: " + Allowed.brief(String.valueOf(cause.getMessage())),
                    "Each {{#x}} or {{^x}} needs its {{/x}}, in the right order.");
        } catch (MustacheException cause) {
            throw new TemplateException(
                    0,
                    "names a field that there is not: " + Allowed.brief(String.valueOf(cause.getMessage())),
                    "The guide lists the fields.");
        }
    }
}
