@NullMarked
package io.loadmark.app.command;

import org.jspecify.annotations.NullMarked;
