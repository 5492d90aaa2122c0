package io.loadmark.collector.publish;

import java.util.Locale;

/** Why a record was not delivered. */
enum Loss {
    /** No room in memory: no spool, or one that can't be written, or too slow a disk. */
    MEMORY,
    /** The spool's oldest, in favour of newer ones. */
    SPOOL_FULL,
    /** Damaged in the spool. */
    DAMAGED,
    /** Refused by Kafka for good, such as larger than a record may be. */
    REJECTED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
