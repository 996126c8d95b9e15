package org.caselli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken is in BadRequestsTest. */
class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=\"b-1\"";

    /** Gives as many octets at a time as it likes. */
    private static InputStream inPieces(byte[] octets, SplittableRandom random) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 3 : 100_000)));
            }
        };
    }

    /** Octets that are full of what could be a boundary. */
    private static byte[] content(SplittableRandom random) {
        List<String> bits = List.of("\r\n", "--", "b-1", "\r\n--b-", "\r", "-", "\r\n--b", "x", "\r\n\r\n", "\u00e9");
        var content = new StringBuilder();
        int length = random.nextInt(5) == 0 ? 100_000 + random.nextInt(200_000) : random.nextInt(60);
        while (content.length() < length) {
            content.append(bits.get(random.nextInt(bits.size())));
        }
        String text = content.toString();
        while (text.contains("\r\n--b-1")) {
            text = text.replace("\r\n--b-1", "");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void parts_come_as_they_were_sent_however_the_network_cuts_them(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        for (int number = 0; number < 40; number++) {
            int form = number;
            var contents = new ArrayList<byte[]>();
            var body = new ByteArrayOutputStream();
            if (random.nextBoolean()) {
                body.writeBytes("a preamble\r\n".getBytes(StandardCharsets.UTF_8));
            }
            for (int part = random.nextInt(1, 5); part > 0; part--) {
                byte[] content = content(random);
                contents.add(content);
                body.writeBytes(("--b-1" + " ".repeat(random.nextInt(3))
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                body.writeBytes(content);
                body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes("--b-1--\r\nan epilogue".getBytes(StandardCharsets.UTF_8));
            var read = new ArrayList<byte[]>();
            Multipart.read(TYPE, inPieces(body.toByteArray(), random), (name, fileName, part) -> {
                assertThat(name).isEqualTo("file");
                assertThat(fileName).contains("a.pdf");
                byte[] all = contents.get(read.size());
                // Who does not read to the end hinders nobody.
                int wanted = random.nextInt(4) == 0 ? random.nextInt(all.length + 1) : Integer.MAX_VALUE;
                byte[] some = part.readNBytes(wanted);
                assertThat(Arrays.equals(some, Arrays.copyOf(all, Math.min(all.length, wanted))))
                        .as("seed %d, form %d, part %d of %d octets", seed, form, read.size(), all.length)
                        .isTrue();
                read.add(some);
            });
            assertThat(read).as("seed %d", seed).hasSameSizeAs(contents);
        }
    }

    @Test
    void a_form_without_parts_is_a_form() throws IOException {
        Multipart.read(
                TYPE, new ByteArrayInputStream("--b-1--".getBytes(StandardCharsets.UTF_8)), (name, file, part) -> {
                    throw new AssertionError("There is no part " + name + ".");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "--b-1",
                "--b-1\r\n",
                "--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello",
                "--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--b-1",
                "--b-1\r\nContent-Disposition: form-data\r\n\r\nhello\r\n--b-1--",
                "--b-1 x\r\n\r\n--b-1--",
            })
    void a_form_that_is_cut_off_or_wrong_is_refused_and_never_waits(String body) {
        assertThatThrownBy(() -> Multipart.read(
                        TYPE,
                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                        (name, file, part) -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("form");
    }
}
