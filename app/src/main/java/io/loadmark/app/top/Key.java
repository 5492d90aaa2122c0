package io.loadmark.app.top;

/** A key, as far as the screen knows it. */
enum Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    /** Into what is selected. */
    ENTER,
    /** Out again. */
    BACK,
    NEXT_VIEW,
    BY_CPU,
    BY_MEMORY,
    BY_IO,
    BY_THREADS,
    PAUSE,
    QUIT,
    OTHER
}
