/** How this host or guest is set up, with the evidence, and what is worth a second look. */
@NullMarked
package io.loadmark.app.audit;

import org.jspecify.annotations.NullMarked;
