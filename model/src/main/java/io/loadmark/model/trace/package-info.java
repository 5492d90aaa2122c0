/** What a business transaction asks of each service, from the spans of a trace. */
@NullMarked
package io.loadmark.model.trace;

import org.jspecify.annotations.NullMarked;
