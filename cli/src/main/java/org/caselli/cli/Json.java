package org.caselli.cli;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Optional;

/** Values whose members are not known in advance, as JSON. */
final class Json {
    /** An empty list is a value too. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .jsonStream(JsonStream.builder().serializeEmpty(true).build())
            .build();

    private Json() {}

    /** A list of texts; empty if it is none. */
    static Optional<List<String>> texts(String json) {
        try {
            return Optional.of(Jsonb.instance().type(String.class).list().fromJson(json));
        } catch (JsonException none) {
            return Optional.empty();
        }
    }

    static String of(Object value) {
        return MAPPER.toJson(value);
    }
}
