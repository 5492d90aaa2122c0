package io.loadmark.collector.libvirt.connection;

import com.sun.jna.Pointer;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

/** libvirt-java's connection, which keeps what our own native calls need to itself. */
final class OpenConnect extends Connect {

    OpenConnect(String uri) throws LibvirtException {
        super(uri, true);
    }

    Pointer pointer() {
        return vcp.getPointer();
    }
}
