package io.loadmark.collector.otlp;

import io.loadmark.runtime.config.ConfigException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** OTLP/HTTP on its port. */
final class HttpEndpoint implements AutoCloseable {
    private static final int MAX_THREADS = 16;
    private static final Duration MIN_IDLE = Duration.ofSeconds(30);

    private final OtlpConfig config;
    private final Server server;
    private final ServerConnector connector;

    HttpEndpoint(OtlpConfig config, Intake intake, InFlight inFlight, ReceiverCounters counters) {
        this.config = config;
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("otlp-http");
        server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.httpPort());
        // A request that waits for Kafka is idle too.
        connector.setIdleTimeout(
                Math.max(MIN_IDLE.toMillis(), 2 * config.deliveryTimeout().toMillis()));
        server.addConnector(connector);
        server.setHandler(new HttpHandler(config, intake, inFlight, counters));
    }

    void start() {
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no more than that
            throw new ConfigException(
                    "otlp.http-port: can't listen on " + config.host() + ":" + config.httpPort()
                            + "; choose a free port, or 0 for any",
                    e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no more than that
            throw new IllegalStateException("the HTTP server of the OTLP receiver does not stop", e);
        }
    }
}
