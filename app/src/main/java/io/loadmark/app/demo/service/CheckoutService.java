package io.loadmark.app.demo.service;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The HTTP server of {@code checkout}, on a free port of the loopback interface. */
final class CheckoutService implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final WorkerPool pool;

    private CheckoutService(HttpServer server, WorkerPool pool) {
        this.server = server;
        this.pool = pool;
    }

    static CheckoutService start(CheckoutScenario scenario, int queue, OpenTelemetry telemetry) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        var pool = new WorkerPool(scenario.workers(), queue);
        server.setExecutor(pool);
        server.createContext(CheckoutHandler.ROUTE, new CheckoutHandler(new CpuDemand(scenario), telemetry));
        server.start();
        return new CheckoutService(server, pool);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.close();
    }
}
