package io.loadmark.collector.libvirt.connection;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** Functions of libvirt's C library that libvirt-java does not offer. A failed call leaves its error with the thread. */
interface NativeCalls extends Library {

    /** Loads the library, wherever the system keeps it; {@code libvirt.so.0} will do. */
    static NativeCalls load() throws LibvirtUnavailableException {
        try {
            var calls = Native.load("virt", NativeCalls.class);
            // The layouts of virDomainStatsRecord and virTypedParameter below are those of 64 bits.
            if (Native.POINTER_SIZE == Long.BYTES) return calls;
            throw new LibvirtUnavailableException("libvirt is read on 64-bit machines only", null);
        } catch (UnsatisfiedLinkError e) {
            throw new LibvirtUnavailableException(
                    "libvirt's client library is not installed (libvirt0 on Debian, libvirt-libs on Fedora)", e);
        }
    }

    /** Statistics of domains; the number of records, or −1. */
    int virConnectGetAllDomainStats(Pointer connection, int groups, PointerByReference records, int flags);

    void virDomainStatsRecordListFree(Pointer records);

    String virDomainGetName(Pointer domain);

    int virDomainGetUUID(Pointer domain, byte[] uuid);

    int virDomainGetID(Pointer domain);

    /** Asks for one kind of event; the callback's id, or −1. */
    int virConnectDomainEventRegisterAny(
            Pointer connection,
            @Nullable Pointer domain,
            int event,
            Callback callback,
            @Nullable Pointer opaque,
            @Nullable Callback free);

    @Nullable
    String virGetLastErrorMessage();
}
