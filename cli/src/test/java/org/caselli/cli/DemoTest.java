package org.caselli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.caselli.image.tiff.TiffFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int demo(boolean interactive, String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(more, 0, arguments, 5, more.length);
        arguments[0] = "demo";
        arguments[1] = "-o";
        arguments[2] = folder.resolve("received").toString();
        arguments[3] = "--haste";
        arguments[4] = "1000";
        try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            return Caselli.run(new Terminal(outStream, errStream, interactive), Map.of(), arguments);
        }
    }

    @Test
    void files_go_from_one_line_to_the_other_as_one_fax_that_stays_to_be_opened() throws Exception {
        Path one = Files.writeString(folder.resolve("one.txt"), "The first page.\n");
        Path two = Files.writeString(folder.resolve("two.txt"), "The second page.\n");
        int code = demo(false, one.toString(), two.toString(), "--diary", "--resolution", "standard");
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(said + err.toString(StandardCharsets.UTF_8)).isEqualTo(Exit.DONE);
        assertThat(said)
                .contains("Line 1001 faxes one.txt, two.txt to line 1002")
                .contains("Delivered: 2 pages in ")
                .contains("with error correction")
                .contains("as they were sent, dot for dot")
                .contains("The diary of the sender's call:");
        try (var files = Files.list(folder.resolve("received"))) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                if (file.toString().endsWith(".tif")) {
                    assertThat(TiffFile.read(content).pages()).isEqualTo(2);
                } else {
                    assertThat(file.toString()).endsWith(".pdf");
                    assertThat(new String(content, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
                }
                assertThat(said).contains(file.toString());
            }
        }
    }

    @Test
    void without_files_it_sends_the_sample_and_programs_get_all_facts() throws Exception {
        assertThat(demo(false, "--json"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(Exit.DONE);
        JsonNode result = new ObjectMapper().readTree(out.toByteArray());
        assertThat(result.at("/sent/job/state").asText()).isEqualTo("completed");
        assertThat(result.at("/received/pages").asInt()).isEqualTo(2);
        assertThat(result.at("/identical").asBoolean()).isTrue();
        assertThat(Path.of(result.at("/pdf").asText())).isNotEmptyFile();
        assertThat(Path.of(result.at("/tiff").asText())).isNotEmptyFile();
    }

    @Test
    void a_person_at_a_terminal_sees_a_bar() throws Exception {
        Path one = Files.writeString(folder.resolve("one.txt"), "The first page.\n");
        assertThat(demo(true, one.toString())).isEqualTo(Exit.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("100%")
                .contains("\r")
                .contains("Delivered: 1 page in ");
    }

    @Test
    void a_file_that_cannot_be_faxed_is_told_before_any_call() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7 and then nothing");
        assertThat(demo(false, broken.toString())).isEqualTo(Exit.DOCUMENT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("broken.pdf").doesNotContain("Exception");
        assertThat(folder.resolve("received")).doesNotExist();
    }
}
