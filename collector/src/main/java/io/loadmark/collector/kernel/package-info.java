/** Reading the kernel's text files: bounded, tolerant, without garbage where it would add up. */
@NullMarked
package io.loadmark.collector.kernel;

import org.jspecify.annotations.NullMarked;
