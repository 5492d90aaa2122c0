/** What spans add to request windows. */
@NullMarked
package io.loadmark.model.request;

import org.jspecify.annotations.NullMarked;
