package io.loadmark.app.demo;

/** Shows progress. */
interface DemoView extends AutoCloseable {
    /** The newest state; called about once a second. */
    void show(Progress progress);

    /** Something that stays to be read. */
    void say(String line);

    @Override
    void close();
}
