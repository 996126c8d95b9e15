package org.caselli.service.notice;

import io.avaje.json.mapper.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.caselli.queue.ServerEvent;

/** How events are written for the outside: names in lower case, as everywhere in the REST interface. */
public final class Wording {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Wording() {}

    /** The facts of an event; the log has the constants' own names. */
    public static Map<String, String> facts(ServerEvent event) {
        var named = new TreeMap<>(event.facts());
        for (String fact : List.of("state", "outcome")) {
            named.computeIfPresent(fact, (name, value) -> value.toLowerCase(Locale.ROOT));
        }
        return named;
    }

    /** The name of a constant. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The body of a delivery: {@code type}, {@code timestamp} and {@code data} as Standard Webhooks recommends. */
    static byte[] body(ServerEvent event) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", event.sequence());
        data.put("class", name(event.kind().eventClass()));
        data.put("subject", event.subject());
        data.put("facts", facts(event));
        return body(name(event.kind()), event.at().toString(), data);
    }

    static byte[] body(String type, String timestamp, Map<String, Object> data) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("timestamp", timestamp);
        body.put("data", data);
        return JSON.toJson(body).getBytes(StandardCharsets.UTF_8);
    }
}
