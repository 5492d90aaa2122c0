package io.loadmark.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.loadmark.runtime.config.Configuration;
import io.loadmark.runtime.telemetry.TelemetryConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: JSON lines into a file where a person looks at the terminal, or to standard error for a process
 * that a service manager runs. Libraries are kept to warnings, Kafka's to one of a kind a minute.
 */
final class Logging {
    private static final String MAX_FILE = "20MB";
    private static final int FILES = 3;
    private static final Map<String, Level> QUIET = Map.of(
            "org.apache.kafka", Level.WARN,
            "kafka", Level.WARN,
            "state.change.logger", Level.ERROR,
            "org.eclipse.jetty", Level.WARN,
            "com.clickhouse", Level.WARN,
            "io.grpc", Level.WARN,
            // Says of every client which properties of its neighbours it does not know.
            "org.apache.kafka.clients.consumer.ConsumerConfig", Level.ERROR,
            "org.apache.kafka.clients.producer.ProducerConfig", Level.ERROR,
            "org.apache.kafka.clients.admin.AdminClientConfig", Level.ERROR);

    private Logging() {}

    /** Nothing is logged until a command says where. */
    static void silent() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /** JSON lines into {@code logs/loadmark.log} of the data directory. */
    static void toFile(Path dataDirectory, Configuration configuration) {
        var context = fresh(configuration);
        Path file = dataDirectory.resolve("logs").resolve("loadmark.log");
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(started(json(), context));
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMaxIndex(FILES);
        rolling.start();
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf(MAX_FILE));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        LoggerFactory.getLogger(Logging.class).info("effective configuration:\n{}", configuration.masked());
    }

    /** Plain lines to standard error. */
    static void toStandardError(Configuration configuration) {
        var context = fresh(configuration);
        var pattern = new PatternLayoutEncoder();
        pattern.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{20} %msg%n");
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(started(pattern, context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        LoggerFactory.getLogger(Logging.class).info("effective configuration:\n{}", configuration.masked());
    }

    private static JsonEncoder json() {
        var json = new JsonEncoder();
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithContext(false);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        return json;
    }

    private static <T extends Encoder<ILoggingEvent>> T started(T encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static LoggerContext fresh(Configuration configuration) {
        var context = context();
        context.reset();
        context.addTurboFilter(new Repeats());
        String level = configuration.section("telemetry", TelemetryConfig.class).logLevel();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level.toUpperCase(Locale.ROOT), Level.INFO));
        QUIET.forEach((name, quiet) -> context.getLogger(name).setLevel(quiet));
        return context;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
