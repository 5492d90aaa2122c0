package io.loadmark.app;

import io.loadmark.app.command.LoadmarkCommand;
import io.loadmark.app.terminal.Shutdown;

/** The process behind the {@code loadmark} script. */
public final class LoadmarkMain {
    private LoadmarkMain() {}

    public static void main(String[] args) {
        Shutdown.end(LoadmarkCommand.run(args));
    }
}
