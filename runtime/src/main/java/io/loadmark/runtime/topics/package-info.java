/** The topics of Loadmark, declared once. */
@NullMarked
package io.loadmark.runtime.topics;

import org.jspecify.annotations.NullMarked;
