package io.loadmark.app.integration;

import io.loadmark.app.embedded.Liveness;

/** Of a server that must not die. */
final class PrintedLiveness implements Liveness {
    @Override
    public void down(String reason) {
        System.err.println(reason);
    }

    @Override
    public void up() {
        System.err.println("the embedded ClickHouse is back");
    }
}
