package org.caselli.cover;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What may stand in a template: text, tables, lists, style, and pictures that are written in it. All else is refused by
 * name and line, so that whoever made the template learns of it, not the one whose fax lacks something.
 */
final class Allowed {
    private static final Set<String> ELEMENTS = Set.of(
            "#root",
            "html",
            "head",
            "title",
            "meta",
            "style",
            "body",
            "div",
            "span",
            "p",
            "br",
            "wbr",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "caption",
            "colgroup",
            "col",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "img",
            "a",
            "b",
            "i",
            "u",
            "s",
            "strong",
            "em",
            "small",
            "big",
            "sub",
            "sup",
            "code",
            "pre",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "address",
            "header",
            "footer",
            "section",
            "article",
            "main",
            "aside",
            "nav",
            "center",
            "font",
            "abbr",
            "cite",
            "time",
            "mark");

    private static final Set<String> ATTRIBUTES = Set.of(
            "class",
            "id",
            "style",
            "lang",
            "dir",
            "title",
            "alt",
            "width",
            "height",
            "colspan",
            "rowspan",
            "span",
            "align",
            "valign",
            "border",
            "cellpadding",
            "cellspacing",
            "charset",
            "color",
            "face",
            "size",
            "bgcolor",
            "start",
            "type",
            "value",
            "name",
            "content",
            "datetime",
            "scope",
            "nowrap",
            "role");

    /** Ours: a logo at fax resolution, as wide as the paper and a third of a page high, has one and a half million. */
    private static final long MOST_PIXELS = 4_000_000;

    private static final Pattern PICTURE = Pattern.compile("data:image/(?:png|jpeg|gif);base64,([A-Za-z0-9+/=\\s]*)");

    private static final Pattern FETCHED =
            Pattern.compile("@import|@font-face|@namespace|-fs-|\\burl\\s*\\(\\s*['\"]?\\s*(?!data:image/)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-9a-fA-F]{1,6})\\s?|\\\\(.)");

    private static final String ONLY_DATA =
            "Templates read neither files nor the network. Write the picture into the template:"
                    + " src=\"data:image/png;base64,...\".";

    private Allowed() {}

    static void check(Document document) throws TemplateException {
        for (Element element : document.getAllElements()) {
            check(element);
        }
    }

    private static void check(Element element) throws TemplateException {
        String name = element.normalName();
        if (!ELEMENTS.contains(name)) {
            throw new TemplateException(
                    line(element),
                    "has the element <" + brief(name) + ">, which a cover page cannot have",
                    "Take it out. Text, tables, lists, styles and pictures of data: are what a cover page consists of.");
        }
        for (Attribute attribute : element.attributes()) {
            String key = attribute.getKey().toLowerCase(Locale.ROOT);
            String value = attribute.getValue().strip();
            if (key.equals("src") && name.equals("img")) {
                checkPicture(element, value);
            } else if (key.equals("http-equiv") ? !value.equalsIgnoreCase("Content-Type") : !ATTRIBUTES.contains(key)) {
                throw new TemplateException(
                        line(element),
                        "has the attribute " + brief(key) + " of <" + name + ">, which a cover page cannot have",
                        key.equals("src") || key.equals("href") || key.equals("background")
                                ? ONLY_DATA
                                : "Take it out.");
            } else if (key.equals("style")) {
                checkStyle(element, value);
            }
        }
        for (DataNode text : element.dataNodes()) {
            checkStyle(element, text.getWholeData());
        }
    }

    private static void checkStyle(Element element, String css) throws TemplateException {
        String plain = unescaped(css.replaceAll("(?s)/\\*.*?\\*/", "")).toLowerCase(Locale.ROOT);
        Matcher fetched = FETCHED.matcher(plain);
        if (fetched.find()) {
            throw new TemplateException(
                    line(element),
                    "has " + fetched.group().strip() + (fetched.group().contains("url") ? "...)" : "")
                            + " in a style, which would read from elsewhere",
                    fetched.group().startsWith("@font")
                            ? "Use the fonts that are there: sans-serif, serif and monospace."
                            : ONLY_DATA);
        }
        checkPictures(element, css);
    }

    /** Without the escapes of CSS (CSS Syntax 3, clause 4.3.7), behind which a word could hide. */
    private static String unescaped(String css) {
        return ESCAPE.matcher(css).replaceAll(match -> {
            if (match.group(1) == null) {
                return Matcher.quoteReplacement(match.group(2));
            }
            int point = Integer.parseInt(match.group(1), 16);
            return Matcher.quoteReplacement(Character.isValidCodePoint(point) ? Character.toString(point) : "\uFFFD");
        });
    }

    private static void checkPicture(Element element, String source) throws TemplateException {
        if (!PICTURE.matcher(source).matches()) {
            throw new TemplateException(
                    line(element),
                    "has a picture from \"" + brief(source) + "\", which is not written in it",
                    ONLY_DATA);
        }
        checkPictures(element, source);
    }

    private static void checkPictures(Element element, String text) throws TemplateException {
        Matcher pictures = PICTURE.matcher(text);
        while (pictures.find()) {
            try {
                byte[] file = Base64.getMimeDecoder().decode(pictures.group(1));
                long pixels = pixels(file);
                if (pixels > MOST_PIXELS) {
                    throw new TemplateException(
                            line(element),
                            "has a picture of " + pixels + " pixels; the limit is " + MOST_PIXELS,
                            "Save it smaller; a fax has 8 dots to the millimetre.");
                }
            } catch (IOException | IllegalArgumentException cause) {
                throw unreadable(element);
            }
        }
    }

    private static TemplateException unreadable(Element element) {
        return new TemplateException(
                line(element), "has a picture that cannot be read", "Give a PNG, JPEG or GIF file in base64.");
    }

    private static long pixels(byte[] file) throws IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("It is of no kind that can be read.");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static int line(Element element) {
        return Math.max(0, element.sourceRange().start().lineNumber());
    }

    static String brief(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= 60 ? clean : clean.substring(0, 57) + "...";
    }
}
