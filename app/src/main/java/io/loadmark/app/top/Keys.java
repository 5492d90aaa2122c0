package io.loadmark.app.top;

import java.io.IOException;

/** Makes keys of the characters that a terminal sends. */
final class Keys {
    private static final int ESCAPE = 27;
    private static final int BACKSPACE = 127;
    private static final long SEQUENCE_MILLIS = 50;

    private Keys() {}

    /** The next character, or a negative number when there is none within the time, or no more. */
    @FunctionalInterface
    interface Input {
        int read(long millis) throws IOException;
    }

    /** The next key; OTHER when none is pressed in time. The end of the input quits. */
    static Key next(Input input, long millis) throws IOException {
        int c = input.read(millis);
        return switch (c) {
            case -1, 'q', 'Q', 3 -> Key.QUIT;
            case 'c' -> Key.BY_CPU;
            case 'm' -> Key.BY_MEMORY;
            case 'i' -> Key.BY_IO;
            case 't' -> Key.BY_THREADS;
            case 'p', ' ' -> Key.PAUSE;
            case 'k' -> Key.UP;
            case 'j' -> Key.DOWN;
            case '\t' -> Key.NEXT_VIEW;
            case '\r', '\n' -> Key.ENTER;
            case BACKSPACE, '\b' -> Key.BACK;
            case ESCAPE -> sequence(input);
            default -> Key.OTHER;
        };
    }

    /** ESC [ A and its like; ESC alone goes back. */
    private static Key sequence(Input input) throws IOException {
        int c = input.read(SEQUENCE_MILLIS);
        if (c != '[' && c != 'O') return Key.BACK;
        return switch (input.read(SEQUENCE_MILLIS)) {
            case 'A' -> Key.UP;
            case 'B' -> Key.DOWN;
            case 'C' -> Key.ENTER;
            case 'D' -> Key.BACK;
            case '5' -> tilde(input, Key.PAGE_UP);
            case '6' -> tilde(input, Key.PAGE_DOWN);
            default -> Key.OTHER;
        };
    }

    private static Key tilde(Input input, Key key) throws IOException {
        return input.read(SEQUENCE_MILLIS) == '~' ? key : Key.OTHER;
    }
}
