@NullMarked
package io.loadmark.model.request;

import org.jspecify.annotations.NullMarked;
