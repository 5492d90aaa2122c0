@NullMarked
package io.loadmark.app.doctor;

import org.jspecify.annotations.NullMarked;
