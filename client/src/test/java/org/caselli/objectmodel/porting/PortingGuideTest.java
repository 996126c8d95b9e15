package org.caselli.objectmodel.porting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the guide to porting shows in Java is what is compiled and run here. */
class PortingGuideTest {
    private static final Path GUIDE = Path.of("../docs/guide/porting-from-windows.md");
    private static final Path HERE = Path.of("src/test/java/org/caselli/objectmodel/porting");

    @Test
    void the_guide_shows_the_programs_as_they_are() throws IOException {
        Map<String, String> programs = new TreeMap<>();
        programs.putAll(regions(Files.readAllLines(HERE.resolve("Faxcom.java"))));
        programs.putAll(regions(Files.readAllLines(HERE.resolve("Faxcomex.java"))));
        assertThat(programs).hasSizeGreaterThan(20);
        assertThat(shown(Files.readAllLines(GUIDE))).isEqualTo(programs);
    }

    /** What stands between {@code // guide: name} and {@code // end}, several pieces of one name together. */
    private static Map<String, String> regions(List<String> source) {
        Map<String, List<String>> regions = new TreeMap<>();
        List<String> region = null;
        for (String line : source) {
            if (line.strip().startsWith("// guide: ")) {
                region = regions.computeIfAbsent(line.strip().substring(10), any -> new ArrayList<>());
            } else if (line.strip().equals("// end")) {
                region = null;
            } else if (region != null) {
                region.add(line);
            }
        }
        Map<String, String> texts = new TreeMap<>();
        regions.forEach(
                (name, lines) -> texts.put(name, String.join("\n", lines).stripIndent()));
        return texts;
    }

    /** The blocks of Java below a comment with their name. */
    private static Map<String, String> shown(List<String> guide) {
        Map<String, String> shown = new TreeMap<>();
        for (int i = 0; i < guide.size(); i++) {
            if (guide.get(i).equals("```java")) {
                assertThat(guide.get(i - 1)).as("above line " + i).matches("<!-- [a-z-]+ -->");
                int end = i + guide.subList(i, guide.size()).indexOf("```");
                String name = guide.get(i - 1).replaceAll("<!-- | -->", "");
                assertThat(shown.put(name, String.join("\n", guide.subList(i + 1, end))))
                        .as(name)
                        .isNull();
            }
        }
        return shown;
    }
}
