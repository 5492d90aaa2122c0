package io.loadmark.app.demo.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * The process of the demo's load: {@code URL SEED} as arguments, {@code step …} and {@code stop} as lines in, {@link
 * StepResult} and {@link SecondReport} as lines of JSON out. Ends after {@code stop}, which cuts the running step and
 * reports it, or at once when its input closes, as it does when its parent dies.
 */
final class LoadMain {
    /** Below what the JDK's HTTP server keeps open. */
    private static final int MOST_CONNECTIONS = 128;

    private static final int LOOK_MILLIS = 20;
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private LoadMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var second = new SecondRecord();
        var loop =
                new OpenLoop(new Connections(URI.create(args[0]), MOST_CONNECTIONS, second), Long.parseLong(args[1]));
        var report = new LoadReport(
                loop, second, Clocks.now(), System::nanoTime, DRAIN, fact -> System.out.println(JsonLine.of(fact)));
        var sender = new Thread(loop, "sender");
        sender.start();
        var unused = Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(report, LOOK_MILLIS, LOOK_MILLIS, MILLISECONDS);
        if (commanded(loop)) {
            loop.stop(sender);
            sender.join();
            report.finish();
        }
        System.exit(0);
    }

    /** Hands on commands; true at {@code stop}, false when nobody is there any more. */
    private static boolean commanded(OpenLoop loop) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("stop")) return true;
            loop.add(StepCommand.parse(line));
        }
        return false;
    }
}
