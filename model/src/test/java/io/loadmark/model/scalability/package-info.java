@NullMarked
package io.loadmark.model.scalability;

import org.jspecify.annotations.NullMarked;
