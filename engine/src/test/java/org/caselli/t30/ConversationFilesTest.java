package org.caselli.t30;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConversationFilesTest {
    static Stream<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ConversationFilesTest.class.getResource("/t30"))
                .toURI());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".call"))
                    .sorted()
                    .toList();
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_conversation_goes_as_the_file_tells(Path file) throws IOException {
        CallFile.play(file.getFileName().toString(), Files.readAllLines(file));
    }

    @Test
    void there_are_conversations() throws IOException, URISyntaxException {
        assertThat(files()).hasSizeGreaterThan(10);
    }
}
