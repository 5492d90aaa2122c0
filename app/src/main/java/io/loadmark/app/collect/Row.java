package io.loadmark.app.collect;

import io.loadmark.schema.LayerLoad;
import org.apache.avro.specific.SpecificRecord;

/**
 * An entity: its last sample and its load since the one before.
 *
 * @param load without any figure for an entity that was not there before
 */
public record Row<S extends SpecificRecord>(S sample, LayerLoad load) {}
