/** Which host this is, and its two clocks. */
@NullMarked
package io.loadmark.collector.identity;

import org.jspecify.annotations.NullMarked;
