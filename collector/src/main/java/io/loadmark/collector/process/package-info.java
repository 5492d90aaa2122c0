/** Processes, and the services that they say they are. */
@NullMarked
package io.loadmark.collector.process;

import org.jspecify.annotations.NullMarked;
