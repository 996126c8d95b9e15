package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.print.DocFlavor;
import javax.print.DocPrintJob;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import javax.print.ServiceUIFactory;
import javax.print.StreamPrintServiceFactory;
import javax.print.attribute.Attribute;
import javax.print.attribute.AttributeSet;
import javax.print.attribute.HashPrintServiceAttributeSet;
import javax.print.attribute.PrintServiceAttribute;
import javax.print.attribute.PrintServiceAttributeSet;
import javax.print.attribute.standard.PrinterName;
import javax.print.event.PrintServiceAttributeListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The printer is one that prints PostScript into memory: the JDK's own, under a name. */
class PrintMethodTest {
    private static final ByteArrayOutputStream PAPER = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeAll
    static void install() {
        assertThat(PrintServiceLookup.registerService(new Printer())).isTrue();
    }

    @Test
    void every_page_of_a_fax_is_printed_on_the_printer_of_that_name() throws Exception {
        PAPER.reset();

        RoutingResult result =
                PrintMethod.route(Faxes.request(directory, PrintMethod.GUID, MethodText.write("office laser")));

        assertThat(result).isEqualTo(RoutingResult.done());
        String postScript = PAPER.toString(StandardCharsets.ISO_8859_1);
        assertThat(postScript).startsWith("%!PS-Adobe");
        assertThat(postScript.lines().filter(line -> line.startsWith("%%Page:")))
                .hasSize(2);
        assertThat(postScript.length()).as("the bars are on it").isGreaterThan(5000);
    }

    @Test
    void a_printer_that_is_not_there_is_named_with_those_that_are() throws Exception {
        assertThat(PrintMethod.complaint(MethodText.write("nowhere")))
                .get()
                .asString()
                .contains("\"nowhere\"")
                .contains("Office laser");
        assertThat(PrintMethod.route(Faxes.request(directory, PrintMethod.GUID, MethodText.write("nowhere"))))
                .isInstanceOfSatisfying(
                        RoutingResult.TryAgain.class,
                        again -> assertThat(again.why()).contains("nowhere"));
        assertThat(PrintMethod.complaint(new byte[0])).get().asString().contains("No printer");
        assertThat(PrintMethod.complaint(MethodText.write("Office laser"))).isEmpty();
    }

    /** A printer with a name whose paper is memory. */
    private static final class Printer implements PrintService {
        private static StreamPrintServiceFactory factory() {
            return Arrays.stream(StreamPrintServiceFactory.lookupStreamPrintServiceFactories(
                            DocFlavor.SERVICE_FORMATTED.PAGEABLE, "application/postscript"))
                    .findFirst()
                    .orElseThrow();
        }

        private final PrintService inner = factory().getPrintService(PAPER);

        @Override
        public String getName() {
            return "Office laser";
        }

        @Override
        public DocPrintJob createPrintJob() {
            return factory().getPrintService(PAPER).createPrintJob();
        }

        @Override
        public void addPrintServiceAttributeListener(PrintServiceAttributeListener listener) {}

        @Override
        public void removePrintServiceAttributeListener(PrintServiceAttributeListener listener) {}

        @Override
        public PrintServiceAttributeSet getAttributes() {
            var attributes = new HashPrintServiceAttributeSet();
            attributes.add(new PrinterName(getName(), null));
            return attributes;
        }

        @Override
        public <T extends PrintServiceAttribute> T getAttribute(Class<T> category) {
            return category.cast(getAttributes().get(category));
        }

        @Override
        public DocFlavor[] getSupportedDocFlavors() {
            return inner.getSupportedDocFlavors();
        }

        @Override
        public boolean isDocFlavorSupported(DocFlavor flavor) {
            return inner.isDocFlavorSupported(flavor);
        }

        @Override
        public Class<?>[] getSupportedAttributeCategories() {
            return inner.getSupportedAttributeCategories();
        }

        @Override
        public boolean isAttributeCategorySupported(Class<? extends Attribute> category) {
            return inner.isAttributeCategorySupported(category);
        }

        @Override
        public Object getDefaultAttributeValue(Class<? extends Attribute> category) {
            return inner.getDefaultAttributeValue(category);
        }

        @Override
        public Object getSupportedAttributeValues(
                Class<? extends Attribute> category, DocFlavor flavor, AttributeSet attributes) {
            return inner.getSupportedAttributeValues(category, flavor, attributes);
        }

        @Override
        public boolean isAttributeValueSupported(Attribute value, DocFlavor flavor, AttributeSet attributes) {
            return inner.isAttributeValueSupported(value, flavor, attributes);
        }

        @Override
        public AttributeSet getUnsupportedAttributes(DocFlavor flavor, AttributeSet attributes) {
            return inner.getUnsupportedAttributes(flavor, attributes);
        }

        @Override
        public ServiceUIFactory getServiceUIFactory() {
            return inner.getServiceUIFactory();
        }
    }
}
