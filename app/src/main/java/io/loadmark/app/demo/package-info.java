/** The demo: a real service under a real load, predicted and then checked. */
@NullMarked
package io.loadmark.app.demo;

import org.jspecify.annotations.NullMarked;
