package io.loadmark.app.top;

import io.loadmark.app.collect.Round;
import io.loadmark.app.collect.Snapshot;
import io.loadmark.app.collect.SnapshotText;
import io.loadmark.app.terminal.Shutdown;
import io.loadmark.collector.sampling.Rounds;
import io.loadmark.model.usage.PageCachePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** Reads, draws and follows the keys until it is told to quit. */
public final class Top {
    private static final int USUAL_HEIGHT = 24;
    private static final int USUAL_WIDTH = 100;

    private final Terminal terminal;
    private final Rounds rounds;
    private final PageCachePolicy pageCache;
    private final SnapshotText text;

    public Top(Terminal terminal, Rounds rounds, PageCachePolicy pageCache, SnapshotText text) {
        this.terminal = terminal;
        this.rounds = rounds;
        this.pageCache = pageCache;
        this.text = text;
    }

    /** Shows the screen, read anew at every interval. Ctrl-C is a key like any other; a signal leaves the terminal as it was. */
    public void run(Duration interval) throws IOException, InterruptedException {
        var before = terminal.enterRawMode();
        var raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        var restored = new AtomicBoolean();
        Runnable restore = () -> {
            if (restored.compareAndSet(false, true)) restore(before);
        };
        Shutdown.hook("terminal", restore);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            follow(interval);
        } finally {
            restore.run();
        }
    }

    private void restore(Attributes before) {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
        terminal.flush();
    }

    private void follow(Duration interval) throws IOException, InterruptedException {
        var display = new Display(terminal, true);
        var state = TopState.start();
        var round = Round.take(rounds);
        var snapshot = Snapshot.between(round, round, pageCache, state.sort());
        long readAt = System.nanoTime();
        while (true) {
            var table = TopTable.of(snapshot, state, text, width());
            draw(display, snapshot, state, table);
            long left = readAt + interval.toNanos() - System.nanoTime();
            var key = Keys.next(this::read, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            if (key == Key.QUIT) return;
            state = state.after(key, table.rows(), table.cgroup(state.selected()));
            if (state.paused() || System.nanoTime() - readAt < interval.toNanos()) continue;
            readAt = System.nanoTime();
            var next = Round.take(rounds);
            snapshot = Snapshot.between(round, next, pageCache, state.sort());
            round = next;
        }
    }

    private int read(long millis) throws IOException {
        return terminal.reader().read(millis);
    }

    private void draw(Display display, Snapshot snapshot, TopState state, TopTable table) {
        int height = terminal.getHeight() > 0 ? terminal.getHeight() : USUAL_HEIGHT;
        display.resize(height, width() + 1);
        display.update(TopScreen.lines(snapshot, state, table, text, height, width()), 0);
        terminal.flush();
    }

    /** All columns but the last, which some terminals wrap at. */
    private int width() {
        return (terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH) - 1;
    }
}
