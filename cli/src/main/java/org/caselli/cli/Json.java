package org.caselli.cli;

import io.avaje.json.mapper.JsonMapper;

/** Values whose members are not known in advance, as JSON. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String of(Object value) {
        return MAPPER.toJson(value);
    }
}
