package org.caselli.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    @Test
    void a_line_is_one_json_object_with_stable_names_whatever_is_in_it() throws IOException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var event = new LoggingEvent(
                "here",
                context.getLogger("org.caselli.Test"),
                Level.WARN,
                "A \"quoted\"\nline of {}",
                new IllegalStateException("why\tnot"),
                new Object[] {"Größe"});
        event.addKeyValuePair(new KeyValuePair("job", "687f2b7f"));
        var lines = new JsonLines();
        String text = new String(lines.encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        assertThat(text.strip()).doesNotContain("\n");
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("org.caselli.Test");
        assertThat(line.get("text").asText()).isEqualTo("A \"quoted\"\nline of Größe");
        assertThat(line.get("job").asText()).isEqualTo("687f2b7f");
        assertThat(line.get("error").asText()).contains("IllegalStateException: why\tnot");
        assertThat(java.time.Instant.parse(line.get("at").asText())).isNotNull();
    }
}
