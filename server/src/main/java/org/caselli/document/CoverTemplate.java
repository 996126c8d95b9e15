package org.caselli.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of cover pages, with its placeholders checked: {@code {{recipient.name}}} for a field, and
 * {@code {{#message.note}}...{{/message.note}}} for what stands there only if the field has something in it
 * ({@code {{^...}}}: only if not). Nothing else of Mustache is let in, above all nothing that puts a field in unescaped.
 *
 * @param name   for messages
 * @param text   HTML
 * @param fields those that it shows, in the order in which it first names them; labels are none
 * @param places where it shows them
 */
public record CoverTemplate(String name, String text, List<String> fields, List<Place> places) {
    /** Ours: two pages of text with a logo are a tenth of it. */
    public static final int MOST_OCTETS = 128 * 1024;

    private static final Pattern TAG = Pattern.compile("\\{\\{(\\{?)\\s*([#^/!&>=]?)\\s*(.*?)\\s*}}}?", Pattern.DOTALL);

    /**
     * Where a field is shown.
     *
     * @param with    fields that must have something in them for this place to be there
     * @param without fields that must be empty for that
     */
    public record Place(String field, List<String> with, List<String> without) {
        public Place {
            with = List.copyOf(with);
            without = List.copyOf(without);
        }

        private boolean isHole(CoverFields given) {
            return !field.equals(CoverFields.PAGES)
                    && given.value(field).isBlank()
                    && with.stream().noneMatch(name -> given.value(name).isEmpty())
                    && without.stream().allMatch(name -> given.value(name).isEmpty());
        }
    }

    public CoverTemplate {
        fields = List.copyOf(fields);
        places = List.copyOf(places);
    }

    /** @throws DocumentException if it is no text, is too long, or a placeholder in it is wrong */
    public static CoverTemplate of(String name, byte[] octets) throws DocumentException {
        try {
            return of(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets))
                            .toString());
        } catch (CharacterCodingException cause) {
            throw new DocumentException(
                    DocumentException.Reason.UNREADABLE, name, 0, "is not UTF-8", "Save it as UTF-8.", cause);
        }
    }

    /** As {@link #of(String, byte[])}. */
    public static CoverTemplate of(String name, String text) throws DocumentException {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets > MOST_OCTETS) {
            throw new DocumentException(
                    DocumentException.Reason.TOO_LARGE,
                    name,
                    0,
                    "is " + octets + " octets long; the limit is " + MOST_OCTETS,
                    "Make its pictures smaller.");
        }
        if (text.isBlank()) {
            throw new DocumentException(DocumentException.Reason.EMPTY, name, 0, "is empty", "Write HTML into it.");
        }
        Set<String> fields = new LinkedHashSet<>();
        var places = new ArrayList<Place>();
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            int line = 1
                    + (int) text.substring(0, tags.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            String kind = tags.group(1).isEmpty() ? tags.group(2) : "{";
            String field = tags.group(3);
            switch (kind) {
                case "!" -> {}
                case "", "#", "^", "/" -> {
                    if (!CoverFields.NAMES.contains(field)) {
                        throw wrong(
                                name,
                                line,
                                "names the field \"" + Refusals.brief(new IllegalArgumentException(field))
                                        + "\", which there is not",
                                "The fields are: " + String.join(", ", CoverFields.NAMES) + ".");
                    }
                }
                case "{", "&" ->
                    throw wrong(
                            name,
                            line,
                            "puts a field in unescaped",
                            "Write it with two braces: {{" + (field.isEmpty() ? "message.note" : field) + "}}.");
                default ->
                    throw wrong(
                            name,
                            line,
                            "has a placeholder that begins with " + kind,
                            "Only {{field}}, {{#field}}, {{^field}}, {{/field}} and {{! remarks }} are known.");
            }
            switch (kind) {
                case "#", "^" -> open.push(kind + field);
                case "/" -> {
                    if (open.isEmpty() || !open.pop().substring(1).equals(field)) {
                        throw wrong(
                                name,
                                line,
                                "ends {{/" + field + "}}, which was not begun last",
                                "Each {{#field}} or {{^field}} needs its {{/field}}, the inner ones first.");
                    }
                }
                case "" -> {
                    if (!field.startsWith(CoverFields.LABEL)) {
                        fields.add(field);
                        places.add(new Place(field, sections(open, '#'), sections(open, '^')));
                    }
                }
                default -> {}
            }
        }
        if (!open.isEmpty()) {
            throw wrong(
                    name,
                    (int) text.lines().count(),
                    "ends within {{" + open.peek() + "}}",
                    "Write {{/" + open.element().substring(1) + "}} where that part ends.");
        }
        return new CoverTemplate(name, text, new ArrayList<>(fields), places);
    }

    private static List<String> sections(Deque<String> open, char kind) {
        return open.stream()
                .filter(section -> section.charAt(0) == kind)
                .map(section -> section.substring(1))
                .toList();
    }

    private static DocumentException wrong(String name, int line, String problem, String remedy) {
        return new DocumentException(
                DocumentException.Reason.UNREADABLE, name, 0, "in line " + line + " " + problem, remedy);
    }

    /** Which fields it shows that are empty, so that they leave a hole. */
    public List<String> missing(CoverFields given) {
        return places.stream()
                .filter(place -> place.isHole(given))
                .map(Place::field)
                .distinct()
                .toList();
    }

    /** The file to be rendered. */
    Source source(CoverFields given) {
        return new Source(name, text.getBytes(StandardCharsets.UTF_8), Optional.of(given));
    }
}
