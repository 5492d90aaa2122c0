package io.loadmark.app.integration;

import io.loadmark.app.embedded.DataDirectory;
import io.loadmark.app.embedded.EmbeddedClickHouse;
import io.loadmark.app.embedded.EmbeddedKafka;
import io.loadmark.app.embedded.Liveness;
import io.loadmark.app.embedded.RealEngine;
import io.loadmark.runtime.config.ClickHouseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.testcontainers.clickhouse.ClickHouseContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Where the broker and the ClickHouse of a test come from: embedded as in {@code loadmark up}, or, with
 * {@code -Dinfra=containers}, the images of docker-compose.yml, which need a Docker engine.
 */
final class Infra {
    private static final boolean CONTAINERS = "containers".equals(System.getProperty("infra"));
    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");

    /** A broker without topics. */
    interface Broker extends AutoCloseable {
        String bootstrapServers();

        @Override
        void close();
    }

    /** A ClickHouse without tables. */
    interface Database extends AutoCloseable {
        ClickHouseConfig config(String database);

        @Override
        void close();
    }

    private Infra() {}

    static Broker broker(DataDirectory directory) {
        if (!CONTAINERS) return new OwnBroker(directory);
        var container = new KafkaContainer(image("apache/kafka"));
        container.start();
        return new Broker() {
            @Override
            public String bootstrapServers() {
                return container.getBootstrapServers();
            }

            @Override
            public void close() {
                container.stop();
            }
        };
    }

    /** Skips the test aloud where the embedded engine is missing. */
    static Database clickHouse(DataDirectory directory) {
        if (!CONTAINERS) return new OwnClickHouse(directory);
        var container = new ClickHouseContainer(image("clickhouse/clickhouse-server"));
        container.start();
        return new Database() {
            @Override
            public ClickHouseConfig config(String database) {
                var url = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(8123));
                return new ClickHouseConfig(url, database, container.getUsername(), container.getPassword(), Map.of());
            }

            @Override
            public void close() {
                container.stop();
            }
        };
    }

    /** An image with the tag that docker-compose.yml gives it. */
    private static DockerImageName image(String name) {
        try {
            var line =
                    Pattern.compile("image: (" + Pattern.quote(name) + ":\\S+)").matcher(Files.readString(COMPOSE));
            if (!line.find()) throw new AssertionError(COMPOSE + " has no image " + name);
            return DockerImageName.parse(line.group(1));
        } catch (IOException e) {
            throw new AssertionError(COMPOSE + " can't be read", e);
        }
    }

    private static final class OwnBroker implements Broker {
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();
        private final EmbeddedKafka broker;

        OwnBroker(DataDirectory directory) {
            broker = EmbeddedKafka.start(directory, 0, faults::add);
        }

        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public void close() {
            broker.close();
            if (!faults.isEmpty()) throw new AssertionError("the broker: " + faults);
        }
    }

    private static final class OwnClickHouse implements Database, Liveness {
        private final EmbeddedClickHouse engine;

        OwnClickHouse(DataDirectory directory) {
            engine = EmbeddedClickHouse.start(directory, RealEngine.library(), 0, this);
        }

        @Override
        public ClickHouseConfig config(String database) {
            return new ClickHouseConfig(engine.url(), database, engine.user(), engine.password(), Map.of());
        }

        @Override
        public void down(String reason) {
            System.err.println(reason);
        }

        @Override
        public void up() {
            System.err.println("the embedded ClickHouse is back");
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
