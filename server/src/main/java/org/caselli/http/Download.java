package org.caselli.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caselli.service.archive.Content;

/** Answers with a file from the disk: all of it, or the one part that the request wants (RFC 9110 clause 14). */
final class Download {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    private Download() {}

    /** Closes the content when it has been sent. */
    static void send(Context context, Content content) throws IOException {
        String tag = "\"" + content.tag() + "\"";
        context.contentType(content.type())
                .header("Content-Disposition", disposition(content.name()))
                .header("Accept-Ranges", "bytes")
                .header("ETag", tag);
        long size = content.size();
        long from = 0;
        long length = size;
        Matcher range = RANGE.matcher(wantedPart(context, tag));
        if (range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
            long last = size - 1;
            if (range.group(1).isEmpty()) {
                from = Math.max(0, size - Long.parseLong(range.group(2)));
            } else {
                from = Long.parseLong(range.group(1));
                last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
            }
            length = last - from + 1;
            if (length < 1) {
                content.close();
                context.header("Content-Range", "bytes */" + size);
                throw new ProblemException(
                        ProblemKind.RANGE_NOT_SATISFIABLE,
                        "The file has " + size + " octets; none of them is in the range that was asked for.",
                        "Ask for a range within the file, or for all of it.");
            }
            context.status(206).header("Content-Range", "bytes " + from + "-" + last + "/" + size);
        }
        context.header("Content-Length", Long.toString(length));
        context.result(content.stream(from, length));
    }

    /** The Range header, unless If-Range says that the file has become another meanwhile. Several parts at once are none. */
    private static String wantedPart(Context context, String tag) {
        String unless = context.header("If-Range");
        return unless == null || unless.equals(tag)
                ? Objects.requireNonNullElse(context.header("Range"), "").strip()
                : "";
    }

    /** RFC 6266, with the name in UTF-8 as RFC 8187 has it, and in ASCII for whoever does not know that. */
    static String disposition(String name) {
        String ascii = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        return "inline; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
