/** Control groups of v1, v2 and hybrid hosts. */
@NullMarked
package io.loadmark.collector.cgroup;

import org.jspecify.annotations.NullMarked;
