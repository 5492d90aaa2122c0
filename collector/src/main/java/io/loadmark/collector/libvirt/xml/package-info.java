/** libvirt's XML of a domain into what the inventory holds of it. */
@NullMarked
package io.loadmark.collector.libvirt.xml;

import org.jspecify.annotations.NullMarked;
