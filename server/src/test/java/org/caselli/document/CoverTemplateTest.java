package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of cover pages: what may stand in them, and what comes of those that want more. */
class CoverTemplateTest {
    private static final CoverFields FIELDS =
            new CoverFields(Map.of("recipient.name", "Bob", "message.note", "Hello"), 2);

    /** In processes of their own, as in the server. */
    private static final Documents DOCUMENTS = Documents.isolated(1);

    private static final AtomicInteger FETCHED = new AtomicInteger();
    private static HttpServer outside;

    @TempDir
    Path folder;

    @BeforeAll
    static void listen() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            FETCHED.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        outside.start();
    }

    @AfterAll
    static void close() {
        outside.stop(0);
        DOCUMENTS.close();
    }

    private static List<Page> made(String template) throws DocumentException, IOException {
        return DOCUMENTS.cover(CoverTemplate.of("mine.html", template), FIELDS, Resolution.STANDARD);
    }

    private static boolean same(List<Page> some, List<Page> others) {
        return some.size() == others.size()
                && java.util.stream.IntStream.range(0, some.size())
                        .allMatch(i -> java.util.Arrays.equals(
                                some.get(i).bitmap().rows(),
                                others.get(i).bitmap().rows()));
    }

    /** HERE is an address that tells whether it was asked, FILE one of a file that exists. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='HERE/a.png'>",
                "<img src='FILE'>",
                "<img src='//127.0.0.1/a.png'>",
                "<img src='../../secret.png'>",
                "<img src='jar:FILE!/a.png'>",
                "<img src='data:text/html,x'>",
                "<img src='data:image/svg+xml;base64,PHN2Zy8+'>",
                "<img srcset='HERE/a.png'>",
                "<link rel='stylesheet' href='HERE/a.css'>",
                "<base href='HERE/'>",
                "<meta http-equiv='refresh' content='0;url=HERE/'>",
                "<style>@import url(HERE/a.css);</style>",
                "<style>@import 'HERE/a.css';</style>",
                "<style>@IMPORT 'FILE';</style>",
                "<style>@\\69mport 'HERE/a.css';</style>",
                "<style>@im/**/port 'HERE/a.css';</style>",
                "<style>@font-face { font-family: x; src: url(FILE); }</style>",
                "<style>p { background: url(HERE/a.png) }</style>",
                "<style>p { background: u\\72l(HERE/a.png) }</style>",
                "<style>p { background: url( 'FILE' ) }</style>",
                "<p style='background: url(HERE/a.png)'>x</p>",
                "<p style='list-style-image: url(\"FILE\")'>x</p>",
                "<p style='content: url(HERE/a.png)'>x</p>",
                "<script>fetch('HERE/')</script>",
                "<p onclick='x()'>x</p>",
                "<iframe src='HERE/'></iframe>",
                "<object data='FILE'></object>",
                "<embed src='FILE'>",
                "<form action='HERE/'><input name='x'></form>",
                "<svg><image href='HERE/a.png'/></svg>",
                "<a href='FILE'>x</a>",
                "<bookmarks><bookmark href='HERE/'/></bookmarks>",
                "<table background='HERE/a.png'><tr><td>x</td></tr></table>",
            })
    void what_would_read_from_elsewhere_is_refused_with_its_line_and_nothing_is_read(String part) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.png"), "secret");
        int before = FETCHED.get();
        String template = "<p>first</p>\n"
                + part.replace(
                                "HERE",
                                "http://127.0.0.1:" + outside.getAddress().getPort())
                        .replace("FILE", secret.toUri().toString());
        assertThatThrownBy(() -> made(template))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("mine.html in line 2 ");
        assertThat(FETCHED).hasValue(before);
    }

    /** What the fields say is text, whatever it looks like. */
    @Test
    void a_field_cannot_bring_markup_in() throws Exception {
        String address = "http://127.0.0.1:" + outside.getAddress().getPort() + "/a.png";
        int before = FETCHED.get();
        var evil = new CoverFields(Map.of("message.note", "<img src='" + address + "'>{{sender.name}}"), 0);
        CoverTemplate template = CoverTemplate.of("mine.html", "<p>{{message.note}}</p>");
        assertThat(DOCUMENTS.cover(template, evil, Resolution.STANDARD)).hasSize(1);
        // Not even where the template puts it into an attribute that is fetched.
        CoverTemplate careless = CoverTemplate.of("mine.html", "<p>x</p><img src=\"{{message.note}}\">");
        var address2 = new CoverFields(Map.of("message.note", address), 0);
        assertThatThrownBy(() -> DOCUMENTS.cover(careless, address2, Resolution.STANDARD))
                .isInstanceOf(DocumentException.class);
        assertThat(FETCHED).hasValue(before);
    }

    @Test
    void entities_of_a_document_type_are_neither_fetched_nor_multiplied() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        String plain = "<p>Hello &amp;lol9;</p>";
        var laughs = new StringBuilder("<!DOCTYPE html [<!ENTITY lol0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY lol")
                    .append(i)
                    .append(" \"")
                    .append(("&lol" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        String outer = "<!DOCTYPE x SYSTEM \"" + secret.toUri() + "\"><p>Hello &amp;lol9;</p>";
        assertThat(same(made(outer), made(plain))).isTrue();
        assertThat(made(laughs + "]><p>Hello &lol9;</p>")).hasSize(1);
    }

    /** They end within their limits, and whoever comes next is served. */
    @Test
    void a_template_that_is_endless_ends_and_the_next_one_is_made() throws Exception {
        int much = 60_000;
        var impatient = new Limits(1 << 20, 5, 4_000_000, 450, Duration.ofSeconds(1), 768);
        for (String heavy : List.of(
                "<table><tr>" + "<td>x".repeat(much / 5) + "</table>",
                "<table><tr><td colspan=\"1000000000\">x</table>",
                "<style>" + "p{a:b}".repeat(much / 6) + "</style><p>x</p>",
                "<style>" + "{".repeat(much) + "</style><p>x</p>",
                "<div>".repeat(much / 5) + "x",
                "<div style=\"height: 999999999mm\">x</div>",
                "<p style=\"font-size: 99999999pt\">x</p>",
                "<style>@page { size: 99999mm 99999mm }</style><p>x</p>")) {
            try {
                assertThat(DOCUMENTS.cover(
                                CoverTemplate.of("mine.html", heavy), FIELDS, Resolution.STANDARD, impatient))
                        .hasSizeLessThanOrEqualTo(Limits.COVER.pages());
            } catch (DocumentException refused) {
                assertThat(refused.remedy()).isNotBlank();
            }
            assertThat(made("<p>Hello</p>")).hasSize(1);
        }
    }

    @Test
    void a_small_file_of_a_huge_picture_is_refused_before_it_is_unpacked() throws Exception {
        // The header of a GIF of 65535 x 65535 dots.
        byte[] gif = "GIF89a\u00FF\u00FF\u00FF\u00FF\0\0\0,\0\0\0\0\u00FF\u00FF\u00FF\u00FF\0\2\2D\1\0;"
                .getBytes(StandardCharsets.ISO_8859_1);
        String source = "data:image/gif;base64," + java.util.Base64.getEncoder().encodeToString(gif);
        assertThatThrownBy(() -> made("<img src=\"" + source + "\">"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("in line 1 ")
                .hasMessageContaining("4294836225 pixels");
        assertThatThrownBy(() -> made("<p>x</p>\n<p style=\"background: url(" + source + ")\">x</p>"))
                .hasMessageContaining("in line 2 ");
    }

    @Test
    void a_picture_that_is_written_in_the_template_is_shown() throws Exception {
        var dots = new java.awt.image.BufferedImage(80, 80, java.awt.image.BufferedImage.TYPE_BYTE_BINARY);
        var png = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(dots, "png", png);
        String source = "data:image/png;base64," + java.util.Base64.getEncoder().encodeToString(png.toByteArray());
        assertThat(same(made("<p>x</p><img src=\"" + source + "\">"), made("<p>x</p>")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{recipient.nmae}}",
                "{{recipient}}",
                "{{message.note.class}}",
                "{{{message.note}}}",
                "{{&message.note}}",
                "{{>other}}",
                "{{=<% %>=}}",
                "{{#message.note}}x",
                "{{/message.note}}",
                "{{#message.note}}{{^sender.name}}{{/message.note}}{{/sender.name}}",
            })
    void a_placeholder_that_is_wrong_is_refused_with_its_line(String placeholder) {
        assertThatThrownBy(() -> CoverTemplate.of("mine.html", "<p>first</p>\n" + placeholder))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("mine.html in line 2 ");
    }

    @Test
    void fields_that_leave_a_hole_are_told_and_those_that_hide_themselves_are_not() throws Exception {
        CoverTemplate template = CoverTemplate.of(
                "mine.html",
                "{{recipient.name}}{{sender.name}}{{#sender.city}}{{sender.city}}{{/sender.city}}{{message.pages}}"
                        + "{{#sender.state}}{{sender.country}}{{/sender.state}}{{! sender.company is not shown }}"
                        + "{{#message.note}}{{sender.email}}{{/message.note}}"
                        + "{{^message.note}}{{sender.title}}{{/message.note}}");
        assertThat(template.fields()).startsWith("recipient.name", "sender.name", "sender.city", "message.pages");
        assertThat(template.missing(FIELDS)).containsExactly("sender.name", "sender.email");
    }

    /** Two passes: the first one tells how many pages the cover has. */
    @Test
    void the_number_of_pages_counts_those_of_the_cover() throws Exception {
        String template = "<p>{{message.pages}}</p><p style=\"page-break-before: always\">x</p>";
        String two = "<p>4</p><p style=\"page-break-before: always\">x</p>";
        assertThat(same(made(template), made(two))).isTrue();
    }

    @Test
    void the_same_fields_make_the_same_dots_here_and_in_another_process() throws Exception {
        CoverTemplate template =
                CoverTemplate.of("mine.html", "<h1>Fax</h1><p>{{recipient.name}} {{message.note}}</p>");
        try (var here = Documents.inProcess()) {
            assertThat(same(
                            here.cover(template, FIELDS, Resolution.FINE),
                            DOCUMENTS.cover(template, FIELDS, Resolution.FINE)))
                    .isTrue();
        }
    }
}
