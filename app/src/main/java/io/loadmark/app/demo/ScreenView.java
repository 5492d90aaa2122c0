package io.loadmark.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** Progress on a terminal: one block that is redrawn in place, and lines above it that stay. */
final class ScreenView implements DemoView {
    private final Terminal terminal;
    private final Display display;

    ScreenView(Terminal terminal) {
        this.terminal = terminal;
        display = new Display(terminal, false);
    }

    @Override
    public synchronized void show(Progress progress) {
        int columns = terminal.getWidth() > 0 ? terminal.getWidth() : 100;
        display.resize(Math.max(terminal.getHeight(), 24), columns);
        display.update(
                ProgressText.lines(progress).stream()
                        .map(line -> new AttributedString(line).columnSubSequence(0, columns - 1))
                        .toList(),
                -1);
        terminal.flush();
    }

    @Override
    public synchronized void say(String line) {
        clear();
        terminal.writer().println(line);
        terminal.flush();
    }

    private void clear() {
        display.update(List.of(), 0);
        display.reset();
    }

    @Override
    public synchronized void close() {
        clear();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
