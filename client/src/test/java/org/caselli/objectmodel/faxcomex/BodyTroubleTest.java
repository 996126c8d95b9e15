package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.caselli.fax.FaxBodyException;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.api.Test;

/** Files and streams that cannot be sent, or are large: which one it is, why, and nothing is left in the queue. */
class BodyTroubleTest extends Scenario {
    private static final int MEBIBYTE = 1 << 20;

    private static String letter() {
        return Bodies.text(folder, "letter.txt", 1).toString();
    }

    /** With a good file before it, so that the place is not the first. */
    private void refused(FaxError error, String bad, String said) {
        try (FaxServer server = connected(SetUp.REMOTE)) {
            FaxDocument document = FaxDocument.create();
            document.getRecipients().add("1002");
            document.setBodies(letter(), bad);
            assertThatThrownBy(() -> document.connectedSubmit2(server))
                    .isInstanceOfSatisfying(FaxBodyException.class, cause -> {
                        assertThat(cause.index()).isEqualTo(1);
                        assertThat(cause.error()).as(cause.getMessage()).isEqualTo(error);
                        assertThat(cause.sentence())
                                .contains(Path.of(bad).getFileName().toString())
                                .contains(said);
                        assertThat(cause.remedy()).isNotEmpty();
                    });
            document.setBodies();
            document.setBody(bad);
            assertThatThrownBy(() -> document.connectedSubmit(server))
                    .isInstanceOfSatisfying(
                            FaxBodyException.class,
                            cause -> assertThat(cause.index()).isZero());
            assertThat(queue(server).getJobs().getCount()).isZero();
        }
    }

    @Test
    void a_file_that_is_not_there() {
        refused(FaxError.ERROR_FILE_NOT_FOUND, folder.resolve("lost.txt").toString(), "no file");
        refused(FaxError.ERROR_FILE_NOT_FOUND, letter() + "/inside.txt", "no file");
        refused(FaxError.ERROR_FILE_NOT_FOUND, "C:\\Letters\\of Windows.doc", "no file");
    }

    @Test
    void a_folder() throws IOException {
        refused(
                FaxError.ERROR_FILE_NOT_FOUND,
                Files.createDirectories(folder.resolve("letters")).toString(),
                "is a folder");
    }

