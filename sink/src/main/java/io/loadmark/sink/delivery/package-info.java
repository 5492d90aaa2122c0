/**
 * Delivery, effectively once. A batch is a range of offsets of one partition. Before its rows are inserted, the range is
 * promised: the unchanged offset is committed with the range's end as metadata, which Kafka refuses to whoever is no
 * longer in the group. Whoever owns the partition next forms the same range again and inserts it under the same tokens,
 * by which ClickHouse knows what it has already got. Then the end is committed.
 */
@NullMarked
package io.loadmark.sink.delivery;

import org.jspecify.annotations.NullMarked;
