package org.caselli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds a value against a JSON schema (2020-12), as far as {@code openapi.yaml} uses it. A keyword that it does not know is a
 * complaint too, so that nothing in the document goes unchecked.
 */
final class Schema {
    private static final Set<String> SAID_ELSEWHERE = Set.of("description", "contentMediaType", "default");

    private final JsonNode document;
    private final List<String> complaints = new ArrayList<>();

    private Schema(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with the value; nothing if it is right. */
    static List<String> complaints(JsonNode document, JsonNode schema, JsonNode value) {
        var checker = new Schema(document);
        checker.check(schema, value, "$");
        return checker.complaints;
    }

    /** What a reference leads to; the node itself if it is none. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private void check(JsonNode unresolved, JsonNode value, String where) {
        JsonNode schema = resolve(document, unresolved);
        if (schema.isMissingNode()) {
            complaints.add(where + ": " + unresolved + " leads nowhere");
            return;
        }
        for (var rule : schema.properties()) {
            JsonNode wanted = rule.getValue();
            boolean right = switch (rule.getKey()) {
                case "type" -> hasType(wanted.asText(), value);
                case "const" -> wanted.equals(value);
                case "enum" -> has(wanted, value);
                case "minimum" -> value.asDouble() >= wanted.asDouble();
                case "maximum" -> value.asDouble() <= wanted.asDouble();
                case "minLength" -> value.asText().length() >= wanted.asInt();
                case "maxLength" -> value.asText().length() <= wanted.asInt();
                case "minItems" -> value.size() >= wanted.asInt();
                case "maxItems" -> value.size() <= wanted.asInt();
                case "pattern" ->
                    Pattern.compile(wanted.asText()).matcher(value.asText()).find();
                case "format" -> hasFormat(wanted.asText(), value);
                case "required" -> hasAll(wanted, value);
                case "properties" -> checkProperties(wanted, value, where);
                case "additionalProperties" -> checkOthers(schema, wanted, value, where);
                case "items" -> checkItems(wanted, value, where);
                default -> SAID_ELSEWHERE.contains(rule.getKey());
            };
            if (!right) {
                complaints.add(where + ": " + value + " is against " + rule.getKey() + " " + wanted);
            }
        }
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private static boolean hasFormat(String format, JsonNode value) {
        return switch (format) {
            case "date-time" -> !Instant.parse(value.asText()).equals(Instant.MIN);
            case "uri-reference" -> value.asText().startsWith("/");
            case "int64" -> value.canConvertToLong();
            default -> false;
        };
    }

    private static boolean has(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        for (JsonNode name : names) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }

    private boolean checkProperties(JsonNode properties, JsonNode value, String where) {
        for (var property : properties.properties()) {
            if (value.has(property.getKey())) {
                check(property.getValue(), value.get(property.getKey()), where + "." + property.getKey());
            }
        }
        return true;
    }

    private boolean checkOthers(JsonNode schema, JsonNode others, JsonNode value, String where) {
        boolean right = true;
        for (var member : value.properties()) {
            if (!schema.path("properties").has(member.getKey())) {
                if (others.isObject()) {
                    check(others, member.getValue(), where + "." + member.getKey());
                } else {
                    right &= others.asBoolean();
                }
            }
        }
        return right;
    }

    private boolean checkItems(JsonNode items, JsonNode value, String where) {
        for (int i = 0; i < value.size(); i++) {
            check(items, value.get(i), where + "[" + i + "]");
        }
        return true;
    }
}