    @Test
    void a_file_that_may_not_be_read() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(secret)) {
            refused(FaxError.E_ACCESSDENIED, secret.toString(), "may not be read");
            return;
        }
        try (FaxServer server = connected(SetUp.REMOTE)) { // as root, who may read all
            FaxDocument document = FaxDocument.create();
            document.getRecipients().add("1002");
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
            document.setScheduleTime(Instant.now().plus(Duration.ofDays(1)));
            document.setBody(secret.toString());
            assertThat(document.connectedSubmit(server)).hasSize(1);
            cancelAll(server);
        }
    }

    @Test
    void an_empty_file() {
        refused(
                FaxError.ERROR_INVALID_DATA,
                Bodies.file(folder, "empty.txt", "").toString(),
                "empty");
    }

    @Test
    void a_damaged_file() throws IOException {
        byte[] pdf = Bodies.pdf();
        for (var damaged :
                new byte[][] {Arrays.copyOf(pdf, pdf.length / 4), "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8)}) {
            refused(
                    FaxError.ERROR_INVALID_DATA,
                    Files.write(folder.resolve("damaged.pdf"), damaged).toString(),
                    "");
        }
    }

    @Test
    void a_file_of_no_kind_that_makes_pages() {
        refused(
                FaxError.ERROR_INVALID_DATA,
                Bodies.file(folder, "program.exe", "MZ\u0000\u0001\u0002\u0003").toString(),
                "");
    }

    @Test
    void a_stream_that_breaks_off_is_refused_at_once() {
        FaxDocument document = FaxDocument.create();
        Scenario.refused(
                FaxError.E_FAIL,
                () -> document.setBody(
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("The line is dead");
                            }
                        },
                        "letter.txt"));
        assertThat(document.getBody()).isEmpty();
        Scenario.refused(FaxError.E_INVALIDARG, () -> document.addBody(null, "letter.txt"));
        Scenario.refused(FaxError.E_INVALIDARG, () -> document.addBody(new ByteArrayInputStream(new byte[] {1}), null));
        Scenario.refused(FaxError.E_INVALIDARG, () -> document.addBody(""));
        assertThat(document.getBodies()).isEmpty();
    }

    /** A PDF with so much within it that nobody looks at. */
    private static byte[] largePdf(int padding) throws IOException {
        var noise = new byte[padding];
        new Random(7).nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) ('a' + (noise[i] & 15)); // a comment ends with a line
        }
        var out = new ByteArrayOutputStream();
        byte[] pdf = Bodies.pdf();
        out.write(pdf);
        out.write('\n');
        out.write('%');
        out.write(noise);
        out.write('\n');
        int end = new String(pdf, StandardCharsets.ISO_8859_1).lastIndexOf("startxref");
        out.write(pdf, end, pdf.length - end);
        return out.toByteArray();
    }

    @Test
    void a_large_stream_is_sent_as_often_as_one_likes() throws IOException {
        try (FaxServer server = connected(SetUp.REMOTE)) {
            FaxDocument document = FaxDocument.create();
            document.getRecipients().add("1002");
            document.addBody(new ByteArrayInputStream(largePdf(3 * MEBIBYTE)), "large.pdf");
            document.addBody(new ByteArrayInputStream(Bodies.pdf()), "small.pdf");
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
            document.setScheduleTime(java.time.Instant.now().plusSeconds(3600));
            for (int time = 0; time < 2; time++) {
                FaxOutgoingJob job = queue(server).getJob(document.connectedSubmit2(server)[0]);
                assertThat(job.getPages()).isEqualTo(2);
                job.cancel();
            }
        }
    }

    /** What is in use after a collection; the test's own objects and those of others are not so large. */
    private static long inUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** So many octets, which exist nowhere. */
    private static InputStream zeros(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] to, int from, int length) {
                int some = (int) Math.min(length, left);
                left -= some;
                return some > 0 || length == 0 ? some : -1;
            }
        };
    }

    @Test
    void a_stream_of_200_megabytes_is_nowhere_in_memory_as_a_whole() throws IOException {
        long size = 200L * MEBIBYTE;
        FaxDocument document = FaxDocument.create();
        document.getRecipients().add("1002");
        long before = inUse();
        document.setBody(zeros(size), "large.tif");
        assertThat(inUse() - before).as("while it waits").isLessThan(64L * MEBIBYTE);

        var inTheMiddle = new CompletableFuture<Long>();
        var all = new AtomicLong();
        HttpServer counting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        counting.createContext("/", exchange -> {
            byte[] answer;
            if (exchange.getRequestURI().getPath().endsWith("/me")) {
                answer = "{\"name\":\"ann\",\"rights\":[\"submit_low\"],\"bits\":1,\"sources\":[]}"
                        .getBytes(StandardCharsets.UTF_8);
            } else {
                var some = new byte[MEBIBYTE];
                InputStream in = exchange.getRequestBody();
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    if (all.addAndGet(n) > size / 2 && !inTheMiddle.isDone()) {
                        inTheMiddle.complete(inUse());
                    }
                }
                answer = "{\"id\":\"s\",\"jobs\":[\"j\"]}".getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        counting.start();
        try (FaxServer server = FaxServer.create()) {
            server.connect(
                    "http://127.0.0.1:" + counting.getAddress().getPort(), org.caselli.fax.FaxCredentials.token("t"));
            assertThat(document.connectedSubmit(server)).containsExactly("j");
            assertThat(inTheMiddle.join() - before).as("while it is sent").isLessThan(64L * MEBIBYTE);
            assertThat(all.get()).isGreaterThan(size);
        } finally {
            counting.stop(0);
        }
    }

    @Test
    void what_is_larger_than_the_server_takes_is_told_so_and_how_to_change_that() throws IOException {
        Path large = folder.resolve("large.tif");
        try (var out = Files.newOutputStream(large)) {
            for (int i = 0; i < 100; i++) {
                out.write(new byte[MEBIBYTE]);
            }
        }
        try (FaxServer server = connected(SetUp.REMOTE);
                InputStream in = Files.newInputStream(large)) {
            FaxDocument file = FaxDocument.create();
            file.getRecipients().add("1002");
            file.setBody(large.toString());
            FaxDocument stream = FaxDocument.create();
            stream.getRecipients().add("1002");
            stream.setBody(in, "large.tif");
            for (FaxDocument document : new FaxDocument[] {file, stream}) {
                assertThatThrownBy(() -> document.connectedSubmit(server))
                        .isInstanceOfSatisfying(org.caselli.fax.FaxException.class, cause -> {
                            assertThat(cause.error()).as(cause.getMessage()).isEqualTo(FaxError.E_INVALIDARG);
                            assertThat(cause.getMessage()).contains("67108864", "max-upload");
                        });
            }
            assertThat(queue(server).getJobs().getCount()).isZero();
        } finally {
            Files.delete(large);
        }
    }
}
