package org.caselli.objectmodel.faxcom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.caselli.objectmodel.faxcom.Faxes.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.caselli.fax.FaxError;
import org.caselli.fax.FaxException;
import org.caselli.faxcom.FaxTiff;
import org.caselli.image.Bitmap;
import org.caselli.image.Page;
import org.caselli.image.Resolution;
import org.caselli.image.tiff.TiffOptions;
import org.caselli.image.tiff.TiffWriter;
import org.caselli.service.archive.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FaxTiff over files of our own and of others, whole and torn. */
class TiffTest {
    @TempDir
    Path folder;

    private final FaxTiff tiff = FaxTiff.create();

    private void open(byte[] octets) throws IOException {
        tiff.setImage(Files.write(folder.resolve("a.tif"), octets).toString());
    }

    private byte[] ours() throws IOException {
        Path plain = Files.write(
                folder.resolve("plain.tif"),
                TiffWriter.write(
                        java.util.List.of(new Page(new Bitmap(1728, 100), Resolution.FINE)), TiffOptions.PLAIN));
        var out = new ByteArrayOutputStream();
        new Label(
                        "{\"caselli\":\"received\",\"callerId\":\"+39 055 1\",\"tsid\":\"Zo\\u00eb\",\"start\":\"2026-11-21T09:30:00Z\"}",
                        Instant.parse("2026-11-21T09:30:00Z"),
                        Optional.of(Duration.ofSeconds(42)))
                .write(plain, ZoneOffset.ofHours(1), out);
        return out.toByteArray();
    }

    /** A file of one directory without an image, as far as FaxTiff is concerned. */
    private static byte[] foreign(ByteOrder order, TreeMap<Integer, byte[]> texts) {
        var file = ByteBuffer.allocate(10_000).order(order);
        file.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(ISO_8859_1))
                .putShort((short) 42)
                .putInt(8);
        file.putShort((short) (texts.size() + 1));
        int values = 8 + 2 + 12 * (texts.size() + 1) + 4;
        file.putShort((short) 256)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 1728)
                .putShort((short) 0);
        for (var text : texts.entrySet()) {
            byte[] value = Arrays.copyOf(text.getValue(), text.getValue().length + 1);
            file.putShort(text.getKey().shortValue()).putShort((short) 2).putInt(value.length);
            if (value.length <= 4) {
                file.put(Arrays.copyOf(value, 4));
            } else {
                file.putInt(values);
                file.put(values, value);
                values += value.length;
            }
        }
        file.putInt(0);
        return Arrays.copyOf(file.array(), values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void a_file_of_others_tells_what_registered_tags_say(String mark) throws IOException {
        var texts = new TreeMap<Integer, byte[]>();
        texts.put(270, "Grüße von {Ann}".getBytes(UTF_8));
        texts.put(305, "abc".getBytes(UTF_8)); // fits into its entry
        texts.put(306, "2026:11:21 10:30:00".getBytes(UTF_8));
        texts.put(315, "Zoë".getBytes(ISO_8859_1));
        texts.put(34909, "4711".getBytes(UTF_8));
        open(foreign(mark.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, texts));
        assertThat(tiff.getRouting()).isEqualTo("4711");
        assertThat(tiff.getRawReceiveTime())
                .contains(LocalDateTime.of(2026, 11, 21, 10, 30)
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
        assertThat(tiff.getTiffTagString(256)).isEqualTo("1728");
        assertThat(tiff.getTiffTagString(270)).isEqualTo("Grüße von {Ann}");
        assertThat(tiff.getTiffTagString(305)).isEqualTo("abc");
        assertThat(tiff.getTiffTagString(315)).isEqualTo("Zoë");
        assertThat(tiff.getTiffTagString(-1)).isEmpty();
        assertThat(tiff.getCallerId() + tiff.getCsid() + tiff.getTsid() + tiff.getSenderName())
                .isEmpty();
        assertThat(tiff.getRecipientName() + tiff.getRecipientNumber()).isEmpty();
    }

    @Test
    void a_file_of_ours_tells_its_label_and_one_without_a_time_has_none() throws Exception {
        open(ours());
        assertThat(tiff.getCallerId()).isEqualTo("+39 055 1");
        assertThat(tiff.getTsid()).isEqualTo("Zoë");
        assertThat(tiff.getRawReceiveTime()).contains(java.time.Instant.parse("2026-11-21T09:30:00Z"));
        assertThat(tiff.getTiffTagString(306)).isEqualTo("2026:11:21 10:30:00");
        assertThat(tiff.getTiffTagString(34910)).isEqualTo("42");
        assertThat(tiff.getTiffTagString(282)).as("XResolution").isEqualTo("204");
        open(foreign(ByteOrder.LITTLE_ENDIAN, new TreeMap<>()));
        assertThat(tiff.getRawReceiveTime()).isEmpty();
        assertThat(tiff.getReceiveTime()).isEmpty();
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_read_or_refused_and_the_one_before_stays_open() throws Exception {
        byte[] whole = ours();
        open(whole);
        for (int length = 0; length < whole.length - 4; length++) { // the last four are the pointer to the next page
            Path torn = Files.write(folder.resolve("torn.tif"), Arrays.copyOf(whole, length));
            assertRefused(FaxError.ERROR_INVALID_DATA, () -> tiff.setImage(torn.toString()));
        }
        assertThat(tiff.getImage()).endsWith("a.tif");
        assertThat(tiff.getTsid()).isEqualTo("Zoë");
    }

    @Test
    void whatever_octets_are_damaged_it_ends_soon_with_texts_or_a_refusal() throws Exception {
        byte[] whole = ours();
        var random = new SplittableRandom(39);
        int directory = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(1, 8); n > 0; n--) {
                int at = random.nextBoolean() ? random.nextInt(8) : random.nextInt(directory, damaged.length);
                damaged[at] = (byte) random.nextInt();
            }
            try {
                open(damaged);
                for (int tag = 254; tag < 330; tag++) {
                    assertThat(tiff.getTiffTagString(tag).length()).isLessThan(1 << 20);
                }
                tiff.getReceiveTime();
            } catch (FaxException expected) {
                assertThat(expected.error()).isEqualTo(FaxError.ERROR_INVALID_DATA);
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 1999);
    }

    @Test
    void a_long_or_hostile_file_takes_no_memory_of_its_length() throws IOException {
        Path huge = folder.resolve("huge.tif");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(8L << 30); // with a hole, which takes no room
            file.write(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0});
            // ImageDescription of 4,294,967,295 octets, which the file has.
            file.write(new byte[] {14, 1, 2, 0, -1, -1, -1, -1, 26, 0, 0, 0, 0, 0, 0, 0});
            file.write("the beginning".getBytes(UTF_8));
        }
        tiff.setImage(huge.toString());
        assertThat(tiff.getTiffTagString(270)).isEqualTo("the beginning");
        for (String odd : new String[] {
            "", "\0", folder.toString(), folder.resolve("none").toString()
        }) {
            assertRefused(FaxError.ERROR_FILE_NOT_FOUND, () -> tiff.setImage(odd));
        }
        assertRefused(FaxError.ERROR_FILE_NOT_FOUND, () -> tiff.setImage(null));
    }
}
