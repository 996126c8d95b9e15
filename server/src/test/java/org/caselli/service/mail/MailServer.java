package org.caselli.service.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.caselli.testkit.Peers;

/** A real mail server (RFC 5321) on a port of its own, which can be told to be as rude as real ones are. */
public final class MailServer implements AutoCloseable {
    /** In place of an answer: none, and the connection stays open. */
    public static final String SILENCE = "silence";

    /** In place of an answer: the connection is cut. */
    public static final String CUT = "cut";

    /** Of a command that a mail's last dot is. */
    public static final String DOT = ".";

    /** What it says first. */
    public static final String GREETING = "greeting";

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ServerSocket listener;
    private final SSLContext tls;
    private final boolean fromTheStart;
    private final boolean starttls;
    private final Map<String, ArrayDeque<String>> answers = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean accepting = true;

    /** The mails that were taken, in order. */
    public final List<MimeMessage> mails = new CopyOnWriteArrayList<>();

    /** What was said, in order. */
    public final List<String> heard = new CopyOnWriteArrayList<>();

    /** Who may send, as AUTH PLAIN or XOAUTH2 say it, decoded; everybody may if it is empty. */
    public volatile String credentials = "";

    private MailServer(SSLContext tls, boolean fromTheStart, boolean starttls) throws IOException {
        this.tls = tls;
        this.fromTheStart = fromTheStart;
        this.starttls = starttls;
        this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    public static MailServer plain() throws IOException {
        return new MailServer(null, false, false);
    }

    static MailServer startTls(SSLContext tls) throws IOException {
        return new MailServer(tls, false, true);
    }

    static MailServer tls(SSLContext tls) throws IOException {
        return new MailServer(tls, true, false);
    }

    /** A key and a certificate for 127.0.0.1, as server and as who trusts nobody else. */
    static SSLContext context(Path folder) throws IOException, GeneralSecurityException {
        return context(folder, "ip:127.0.0.1");
    }

    /** @param name whom the certificate is for */
    static SSLContext context(Path folder, String name) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("mail.p12");
        char[] password = "not a secret".toCharArray();
        Peers.run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mail",
                "-dname",
                "CN=mail",
                "-ext",
                "san=" + name,
                "-keyalg",
                "EC",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(password));
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        var ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, password);
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("mail", keys.getCertificate("mail"));
        var theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Answers the next commands of this name so; then as usual again. */
    public void answer(String command, String... next) {
        answers.computeIfAbsent(command, any -> new ArrayDeque<>()).addAll(List.of(next));
    }

    /** Answers as usual from now on. */
    public void answerAsUsual() {
        answers.clear();
    }

    /** Waits until the mails are as wanted. */
    public List<MimeMessage> await(Predicate<List<MimeMessage>> wanted) throws InterruptedException {
        Instant until = Instant.now().plus(LONG);
        synchronized (mails) {
            while (!wanted.test(mails)) {
                long left = Duration.between(Instant.now(), until).toMillis();
                if (left <= 0) {
                    throw new AssertionError("There are " + mails.size() + " mails; it was told " + heard);
                }
                mails.wait(left);
            }
        }
        return List.copyOf(mails);
    }

    private void accept() {
        while (accepting) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                accepting = false;
            }
        }
    }

    private Socket encrypted(Socket socket) throws IOException {
        var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private void serve(Socket accepted) {
        try (Socket first = accepted) {
            Socket socket = fromTheStart ? encrypted(first) : first;
            boolean secure = fromTheStart;
            var in = new BufferedInputStream(socket.getInputStream());
            if (SILENCE.equals(next(GREETING))) {
                heard.add("silence");
            } else {
                say(socket, "220 mail.example ready");
            }
            for (String line = line(in); line != null; line = line(in)) {
                heard.add(line);
                String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
                String told = next(command);
                if (CUT.equals(told)) {
                    return;
                } else if (SILENCE.equals(told)) {
                    continue;
                } else if (told != null) {
                    say(socket, told);
                    continue;
                }
                switch (command) {
                    case "EHLO" ->
                        say(
                                socket,
                                "250-mail.example\r\n250-8BITMIME\r\n"
                                        + (starttls && !secure ? "250-STARTTLS\r\n" : "")
                                        + "250-AUTH PLAIN LOGIN XOAUTH2\r\n250 SIZE 50000000");
                    case "STARTTLS" -> {
                        say(socket, "220 go on");
                        socket = encrypted(socket);
                        in = new BufferedInputStream(socket.getInputStream());
                        secure = true;
                    }
                    case "AUTH" -> {
                        String said = new String(Base64.getDecoder().decode(line.split(" ")[2]), UTF_8);
                        say(socket, said.endsWith(credentials) ? "235 welcome" : "535 5.7.8 I do not know you");
                    }
                    case "DATA" -> {
                        say(socket, "354 go on");
                        byte[] mail = data(in);
                        if (mail == null) {
                            return;
                        }
                        String end = next(DOT);
                        if (CUT.equals(end)) {
                            return;
                        } else if (SILENCE.equals(end)) {
                            continue;
                        } else if (end == null || end.startsWith("2")) {
                            take(mail);
                            say(socket, "250 taken");
                        } else {
                            say(socket, end);
                        }
                    }
                    case "QUIT" -> {
                        say(socket, "221 bye");
                        return;
                    }
                    default -> say(socket, "250 fine");
                }
            }
        } catch (IOException gone) {
            heard.add("gone: " + gone.getMessage());
        } catch (MessagingException cause) {
            throw new AssertionError(cause);
        }
    }

    private String next(String command) {
        ArrayDeque<String> queue = answers.get(command);
        return queue == null ? null : queue.poll();
    }

    private void take(byte[] mail) throws MessagingException {
        synchronized (mails) {
            mails.add(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
            mails.notifyAll();
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return line.toString(ISO_8859_1).replaceAll("\r$", "");
            }
            line.write(octet);
        }
        return null;
    }

    private byte[] data(InputStream in) throws IOException {
        var mail = new ByteArrayOutputStream();
        for (String line = line(in); line != null; line = line(in)) {
            if (line.equals(".")) {
                return mail.toByteArray();
            }
            mail.write(((line.startsWith("..") ? line.substring(1) : line) + "\r\n").getBytes(ISO_8859_1));
        }
        return null;
    }

    /** The parts of a mail that are no containers, in order. */
    public static List<jakarta.mail.Part> parts(jakarta.mail.Part mail) {
        try {
            var parts = new ArrayList<jakarta.mail.Part>();
            if (mail.getContent() instanceof jakarta.mail.Multipart many) {
                for (int i = 0; i < many.getCount(); i++) {
                    parts.addAll(parts(many.getBodyPart(i)));
                }
            } else {
                parts.add(mail);
            }
            return parts;
        } catch (MessagingException cause) {
            throw new AssertionError(cause);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Override
    public void close() throws IOException {
        accepting = false;
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
