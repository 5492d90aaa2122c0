@NullMarked
package io.loadmark.app.demo;

import org.jspecify.annotations.NullMarked;
