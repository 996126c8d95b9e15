package org.caselli.objectmodel.faxcom;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxTiff;
import org.jspecify.annotations.Nullable;

/**
 * What a TIFF file says of its fax. Files of a Caselli server say it in ImageDescription (docs/reference/tiff-tags.md); of
 * those of others, what registered tags say is shown.
 */
public final class Tiff implements FaxTiff {
    private static final int IMAGE_DESCRIPTION = 270;
    private static final int DATE_TIME = 306;
    private static final int FAX_SUB_ADDRESS = 34909;

    private static final DateTimeFormatter TIFF_TIME = DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT);

    private static final JsonMapper.Type<Map<String, Object>> JSON =
            JsonMapper.builder().build().map();

    /**
     * A file that was read.
     *
     * @param fields texts by tag
     * @param label  what a Caselli server wrote into it; empty in a foreign file
     */
    private record Opened(String path, Map<Integer, String> fields, Map<String, Object> label) {}

    private volatile @Nullable Opened opened;

    @Override
    public String getImage() {
        Opened file = opened;
        return file == null ? "" : file.path();
    }

    @Override
    public void setImage(@Nullable String value) {
        String path = value == null ? "" : value;
        try {
            Path file = Path.of(path);
            if (Files.isRegularFile(file)) {
                Map<Integer, String> fields = TiffFields.read(file);
                opened = new Opened(path, fields, label(fields.getOrDefault(IMAGE_DESCRIPTION, "")));
                return;
            }
        } catch (InvalidPathException noPath) {
            // Then there is no such file either.
        } catch (IOException cause) {
            throw new FaxException(
                    FaxError.ERROR_INVALID_DATA,
                    path + " cannot be read as a TIFF file: " + cause.getMessage() + ".",
                    "Give a TIFF file that is whole.",
                    cause);
        }
        throw new FaxException(
                FaxError.ERROR_FILE_NOT_FOUND, "There is no file " + path + ".", "Give the whole path of a TIFF file.");
    }

    private static Map<String, Object> label(String description) {
        if (!description.startsWith("{\"caselli\":")) {
            return Map.of();
        }
        try {
            return JSON.fromJson(description);
        } catch (JsonException cutOff) {
            return Map.of();
        }
    }

    private Opened file() {
        Opened file = opened;
        if (file == null) {
            throw new FaxException(FaxError.E_HANDLE, "No TIFF file is open.", "Set Image first.");
        }
        return file;
    }

    private String label(Opened file, String name) {
        return Objects.toString(file.label().get(name), "");
    }

    private String labelled(String name) {
        return label(file(), name);
    }

    @Override
    public String getTiffTagString(int tagId) {
        return file().fields().getOrDefault(tagId, "");
    }

    @Override
    public String getCallerId() {
        return labelled("callerId");
    }

    @Override
    public String getCsid() {
        return labelled("csid");
    }

    @Override
    public String getTsid() {
        return labelled("tsid");
    }

    @Override
    public String getRecipientName() {
        return labelled("recipientName");
    }

    @Override
    public String getRecipientNumber() {
        return labelled("recipientNumber");
    }

    @Override
    public String getSenderName() {
        return labelled("senderName");
    }

    @Override
    public String getRouting() {
        Opened file = file();
        String routing = label(file, "routing");
        return routing.isEmpty() ? file.fields().getOrDefault(FAX_SUB_ADDRESS, "") : routing;
    }

    @Override
    public Optional<Instant> getRawReceiveTime() {
        Opened file = file();
        try {
            String start = label(file, "start");
            if (!start.isEmpty()) {
                return Optional.of(Instant.parse(start));
            }
            // TIFF has no zone: in a foreign file it is taken for that of this machine.
            String time = file.fields().getOrDefault(DATE_TIME, "");
            return Optional.of(LocalDateTime.parse(time, TIFF_TIME)
                    .atZone(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    @Override
    public String getReceiveTime() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        return getRawReceiveTime()
                .map(instant -> instant.atZone(ZoneId.systemDefault()))
                .map(time -> DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT)
                                .withLocale(locale)
                                .format(time)
                        + "@"
                        + DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                                .withLocale(locale)
                                .format(time))
                .orElse("");
    }
}
