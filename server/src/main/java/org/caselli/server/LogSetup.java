package org.caselli.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The log: our own lines from INFO on and the libraries' from WARN on, to standard error. Said in Java, because reading a
 * logback.xml costs a tenth of a second at every start. Who wants another log gives -Dlogback.configurationFile=FILE.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** How the log is written. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    private static final String CONSOLE = "console";

    /** From now on the log is written so; a log that somebody has configured himself stays as it is. */
    static void use(Format format) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger("ROOT").getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
            Encoder<ILoggingEvent> before = console.getEncoder();
            Encoder<ILoggingEvent> after = encoder(context, format);
            if (!before.getClass().equals(after.getClass())) {
                console.setEncoder(after);
                before.stop();
            }
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Format format) {
        if (format == Format.JSON) {
            var lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            return lines;
        }
        var text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        text.start();
        return text;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String own = System.getProperty("logback.configurationFile");
        if (own != null && Files.exists(Path.of(own))) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName(CONSOLE);
        console.setTarget("System.err");
        console.setEncoder(encoder(context, Format.TEXT));
        console.start();
        var root = context.getLogger("ROOT");
        root.setLevel(Level.WARN);
        root.addAppender(console);
        // They complain of each odd font of each document; what matters of a document is said in its refusal.
        context.getLogger("org.apache.pdfbox").setLevel(Level.ERROR);
        context.getLogger("org.apache.fontbox").setLevel(Level.ERROR);
        context.getLogger("org.caselli").setLevel(Level.toLevel(System.getProperty("caselli.log"), Level.INFO));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
