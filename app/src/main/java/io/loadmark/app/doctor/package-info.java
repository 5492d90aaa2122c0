/** What this machine has of what Loadmark can use, and what to do about the rest. */
@NullMarked
package io.loadmark.app.doctor;

import org.jspecify.annotations.NullMarked;
