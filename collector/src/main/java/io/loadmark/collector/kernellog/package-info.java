/** Lines of the kernel's log that tell why something was slow or gone. */
@NullMarked
package io.loadmark.collector.kernellog;

import org.jspecify.annotations.NullMarked;
