package io.loadmark.app.demo.service;

import io.opentelemetry.instrumentation.resources.HostIdResource;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.util.Map;

/**
 * The process of the demo's service: a scenario as {@code key=value} arguments, OpenTelemetry from its standard {@code
 * OTEL_*} variables. Prints {@code READY port}. Ends within a second when its standard input closes, as it does when
 * its parent dies, or on SIGTERM.
 */
final class CheckoutMain {
    /** What the last spans get; with the rest of the shutdown it stays below a second. */
    private static final int FLUSH_MILLIS = 500;

    private CheckoutMain() {}

    public static void main(String[] args) throws IOException {
        var scenario = CheckoutScenario.parse(args);
        Rehearsal.run(scenario, CheckoutMain::instrumented);
        var telemetry = instrumented(Map.of());
        var service = CheckoutService.start(scenario, CheckoutScenario.QUEUE, telemetry);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, telemetry)));
        System.out.println("READY " + service.port());
        awaitEndOfInput();
        System.exit(0);
    }

    /** By the environment, and by these properties where they say something else. */
    private static OpenTelemetrySdk instrumented(Map<String, String> properties) {
        // The resource providers on the class path find process.pid and container.id by themselves, but not host.id.
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addResourceCustomizer((resource, config) -> resource.merge(HostIdResource.get()))
                .addPropertiesCustomizer(environment -> properties)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }

    private static void stop(CheckoutService service, OpenTelemetrySdk telemetry) {
        service.close();
        // shutdown() itself waits, up to ten seconds while a receiver is away; its thread is left behind.
        var flush = new Thread(telemetry::shutdown, "flush");
        flush.setDaemon(true);
        flush.start();
        try {
            flush.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEndOfInput() throws IOException {
        var ignored = new byte[64];
        while (System.in.read(ignored) >= 0) {
            // the parent says nothing; only the end of its silence counts
        }
    }
}
