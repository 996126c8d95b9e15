package org.caselli.service.receipt;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caselli.outcome.Outcome;
import org.caselli.service.receipt.Story.Part;

/** A receipt in words: its subject, its text, and the same as HTML that any mail program and any telephone can show. */
final class ReceiptText {
    /** The name by which the HTML asks for the picture of the first page. */
    static final String PICTURE = "page1";

    /** Ours: a longer table is no longer shown whole by the mail programs of the great providers; it goes as a file too. */
    static final int MOST_ROWS = 200;

    /** Ours: mail programs show about half of it. */
    private static final int LONGEST_SUBJECT = 200;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final String GOOD = "#1a7f4b";
    private static final String BAD = "#b3261e";
    private static final String DOUBT = "#9a6700";

    private final Story story;
    private final ZoneId zone;

    ReceiptText(Story story) {
        this.story = story;
        this.zone = ZoneId.of(story.zone());
    }

    String subject() {
        Part first = story.parts().getFirst();
        String about = story.subject().isBlank() ? "" : ": " + story.subject();
        if (story.parts().size() > 1) {
            return cut("Fax to " + story.parts().size() + " recipients: " + counts() + about, LONGEST_SUBJECT);
        }
        String pages = " (" + pages(story.pages()) + ")";
        return cut(
                switch (kind(first)) {
                    case DELIVERED -> "Fax delivered to " + to(first) + pages + about;
                    case IN_DOUBT -> "Fax to " + to(first) + " perhaps delivered" + pages + about;
                    case CANCELED -> "Fax to " + to(first) + " cancelled" + pages + about;
                    case FAILED -> "Fax NOT delivered to " + to(first) + pages + about;
                },
                LONGEST_SUBJECT);
    }

    private enum Kind {
        DELIVERED("delivered", GOOD),
        IN_DOUBT("perhaps delivered", DOUBT),
        CANCELED("cancelled", DOUBT),
        FAILED("not delivered", BAD);

        private final String word;
        private final String colour;

        Kind(String word, String colour) {
            this.word = word;
            this.colour = colour;
        }
    }

    private static Kind kind(Part part) {
        return part.delivered()
                ? Kind.DELIVERED
                : part.inDoubt() ? Kind.IN_DOUBT : part.canceled() ? Kind.CANCELED : Kind.FAILED;
    }

