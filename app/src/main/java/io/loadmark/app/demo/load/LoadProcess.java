package io.loadmark.app.demo.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadmark.app.demo.service.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running load generator as its starter holds it. Steps run in the order in which they were asked for, each from the
 * end of the one before; ask for the next one before the last one ends to leave no gap.
 */
public final class LoadProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LoadProcess.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final List<String> OPTIONS =
            List.of("-Xms16m", "-Xmx48m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, CompletableFuture<StepResult>> steps = new ConcurrentHashMap<>();
    private final Consumer<SecondReport> everySecond;
    private final ChildJvm child;

    private LoadProcess(URI target, long seed, Consumer<SecondReport> everySecond) throws IOException {
        this.everySecond = everySecond;
        this.child = ChildJvm.start(
                LoadMain.class,
                OPTIONS,
                List.of(target.toString(), Long.toString(seed)),
                UnaryOperator.identity(),
                Map.of(),
                this::read);
    }

    /**
     * Starts it; nothing is sent before the first step.
     *
     * @param target {@code http://host:port/path}
     * @param seed of the arrivals: the same steps, the same arrivals
     * @param everySecond called on a thread of its own while a step runs
     */
    public static LoadProcess start(URI target, long seed, Consumer<SecondReport> everySecond) throws IOException {
        var load = new LoadProcess(target, seed, everySecond);
        load.child.whenEnded(code -> load.failAll("the load generator ended with " + code));
        return load;
    }

    /**
     * Asks for a step by its length; it sends round(qps · length) requests.
     *
     * @throws IllegalArgumentException if the id is no plain word or was used before, or the load is out of range
     */
    public CompletableFuture<StepResult> step(String id, double qps, Duration length) {
        return step(StepCommand.of(id, qps, length));
    }

    /** Asks for a step by its number of requests; otherwise as {@link #step(String, double, Duration)}. */
    public CompletableFuture<StepResult> step(String id, double qps, int requests) {
        return step(new StepCommand(id, qps, requests));
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    public long pid() {
        return child.pid();
    }

    /** Cuts the running step, whose result still comes; steps behind it fail. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /** As {@link #close()}, but gives the generator so long to report and end. */
    void close(Duration patience) {
        try {
            child.send("stop");
        } catch (IOException e) {
            log.debug("the load generator had ended before", e);
        }
        child.close(patience);
        failAll("the load was stopped before this step");
    }

    private CompletableFuture<StepResult> step(StepCommand command) {
        var result = new CompletableFuture<StepResult>();
        if (steps.putIfAbsent(command.id(), result) != null) {
            throw new IllegalArgumentException("there was a step " + command.id() + " already");
        }
        try {
            child.send(command.line());
        } catch (IOException e) {
            result.completeExceptionally(new IOException("the load generator has ended: " + child.complaint(), e));
        }
        return result;
    }

    private void read(String line) {
        try {
            var fact = (ObjectNode) JSON.readTree(line);
            String type = fact.remove("type").asText();
            if (type.equals("StepResult")) {
                var result = JSON.treeToValue(fact, StepResult.class);
                var asked = steps.get(result.id());
                if (asked != null) asked.complete(result);
            } else {
                everySecond.accept(JSON.treeToValue(fact, SecondReport.class));
            }
        } catch (JsonProcessingException e) {
            log.warn("the load generator wrote no JSON: {}", line, e);
        }
    }

    private void failAll(String why) {
        var failure = new IOException(why + (child.complaint().isEmpty() ? "" : ": " + child.complaint()));
        steps.values().forEach(step -> step.completeExceptionally(failure));
    }
}
