@NullMarked
package io.loadmark.app.embedded;

import org.jspecify.annotations.NullMarked;
