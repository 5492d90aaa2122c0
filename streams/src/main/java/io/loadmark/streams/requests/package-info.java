/** Topology requests: spans into one-second windows of each instance. */
@NullMarked
package io.loadmark.streams.requests;

import org.jspecify.annotations.NullMarked;
