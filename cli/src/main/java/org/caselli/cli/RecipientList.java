package org.caselli.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caselli.client.Api;

/** A CSV file of recipients: a number and perhaps a name a line, apart by a comma or a semicolon (RFC 4180 but for that). */
final class RecipientList {
    private RecipientList() {}

    static List<Api.NewRecipient> read(Path file) {
        try {
            List<Api.NewRecipient> recipients = parse(Files.readString(file), file.toString());
            if (recipients.isEmpty()) {
                throw new Failure(Exit.USAGE, "There is no recipient in " + file + ". Write one a line: number,name.");
            }
            return recipients;
        } catch (NoSuchFileException cause) {
            throw new Failure(Exit.USAGE, "There is no file " + file + ". Check its name.", cause);
        } catch (CharacterCodingException cause) {
            throw new Failure(Exit.USAGE, file + " is not UTF-8. Save it as UTF-8.", cause);
        } catch (IOException cause) {
            throw new Failure(Exit.USAGE, file + " cannot be read: " + cause.getMessage() + ".", cause);
        }
    }

    /**
     * The recipients in a text. A first line of the words "number" and "name" is a heading; empty lines and such that begin
     * with # are passed over.
     *
     * @param name of the file, for messages
     */
    static List<Api.NewRecipient> parse(String text, String name) {
        var recipients = new ArrayList<Api.NewRecipient>();
        int number = 0;
        for (String line : text.replace("\uFEFF", "").lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#") || (number == 1 && isHeading(line))) {
                continue;
            }
            List<String> fields = fields(line, name + ", line " + number);
            String dialled = fields.getFirst().strip();
            if (dialled.isEmpty()) {
                throw new Failure(Exit.USAGE, name + ", line " + number + ", has no number. Write number,name.");
            }
            recipients.add(Api.NewRecipient.of(
                    dialled, fields.size() > 1 ? fields.get(1).strip() : null));
        }
        return recipients;
    }

    private static boolean isHeading(String line) {
        return line.matches("(?i)\\s*\"?(fax )?number\"?\\s*([,;].*)?");
    }

    private static List<String> fields(String line, String where) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if ((c == ',' || c == ';') && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new Failure(Exit.USAGE, where + ", has a quotation mark without its second one. Add it.");
        }
        fields.add(field.toString());
        return fields;
    }
}
