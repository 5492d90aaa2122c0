/** What an instance teaches about itself, window by window: its CPU demand per request and its latency at each load. */
@NullMarked
package io.loadmark.model.curve;

import org.jspecify.annotations.NullMarked;
