package io.loadmark.app.demo.service;

import static io.loadmark.app.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckoutServiceTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void requestsBeyondTheWorkerAndItsQueueAreRefusedAtOnceWithARetryAfter() throws Exception {
        // One worker, one waiting place; each request takes 300 ms of CPU, so that of eight at once some don't fit.
        try (var service = CheckoutService.start(new CheckoutScenario(1, 300, 0, 1, 1), 1, OpenTelemetry.noop())) {
            // Where this machine sends them one by one, all may fit: then once more.
            var answers = await("a request that does not fit")
                    .until(() -> eightAtOnce(service), eight -> statuses(eight).contains(503));

            assertThat(statuses(answers)).contains(200).containsOnly(200, 503);
            assertThat(answers).filteredOn(answer -> answer.statusCode() == 503).allSatisfy(answer -> assertThat(
                            answer.headers().firstValue("retry-after"))
                    .hasValue("1"));
        }
    }

    @Test
    void onlyGetIsServed() throws Exception {
        try (var service = CheckoutService.start(new CheckoutScenario(1, 1, 0, 1, 1), 1, OpenTelemetry.noop())) {
            var post = HttpRequest.newBuilder(uri(service))
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        }
    }

    private List<HttpResponse<String>> eightAtOnce(CheckoutService service) {
        var answers = IntStream.range(0, 8)
                .mapToObj(i -> client.sendAsync(get(service), BodyHandlers.ofString()))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static List<Integer> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().map(HttpResponse::statusCode).toList();
    }

    private static HttpRequest get(CheckoutService service) {
        return HttpRequest.newBuilder(uri(service)).build();
    }

    private static URI uri(CheckoutService service) {
        return URI.create("http://127.0.0.1:" + service.port() + CheckoutHandler.ROUTE);
    }
}
