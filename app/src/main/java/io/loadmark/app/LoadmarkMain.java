package io.loadmark.app;

import io.loadmark.app.command.LoadmarkCommand;

/** The process behind the {@code loadmark} script. */
public final class LoadmarkMain {
    private LoadmarkMain() {}

    public static void main(String[] args) {
        System.exit(LoadmarkCommand.run(args));
    }
}
