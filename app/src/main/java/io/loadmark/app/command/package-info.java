/** The loadmark command and its subcommands. */
@NullMarked
package io.loadmark.app.command;

import org.jspecify.annotations.NullMarked;
