package io.loadmark.app.demo;

import java.io.PrintStream;

/** Progress for a pipe or a log: a line every few seconds and at every change of phase. */
final class LineView implements DemoView {
    private static final int EVERY = 5;

    private final PrintStream out;
    private Progress.Phase phase = Progress.Phase.START;
    private long lastSeconds;
    private int notesShown;

    LineView(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(Progress progress) {
        var notes = progress.notes();
        for (; notesShown < notes.size(); notesShown++) out.println(notes.get(notesShown));
        long seconds = progress.elapsed().toSeconds();
        if (progress.phase() == phase && seconds < lastSeconds + EVERY) return;
        phase = progress.phase();
        lastSeconds = seconds;
        out.println(ProgressText.line(progress));
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }
}
