/** The host's own CPUs, memory, disks, interfaces and pressure. */
@NullMarked
package io.loadmark.collector.host;

import org.jspecify.annotations.NullMarked;
