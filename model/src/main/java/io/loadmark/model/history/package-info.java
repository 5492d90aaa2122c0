/** Learning from rows of history or of a load test: the law of utilisation of many groups at once, with intervals. */
@NullMarked
package io.loadmark.model.history;

import org.jspecify.annotations.NullMarked;
