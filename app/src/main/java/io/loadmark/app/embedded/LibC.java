package io.loadmark.app.embedded;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** What the child process needs of the C library. */
interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class);

    int SIGHUP = 1;
    int SIGINT = 2;
    Pointer SIG_IGN = new Pointer(1);

    int pipe(int[] readAndWriteEnd);

    int close(int descriptor);

    Pointer signal(int number, Pointer handler);

    /** Ends the process at once: no shutdown hooks, no {@code atexit}. */
    void _exit(int status);
}
