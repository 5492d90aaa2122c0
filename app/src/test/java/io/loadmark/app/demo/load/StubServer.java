package io.loadmark.app.demo.load;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with one status, or stalls until it is let go. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch open;
    final AtomicInteger arrived = new AtomicInteger();

    private StubServer(HttpServer server, CountDownLatch open) {
        this.server = server;
        this.open = open;
    }

    static StubServer answering(int status) throws IOException {
        return start(status, new CountDownLatch(0));
    }

    static StubServer stalled() throws IOException {
        return start(200, new CountDownLatch(1));
    }

    void letGo() {
        open.countDown();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/checkout");
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }

    private static StubServer start(int status, CountDownLatch open) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var stub = new StubServer(server, open);
        server.setExecutor(stub.threads);
        server.createContext("/checkout", exchange -> {
            stub.arrived.incrementAndGet();
            try (exchange) {
                open.await();
                exchange.sendResponseHeaders(status, 3);
                exchange.getResponseBody().write(new byte[3]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return stub;
    }
}
