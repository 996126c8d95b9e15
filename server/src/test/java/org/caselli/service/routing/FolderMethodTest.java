package org.caselli.service.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMethodTest {
    @TempDir
    Path directory;

    private RoutingResult store(String text, Path... added) throws Exception {
        return FolderMethod.route(Faxes.request(directory, FolderMethod.GUID, MethodText.write(text), added));
    }

    private static Stream<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void a_fax_is_stored_under_a_name_that_tells_when_it_came_and_from_whom() throws Exception {
        Path folder = directory.resolve("in").resolve("faxes");

        assertThat(store(folder.toString())).isEqualTo(RoutingResult.done());

        assertThat(names(folder)).containsExactly("2026-11-21_10-03-22_+390551234_0123456789abcdef.tif");
        assertThat(folder.resolve("2026-11-21_10-03-22_+390551234_0123456789abcdef.tif"))
                .hasBinaryContent(Faxes.tiff());
    }

    @Test
    void a_second_run_writes_the_same_file_again_and_leaves_nothing_else() throws Exception {
        Path folder = directory.resolve("in");
        store(folder.toString());
        Files.write(folder.resolve("." + "2026-11-21_10-03-22_+390551234_0123456789abcdef.tif.part"), new byte[] {1});

        store(folder.toString());

        assertThat(names(folder)).containsExactly("2026-11-21_10-03-22_+390551234_0123456789abcdef.tif");
        assertThat(folder.resolve("2026-11-21_10-03-22_+390551234_0123456789abcdef.tif"))
                .hasBinaryContent(Faxes.tiff());
    }

    @Test
    void it_comes_as_pdf_and_under_another_name_if_so_wanted() throws Exception {
        Path folder = directory.resolve("in");
        store(folder + "|format=both|name={called} {tsid} {id}");

        assertThat(names(folder))
                .containsExactlyInAnyOrder(
                        "+4930111 +39-055-1234 0123456789abcdef.tif", "+4930111 +39-055-1234 0123456789abcdef.pdf");
        try (var pdf = Loader.loadPDF(
                folder.resolve("+4930111 +39-055-1234 0123456789abcdef.pdf").toFile())) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(2);
        }
    }

    @Test
    void files_of_earlier_methods_are_stored_beside_it() throws Exception {
        Path note = Files.writeString(directory.resolve("note.txt"), "urgent");
        Path folder = directory.resolve("in");
        store(folder + "|name={id}", note);

        assertThat(names(folder)).containsExactlyInAnyOrder("0123456789abcdef.tif", "0123456789abcdef_note.txt");
    }

    @Test
    void a_folder_that_cannot_be_written_is_tried_again_and_says_so() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThat(store(file.resolve("below").toString()))
                .isInstanceOfSatisfying(
                        RoutingResult.TryAgain.class,
                        again -> assertThat(again.why())
                                .contains(file.toString())
                                .contains("See that"));
    }

    @Test
    void what_is_no_proper_configuration_is_complained_of() throws Exception {
        assertThat(FolderMethod.complaint(new byte[0])).get().asString().contains("No folder");
        assertThat(FolderMethod.complaint(MethodText.write("faxes")))
                .get()
                .asString()
                .contains("no whole path");
        assertThat(FolderMethod.complaint(MethodText.write(directory + "|name={date}")))
                .get()
                .asString()
                .contains("{id}");
        assertThat(FolderMethod.complaint(MethodText.write(directory + "|name={who}{id}")))
                .get()
                .asString()
                .contains("{who}");
        assertThat(FolderMethod.complaint(MethodText.write(directory + "|format=gif")))
                .get()
                .asString()
                .contains("gif");
        assertThat(FolderMethod.complaint(MethodText.write(directory + "|colour=red")))
                .get()
                .asString()
                .contains("colour=red");
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        assertThat(FolderMethod.complaint(MethodText.write(file.resolve("below").toString())))
                .get()
                .asString()
                .contains("cannot be made");
        assertThat(FolderMethod.complaint(
                        MethodText.write(directory.resolve("new").toString())))
                .isEmpty();
    }

    @Test
    void a_caller_cannot_lead_the_name_out_of_the_folder() throws Exception {
        var hostile = Faxes.request(directory, FolderMethod.GUID, MethodText.write(directory.resolve("in") + ""));
        var request = new RoutingRequest(
                hostile.method(),
                hostile.jobId(),
                hostile.receivedAt(),
                hostile.duration(),
                hostile.zone(),
                1,
                true,
                "",
                "",
                "../../etc/passwd\0\n",
                "",
                0,
                "",
                hostile.data(),
                new byte[0],
                0,
                false,
                hostile.files());
        FolderMethod.route(request);

        assertThat(names(directory.resolve("in")))
                .containsExactly("2026-11-21_10-03-22_..-..-etc-passwd-_0123456789abcdef.tif");
    }
}
