package io.loadmark.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final String AWAY = "Connection to node -%d could not be established.";

    private final AtomicLong nanos = new AtomicLong(5);
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void start() {
        context.addTurboFilter(new Repeats(nanos::get));
        var root = context.getLogger("ROOT");
        root.setLevel(Level.WARN);
        root.addAppender(lines);
        lines.start();
    }

    @Test
    void whatManyClientsSayIsPassedOnOnceAMinute() {
        for (int second = 0; second < 120; second++) {
            for (String client : new String[] {"[Producer clientId=a] ", "[Consumer clientId=b, groupId=c] "}) {
                context.getLogger("org.apache.kafka.clients.NetworkClient").warn(client + String.format(AWAY, second));
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(lines.list).hasSize(2);
    }

    @Test
    void whatIsNotLoggedAnywayHidesNothing() {
        var logger = context.getLogger("org.apache.kafka.clients.NetworkClient");
        logger.info(AWAY);
        logger.warn(AWAY);
        logger.warn("something else");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
    }

    @Test
    void ownMessagesAreAllPassedOn() {
        for (int i = 0; i < 3; i++) context.getLogger("io.loadmark.sink.Sink").warn("The sink waits");
        assertThat(lines.list).hasSize(3);
    }
}
