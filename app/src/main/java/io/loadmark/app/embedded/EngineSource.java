package io.loadmark.app.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Gets a packed engine from somewhere; who asks checks what comes. */
@FunctionalInterface
interface EngineSource {
    /**
     * Puts the packed file into an empty directory and returns it.
     *
     * @throws IOException in one line for people, if it can't be got
     */
    Path fetch(EnginePackage wanted, Path directory) throws IOException, InterruptedException;
}
