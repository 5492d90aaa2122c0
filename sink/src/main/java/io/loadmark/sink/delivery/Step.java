package io.loadmark.sink.delivery;

/** The moments of a delivery between which a process may die. */
public enum Step {
    /** Batches are complete, nothing has been said of them. */
    COMPLETE,
    /** Their ranges are promised, nothing has been inserted. */
    PROMISED,
    /** One of a batch's blocks has been inserted, others may not. */
    BLOCK_INSERTED,
    /** All has been inserted, the offsets have not been committed. */
    INSERTED;

    /** Told of each moment; tests throw in it. */
    public interface Observer {
        void at(Step step);
    }
}
