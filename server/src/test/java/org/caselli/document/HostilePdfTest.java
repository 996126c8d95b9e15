package org.caselli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.document.Sheets.ink;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.caselli.image.Bitmap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PDF documents that would read files of the server or call out (ISO 32000-1 clauses 7.3.8.2, 7.11, 8.10.4, 12.6.4, 12.7.8).
 * Each has a black square, and something in it whose files would be black as well, all over the page.
 */
class HostilePdfTest {
    private static final Documents DOCUMENTS = Documents.isolated(1);
    private static final AtomicInteger CALLS = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static HttpServer outside;

    @TempDir
    Path folder;

    @BeforeAll
    static void listen() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            CALLS.incrementAndGet();
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

    /** HERE is an address that tells whether it was asked, FILE a file that is there and would make the page black. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing ",
                // What happens when the document is opened, or a page is shown.
                "catalog /OpenAction << /S /Launch /F (FILE) /Win << /F (FILE) >> >>",
                "catalog /OpenAction << /S /URI /URI (HERE) >>",
                "catalog /OpenAction << /S /GoToR /F << /FS /URL /F (HERE) >> /D [0 /Fit] >>",
                "catalog /OpenAction << /S /SubmitForm /F << /FS /URL /F (HERE) >> /Flags 4 >>",
                "catalog /OpenAction << /S /ImportData /F (FILE) >>",
                "catalog /OpenAction << /S /JavaScript /JS (app.launchURL\\('HERE'\\); this.submitForm\\('HERE'\\);) >>",
                "catalog /AA << /WP << /S /JavaScript /JS (this.getURL\\('HERE'\\)) >> >>",
                "catalog /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.launchURL\\('HERE'\\)) >>] >> >>",
                "page /AA << /O << /S /Launch /F (FILE) >> >>",
                // Files that are attached or named.
                "catalog /Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (FILE) /UF (FILE) >>] >> >>",
                "catalog /AF [<< /Type /Filespec /FS /URL /F (HERE) >>]",
                "page /Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 595 842] /F 4"
                        + " /FS << /Type /Filespec /F (FILE) >> >>]",
                "page /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /F 4 /A << /S /URI /URI (HERE) >> >>]",
                "page /Annots [<< /Type /Annot /Subtype /Screen /Rect [0 0 595 842] /F 4 /A << /S /Rendition /OP 0"
                        + " /R << /S /MR /C << /S /MCD /D << /FS /URL /F (HERE) >> >> >> >> >>]",
                // Streams whose octets lie elsewhere.
                "image /F (FILE) /FFilter /DCTDecode",
                "image /F << /FS /URL /F (HERE) >>",
                "image /F << /Type /Filespec /F (FILE) /UF (FILE) >> /DL 1000000",
                "form /F (FILE)",
                "form /F << /FS /URL /F (HERE) >>",
                // Pages of another document, and pictures that are kept there.
                "form /Ref << /F (FILE) /Page 0 >>",
                "form /OPI << /2.0 << /Type /OPI /Version 2.0 /F (FILE) >> >>",
                "image /OPI << /1.3 << /Type /OPI /Version 1.3 /F << /FS /URL /F (HERE) >> >> >>",
                // Forms in another language, which may fetch what they show.
                "catalog /AcroForm << /Fields [] /XFA (<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><!DOCTYPE x"
                        + " [<!ENTITY e SYSTEM 'HERE'>]><template><image href='HERE'/></template></xdp:xdp>) >>",
                "catalog /Metadata 8 0 R",
                // Fonts and colours by a file's name.
                "font /FontDescriptor << /Type /FontDescriptor /FontName /FILE /Flags 4 /FontFile2 9 0 R >>"
            })
    void what_a_document_names_is_neither_opened_nor_called(String part) throws Exception {
        Path black = folder.resolve("black.jpg");
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(64, 64, java.awt.image.BufferedImage.TYPE_BYTE_GRAY),
                "jpg",
                black.toFile());
        int before = CALLS.get();
        String here = "http://127.0.0.1:" + outside.getAddress().getPort() + "/x";
        byte[] pdf = pdf(part.replace("HERE", here).replace("FILE", black.toString()));
        List<Bitmap> pages = new ArrayList<>();
        try {
            DOCUMENTS
                    .render(List.of(new Source("hostile.pdf", pdf)), RenderOptions.FINE)
                    .forEach(page -> pages.add(page.bitmap()));
        } catch (DocumentException refused) {
            // To be refused is as good, where what is missing is part of what is drawn.
            assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(DocumentException.Reason.UNREADABLE);
            assertThat(part).matches("(image|form|font) .*|.*/XFA.*");
        }
        assertThat(CALLS).hasValue(before);
        // The square, and nothing of what the file would have shown.
        assertThat(pages).allSatisfy(page -> assertThat(ink(page)).isBetween(0.02, 0.2));
    }

    private static byte[] pdf(String part) {
        String kind = part.substring(0, part.indexOf(' '));
        String more = part.substring(part.indexOf(' '));
        var objects = List.of(
                "<< /Type /Catalog /Pages 2 0 R" + (kind.equals("catalog") ? more : "") + " >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R /X 6 0 R >>"
                        + " /Font << /T 7 0 R >> >> /Contents 4 0 R" + (kind.equals("page") ? more : "") + " >>",
                stream("", "50 50 200 200 re f q 595 0 0 842 0 0 cm /I Do Q /X Do BT /T 12 Tf 300 300 Td (a) Tj ET"),
                // Its own octet is white.
                stream(
                        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
                                + " /Mask [255 255]" + (kind.equals("image") ? more : ""),
                        "\u00ff"),
                stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]" + (kind.equals("form") ? more : ""), " "),
                "<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica" + (kind.equals("font") ? more : "") + " >>",
                stream(
                        "/Type /Metadata /Subtype /XML",
                        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:"
                                + outside.getAddress().getPort() + "/e'>]><x>&e;</x>"),
                stream(
                        "/F << /FS /URL /F (http://127.0.0.1:"
                                + outside.getAddress().getPort() + "/font) >>",
                        "x"));
        var out = new ByteArrayOutputStream();
        out.writeBytes(octets("%PDF-1.7\n"));
        var places = new StringBuilder();
        for (int i = 0; i < objects.size(); i++) {
            places.append("%010d 00000 n \n".formatted(out.size()));
            out.writeBytes(octets((i + 1) + " 0 obj\n" + objects.get(i) + "\nendobj\n"));
        }
        int table = out.size();
        out.writeBytes(octets("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n" + places
                + "trailer\n<< /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + table + "\n%%EOF\n"));
        return out.toByteArray();
    }

    private static String stream(String dictionary, String content) {
        return "<< " + dictionary + " /Length " + content.length() + " >>\nstream\n" + content + "\nendstream";
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