    /** "4 delivered, 1 not delivered". */
    private String counts() {
        return Stream.of(Kind.values())
                .map(kind -> {
                    long count = story.parts().stream()
                            .filter(part -> kind(part) == kind)
                            .count();
                    return count == 0 ? "" : count + " " + kind.word;
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String to(Part part) {
        return part.name().isBlank() ? part.number() : part.name() + ", " + part.number();
    }

    static String pages(int count) {
        return count == 1 ? "1 page" : count + " pages";
    }

    /** What happened, as one sentence. */
    static String verdict(Part part) {
        return ending(part).sentence();
    }

    private static Outcome ending(Part part) {
        return part.canceled() ? Outcome.CANCELED : part.ending();
    }

    /** What a person should do next. */
    static String advice(Part part) {
        return part.delivered() ? Outcome.DELIVERED.advice() : ending(part).lastAdvice();
    }

    private record Fact(String name, String value) {}

    /** What is known of the fax as a whole, and of its one recipient. What is not known is left out. */
    private List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        Part first = story.parts().getFirst();
        boolean one = story.parts().size() == 1;
        if (one) {
            facts.add(new Fact("To", to(first)));
        } else {
            facts.add(new Fact("Recipients", counts()));
        }
        facts.add(new Fact("Subject", story.subject()));
        facts.add(new Fact("Document", story.documentName()));
        facts.add(new Fact(
                "From",
                Stream.of(story.senderName(), story.senderNumber())
                        .filter(each -> !each.isBlank())
                        .collect(Collectors.joining(", "))));
        if (one) {
            facts.add(new Fact(
                    "Pages",
                    first.delivered() || first.attempts() == 0
                            ? String.valueOf(story.pages())
                            : first.pagesConfirmed() + " of " + story.pages() + " confirmed"));
            facts.add(new Fact("Sent", time(first.startedAt())));
            facts.add(new Fact("Ended", time(first.endedAt())));
            facts.add(new Fact("Duration", duration(first)));
            facts.add(new Fact("Attempts", String.valueOf(first.attempts())));
            facts.add(new Fact("Line", first.line()));
            facts.add(new Fact("Our identity", first.ourId()));
            facts.add(new Fact("Their identity", first.farId()));
        } else {
            facts.add(new Fact("Pages", String.valueOf(story.pages())));
        }
        facts.add(new Fact("Submitted", time(story.submittedAt())));
        facts.add(new Fact(one ? "Job" : "Submission", one ? first.job() : story.submission()));
        facts.removeIf(fact -> fact.value().isBlank());
        return facts;
    }

    private String time(long millis) {
        return millis == 0 ? "" : TIME.format(Instant.ofEpochMilli(millis).atZone(zone)) + " " + zone.getId();
    }

    private static String duration(Part part) {
        if (part.startedAt() == 0 || part.callEndedAt() == 0) {
            return "";
        }
        long seconds = Duration.ofMillis(Math.max(0, part.callEndedAt() - part.startedAt()))
                .plusMillis(500)
                .toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** Those first who need somebody. */
    private List<Part> sorted() {
        return story.parts().stream()
                .sorted(Comparator.comparing((Part part) -> kind(part)).reversed())
                .toList();
    }

    /** "2 were not delivered" as a head line. */
    private String headline() {
        if (story.parts().size() > 1) {
            return story.delivered() ? "Delivered to all " + story.parts().size() + " recipients" : counts();
        }
        return switch (kind(story.parts().getFirst())) {
            case DELIVERED -> "Your fax was delivered";
            case IN_DOUBT -> "Your fax was perhaps delivered";
            case CANCELED -> "Your fax was cancelled";
            case FAILED -> "Your fax was not delivered";
        };
    }

    private Optional<String> said() {
        return story.parts().size() > 1
                ? Optional.empty()
                : Optional.of(verdict(story.parts().getFirst()));
    }

    /** @param note something to be added at the end; perhaps empty */
    String plain(String note) {
        var text = new StringBuilder();
        text.append(one(headline())).append(".\r\n");
        said().ifPresent(sentence -> text.append(sentence)
                .append("\r\n")
                .append(advice(story.parts().getFirst()))
                .append("\r\n"));
        text.append("\r\n");
        for (Fact fact : facts()) {
            text.append("%-16s%s\r\n".formatted(fact.name() + ":", one(fact.value())));
        }
        if (story.parts().size() > 1) {
            text.append("\r\n");
            for (Part part : sorted()) {
                text.append(one(to(part)))
                        .append(": ")
                        .append(kind(part).word)
                        .append(part.delivered() ? "" : ". " + verdict(part) + " " + advice(part))
                        .append("\r\n    ")
                        .append(one(details(part)))
                        .append("\r\n");
            }
        }
        if (!note.isEmpty()) {
            text.append("\r\n").append(one(note)).append("\r\n");
        }
        return text.toString();
    }

    /** "2 of 3 pages, 2 attempts, 2026-11-21 10:04:22 Europe/Rome, 35 s, line Berlin, job 0123456789abcdef". */
    private String details(Part part) {
        return Stream.of(
                        (part.delivered() ? "" : part.pagesConfirmed() + " of ") + pages(story.pages(part)),
                        part.attempts() == 1 ? "1 attempt" : part.attempts() + " attempts",
                        time(part.endedAt()),
                        duration(part),
                        part.line().isEmpty() ? "" : "line " + part.line(),
                        part.farId().isBlank() ? "" : "their identity " + part.farId(),
                        "job " + part.job())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** A line that nothing in it can end. */
    private static String one(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "...";
    }

    /** All recipients as a CSV file (RFC 4180), where there are more than the HTML shows. */
    Optional<String> csv() {
        if (story.parts().size() <= MOST_ROWS) {
            return Optional.empty();
        }
        return Optional.of(sorted().stream()
                .map(part -> Stream.of(
                                part.number(),
                                part.name(),
                                kind(part).word,
                                part.delivered() ? "" : verdict(part),
                                String.valueOf(story.pages(part)),
                                String.valueOf(part.pagesConfirmed()),
                                String.valueOf(part.attempts()),
                                part.endedAt() == 0
                                        ? ""
                                        : Instant.ofEpochMilli(part.endedAt()).toString(),
                                part.line(),
                                part.farId(),
                                part.job())
                        .map(ReceiptText::quoted)
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining(
                        "\r\n",
                        "number,name,state,reason,pages,pages_confirmed,attempts,ended_at,line,their_id,job\r\n",
                        "\r\n")));
    }

    /** A name that begins like a formula must not become one in a spreadsheet. */
    private static String quoted(String text) {
        String safe = text.matches("(?s)[=@\\t\\r].*|[+-](?![0-9 ()/.-]*$).*") ? "'" + text : text;
        return "\"" + one(safe).replace("\"", "\"\"") + "\"";
    }

    /**
     * The same as HTML: tables and styles in the elements, for mail programs know little else; as wide as the window, up to
     * 600 dots.
     *
     * @param picture whether there is a picture of the first page
     */
    String html(boolean picture, String note) {
        Part first = story.parts().getFirst();
        boolean many = story.parts().size() > 1;
        String colour =
                many ? (story.delivered() ? GOOD : story.deliveredParts() == 0 ? BAD : DOUBT) : kind(first).colour;
        var html = new StringBuilder();
        html.append("<!DOCTYPE html>\r\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light\"><title>");
        html.append(escaped(subject())).append("</title></head>\r\n");
        html.append("<body style=\"margin:0;padding:0;background:#f2f3f5;\">\r\n");
        html.append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
                + " style=\"background:#f2f3f5;\"><tr><td align=\"center\" style=\"padding:16px 8px;\">\r\n");
        html.append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
                + " style=\"max-width:600px;background:#ffffff;border:1px solid #d8dbe0;border-radius:8px;"
                + "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1c1f24;"
                + "font-size:15px;line-height:1.45;text-align:left;\">\r\n");
        html.append("<tr><td style=\"background:")
                .append(colour)
                .append(";color:#ffffff;padding:18px 20px;border-radius:8px 8px 0 0;\">"
                        + "<div style=\"font-size:20px;font-weight:600;line-height:1.3;\">")
                .append(escaped(capital(headline())))
                .append("</div>");
        html.append("<div style=\"padding-top:4px;overflow-wrap:anywhere;\">")
                .append(escaped(many ? pages(story.pages()) : to(first) + " \u00b7 " + pages(story.pages())))
                .append("</div></td></tr>\r\n");
        if (!many) {
            html.append("<tr><td style=\"padding:18px 20px 0 20px;\"><div style=\"font-weight:600;\">")
                    .append(escaped(verdict(first)))
                    .append("</div><div style=\"padding-top:2px;color:#4a5059;\">")
                    .append(escaped(advice(first)))
                    .append("</div></td></tr>\r\n");
        }
        html.append("<tr><td style=\"padding:16px 20px;\">"
                + "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\r\n");
        for (Fact fact : facts()) {
            html.append("<tr><td style=\"padding:4px 12px 4px 0;color:#5c636e;white-space:nowrap;vertical-align:top;"
                            + "width:1%;font-size:14px;\">")
                    .append(escaped(fact.name()))
                    .append("</td><td style=\"padding:4px 0;overflow-wrap:anywhere;font-size:14px;\">")
                    .append(escaped(fact.value()))
                    .append("</td></tr>\r\n");
        }
        html.append("</table></td></tr>\r\n");
        if (many) {
            rows(html);
        }
        if (picture) {
            html.append("<tr><td align=\"center\" style=\"padding:0 20px 20px 20px;\"><img src=\"cid:" + PICTURE
                    + "\" alt=\"The first page of the fax\" width=\"320\" style=\"display:block;width:100%;max-width:320px;"
                    + "height:auto;border:1px solid #c4c8ce;\"></td></tr>\r\n");
        }
        if (!note.isEmpty()) {
            html.append("<tr><td style=\"padding:0 20px 16px 20px;color:#4a5059;font-size:14px;\">")
                    .append(escaped(note))
                    .append("</td></tr>\r\n");
        }
        html.append("<tr><td style=\"padding:12px 20px;border-top:1px solid #e4e6ea;color:#6b727c;font-size:12px;\">"
                + "This receipt was written by the fax server Caselli.</td></tr>\r\n");
        html.append("</table></td></tr></table></body></html>\r\n");
        return html.toString();
    }

    private void rows(StringBuilder html) {
        html.append("<tr><td style=\"padding:0 20px 16px 20px;\"><table role=\"presentation\" width=\"100%\""
                + " cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\r\n");
        List<Part> sorted = sorted();
        for (Part part : sorted.subList(0, Math.min(MOST_ROWS, sorted.size()))) {
            Kind kind = kind(part);
            html.append("<tr><td style=\"padding:10px 0;border-top:1px solid #e4e6ea;font-size:14px;"
                            + "overflow-wrap:anywhere;\"><div><span style=\"font-weight:600;\">")
                    .append(escaped(to(part)))
                    .append("</span> <span style=\"color:")
                    .append(kind.colour)
                    .append(";font-weight:600;white-space:nowrap;\">")
                    .append(kind.word)
                    .append("</span></div>");
            if (!part.delivered()) {
                html.append("<div>")
                        .append(escaped(verdict(part) + " " + advice(part)))
                        .append("</div>");
            }
            html.append("<div style=\"color:#5c636e;font-size:13px;\">")
                    .append(escaped(details(part)))
                    .append("</div></td></tr>\r\n");
        }
        html.append("</table></td></tr>\r\n");
        if (sorted.size() > MOST_ROWS) {
            html.append("<tr><td style=\"padding:0 20px 16px 20px;font-size:14px;\">")
                    .append(sorted.size() - MOST_ROWS)
                    .append(" more recipients are in the attached file recipients.csv.</td></tr>\r\n");
        }
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String escaped(String text) {
        return one(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
