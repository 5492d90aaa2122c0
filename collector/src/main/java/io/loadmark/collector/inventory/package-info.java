/** What exists on this host and since when: tells first sights, changes and departures. */
@NullMarked
package io.loadmark.collector.inventory;

import org.jspecify.annotations.NullMarked;
