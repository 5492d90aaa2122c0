/** Strict configuration: shipped defaults, the user's file, the environment; anything unknown or out of range stops the start. */
@NullMarked
package io.loadmark.runtime.config;

import org.jspecify.annotations.NullMarked;
