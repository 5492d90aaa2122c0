/** Lines of log files that tell why something was slow or gone. */
@NullMarked
package io.loadmark.collector.logfile;

import org.jspecify.annotations.NullMarked;
