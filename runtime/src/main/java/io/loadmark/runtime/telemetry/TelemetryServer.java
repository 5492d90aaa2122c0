package io.loadmark.runtime.telemetry;

import io.loadmark.runtime.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The port behind {@code telemetry.host} and {@code telemetry.port}: as few threads and buffers as Jetty can do with. */
final class TelemetryServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int IDLE_MILLIS = 30_000;
    private static final int REQUEST_BYTES = 4096;

    private final Server server;
    private final URI address;

    private TelemetryServer(Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    static TelemetryServer start(TelemetryConfig config, Handler pages) {
        var threads = new QueuedThreadPool(THREADS, 1, IDLE_MILLIS);
        threads.setName("telemetry");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        var server = new Server(threads);
        var connector = connector(server, config);
        server.addConnector(connector);
        server.setHandler(pages);
        open(connector, config);
        try {
            server.start();
        } catch (Exception e) { // Jetty's start declares Exception
            connector.close();
            throw new IllegalStateException("the telemetry server did not start", e);
        }
        return new TelemetryServer(server, address(config, connector.getLocalPort()));
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Jetty's stop declares Exception
            throw new IllegalStateException("the telemetry server did not stop", e);
        }
    }

    private static ServerConnector connector(Server server, TelemetryConfig config) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(REQUEST_BYTES);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    private static void open(ServerConnector connector, TelemetryConfig config) {
        try {
            connector.open();
        } catch (IOException e) {
            throw new ConfigException(
                    String.format(
                            "telemetry.port: can't listen on %s:%d (%s); set another port, 0 for any, or -1 for none",
                            config.host(), config.port(), cause(e)),
                    e);
        }
    }

    private static String cause(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : cause(e.getCause());
    }

    private static URI address(TelemetryConfig config, int port) {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return URI.create("http://" + host + ":" + port);
    }
}
