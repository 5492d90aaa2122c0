package io.loadmark.app.doctor;

import java.io.IOException;

/** Looks at one thing. */
@FunctionalInterface
interface Check {
    Finding look() throws IOException;
}
