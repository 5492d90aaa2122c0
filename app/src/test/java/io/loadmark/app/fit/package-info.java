@NullMarked
package io.loadmark.app.fit;

import org.jspecify.annotations.NullMarked;
