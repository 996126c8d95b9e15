package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.CutAnswers;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that breaks while a fax is handed over: the program is told, and may repeat it without sending it twice. */
class LostSubmissionTest extends Scenario {
    /** Stands before a server, and cuts the first connection over which more than so much has gone to it. */
    private static final class CutOnce implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicBoolean cut = new AtomicBoolean();
        private final URI server;
        private final long after;

        CutOnce(URI server, long after) throws IOException {
            this.server = server;
            this.after = after;
            Thread.ofVirtual().start(this::accept);
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + door.getLocalPort());
        }

        boolean hasCut() {
            return cut.get();
        }

        private void accept() {
            while (!door.isClosed()) {
                try {
                    Socket near = door.accept();
                    var far = new Socket(server.getHost(), server.getPort());
                    Thread.ofVirtual().start(() -> pass(near, far, after));
                    Thread.ofVirtual().start(() -> pass(far, near, Long.MAX_VALUE));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void pass(Socket from, Socket to, long most) {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                var octets = new byte[1 << 13];
                long passed = 0;
                for (int n = in.read(octets); n > 0; n = in.read(octets)) {
                    passed += n;
                    if (passed > most && cut.compareAndSet(false, true)) {
                        return;
                    }
                    out.write(octets, 0, n);
                    out.flush();
                }
            } catch (IOException closed) {
                // The other side has gone.
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    /** More than fits into what lies between the two ends. */
    private static byte[] picture() {
        var image = new java.awt.image.BufferedImage(1728, 2200, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
        var random = new Random(11);
        for (int y = 0; y < 2200; y++) {
            for (int x = 0; x < 1728; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        var out = new java.io.ByteArrayOutputStream();
        try {
            javax.imageio.ImageIO.write(image, "png", out);
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"file, connected", "file, by name", "stream, connected", "stream, by name"})
    void a_submission_that_is_cut_in_the_middle_is_repeated_and_sent_once(String body, String way) throws Exception {
        byte[] picture = picture();
        assertThat(picture.length).isGreaterThan(2 << 20);
        Path file = Files.write(folder.resolve("picture.png"), picture);
        try (FaxServer administrator = connected(SetUp.REMOTE)) {
            paused(administrator, true);
        }
        try (var network = new CutOnce(running.url(), 1 << 20);
                FaxServer server = FaxServer.create()) {
            server.connect(network.url().toString(), running.administrator());
            FaxDocument document = FaxDocument.create();
            document.getRecipients().add("1002");
            if (body.equals("file")) {
                document.setBody(file.toString());
            } else {
                document.setBody(new ByteArrayInputStream(picture), "picture.png");
            }
            Runnable submit = way.equals("connected")
                    ? () -> document.connectedSubmit(server)
                    : () -> Told.with(
                            Map.of("caselli.token", running.administrator().secret()),
                            () -> document.submit(network.url().toString()));
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, submit::run);
            assertThat(network.hasCut()).isTrue();
            assertThat(document.getSubmissionId()).isEmpty();
            assertThat(document.getIdempotencyKey())
                    .as("kept for the repetition")
                    .isNotEmpty();

            submit.run();
            submit.run(); // which is another fax
            assertThat(queue(server).getJobs().getCount()).isEqualTo(2);
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @CsvSource({"file, connected", "stream, connected"})
    void a_submission_whose_answer_is_lost_is_not_sent_twice(String body, String way) throws Exception {
        try (FaxServer administrator = connected(SetUp.REMOTE)) {
            paused(administrator, true);
        }
        try (var network = new CutAnswers(running.url(), 1);
                FaxServer server = FaxServer.create();
                FaxServer again = FaxServer.create()) {
            server.connect(network.url().toString(), running.administrator());
            again.connect(running.url().toString(), running.administrator());
            FaxDocument document = body.equals("file") ? letter("1002") : FaxDocument.create();
            if (body.equals("stream")) {
                document.getRecipients().add("1002");
                document.setBody(new ByteArrayInputStream(Bodies.pdf()), "letter.pdf");
            }
            refused(FaxError.RPC_S_SERVER_UNAVAILABLE, () -> document.connectedSubmit(server));
            String[] jobs = document.connectedSubmit(again); // another way to the same server
            assertThat(queue(again).getJobs())
                    .hasSize(1)
                    .allSatisfy(job -> assertThat(job.getId()).isEqualTo(jobs[0]));
            cancelAll(again);
        }
    }
}
