package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.print.PrintServiceLookup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The printer is one that prints PostScript into memory: the JDK's own, under a name. */
class PrintMethodTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void install() {
        assertThat(PrintServiceLookup.registerService(new MemoryPrinter("Office laser")))
                .isTrue();
        assertThat(PrintServiceLookup.registerService(new MemoryPrinter("OfficeJet_Fax")))
                .isTrue();
    }

    @Test
    void every_page_of_a_fax_is_printed_on_the_printer_of_that_name() throws Exception {
        MemoryPrinter.PAPER.reset();

        RoutingResult result =
                PrintMethod.route(Faxes.request(directory, PrintMethod.GUID, MethodText.write("office laser")));

        assertThat(result).isEqualTo(RoutingResult.done());
        String postScript = MemoryPrinter.PAPER.toString(StandardCharsets.ISO_8859_1);
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

    @Test
    void a_fax_printer_is_refused_when_it_is_chosen_and_when_it_is_to_print() throws Exception {
        byte[] data = MethodText.write("OfficeJet_Fax");
        assertThat(PrintMethod.complaint(data)).get().asString().contains("is a fax printer");
        assertThat(PrintMethod.faxPrinter(data)).contains("OfficeJet_Fax");
        assertThat(PrintMethod.faxPrinter(MethodText.write("Office laser"))).isEmpty();
        MemoryPrinter.PAPER.reset();
        assertThat(PrintMethod.route(Faxes.request(directory, PrintMethod.GUID, data)))
                .isInstanceOfSatisfying(
                        RoutingResult.Failed.class,
                        failed -> assertThat(failed.why()).contains("fax printer"));
        assertThat(MemoryPrinter.PAPER.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fax                | Microsoft Shared Fax Driver   | true",
                "Fax (redirected 2) |                               | true",
                "OfficeJet_4650_fax |                               | true",
                "Sales              | HP Fax queue, hpcups          | true",
                "Sales              | IPP FaxOut                    | true",
                "FAX-2840           | Brother FAX-2840 for CUPS     | false",
                "Office laser       | Generic PostScript Printer    | false",
                "Halifax            | Kyocera FS-1030D              | false",
            })
    void a_fax_printer_is_known_by_its_name_or_by_what_it_says_of_itself(
            String name, @Nullable String about, boolean faxes) {
        assertThat(PrintMethod.sendsFaxes(name, about == null ? "" : about)).isEqualTo(faxes);
    }
}
