package org.caselli.objectmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A personal cover page is an HTML file; those of Windows cannot be read, and that is said. */
class PersonalCoverPageTest {
    @TempDir
    Path folder;

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static FaxException refused(FaxError error, String path) {
        FaxException refused = catchThrowableOfType(FaxException.class, () -> PersonalCoverPage.of(path));
        assertThat(refused).isNotNull();
        assertThat(refused.error()).as(refused.getMessage()).isEqualTo(error);
        assertThat(refused.remedy()).isNotEmpty();
        return refused;
    }

    @Test
    void it_is_read_as_it_is_whatever_its_name() throws IOException {
        String html = "\n<h1>Praxis für {{recipient.name}}</h1>";
        assertThat(PersonalCoverPage.of(file("house.html", html))).isEqualTo(new PersonalCoverPage("house.html", html));
        assertThat(PersonalCoverPage.of(file("ported.cov", html))).isEqualTo(new PersonalCoverPage("ported.cov", html));
        assertThat(PersonalCoverPage.of(file("plain.txt", "To {{recipient.name}}"))
                        .text())
                .isEqualTo("To {{recipient.name}}");
    }

    @Test
    void one_of_windows_is_refused_with_what_to_do_instead() throws IOException {
        byte[] editors = "FAXCOVER-VER005w\u0001\u0000\u0000\u0000".getBytes(StandardCharsets.ISO_8859_1);
        for (String path : new String[] {
            file("generic.cov", editors), file("renamed.html", editors), file("OTHER.COV", new byte[] {1, 0, 0, 0, 88})
        }) {
            FaxException refused = refused(FaxError.ERROR_INVALID_DATA, path);
            assertThat(refused.sentence()).contains(path, "Windows (.cov)");
            assertThat(refused.remedy())
                    .contains("HTML", "{{recipient.name}}", "caselli covers show", "docs/guide/cover-pages.md");
        }
    }

    @Test
    void what_is_no_text_or_not_there_is_told_so() throws IOException {
        assertThat(refused(FaxError.ERROR_INVALID_DATA, file("latin.html", new byte[] {'<', 'p', '>', (byte) 0xFC}))
                        .sentence())
                .contains("UTF-8");
        refused(FaxError.ERROR_INVALID_DATA, file("zero.html", "<p>\u0000</p>"));
        refused(FaxError.ERROR_FILE_NOT_FOUND, folder.resolve("lost.html").toString());
        assertThat(refused(FaxError.ERROR_FILE_NOT_FOUND, "").sentence()).contains("no name");
        refused(FaxError.E_ACCESSDENIED, folder.toString());
    }
}
