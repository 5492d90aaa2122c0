package io.loadmark.collector.spool;

/** Told of spooled records that won't be delivered. Called from the spool's thread. */
public interface Losses {

    /** The spool was full, and its oldest segment went, with so many records that had not been read. */
    void oldestDropped(long records);

    /**
     * A segment was damaged, or could not be read.
     *
     * @param records that are lost, as far as that is known
     */
    void damaged(String segment, long records);
}
