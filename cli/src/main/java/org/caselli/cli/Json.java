package org.caselli.cli;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Optional;

/** Values whose members are not known in advance, as JSON. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

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
