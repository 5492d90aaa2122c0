/** What CPU time is sure when all are busy: weighted fair shares of the CPUs, of guests and of control groups. */
@NullMarked
package io.loadmark.model.share;

import org.jspecify.annotations.NullMarked;
