package io.loadmark.collector.libvirt.connection;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics of all running domains in one call; libvirt-java has calls for one domain at a time only. */
final class Statistics {
    // virConnectGetAllDomainStatsFlags
    private static final int ACTIVE = 1;
    /** A domain that is busy is told in part, instead of being waited for. */
    private static final int NOWAIT = 1 << 29;

    private static final int PARAMETERS_AT = Long.BYTES;
    private static final int COUNT_AT = 2 * Long.BYTES;
    /** A thousand disks are less; a count beyond it was never libvirt's. */
    private static final int MOST_PARAMETERS = 100_000;

    private final NativeCalls calls;
    /** The test driver knows no NOWAIT, and never waits. */
    private int flags = ACTIVE | NOWAIT;

    Statistics(NativeCalls calls) {
        this.calls = calls;
    }

    List<DomainReading> read(Pointer connection, int groups) throws LibvirtUnavailableException {
        var reference = new PointerByReference();
        int count = calls.virConnectGetAllDomainStats(connection, groups, reference, flags);
        if (count < 0 && String.valueOf(calls.virGetLastErrorMessage()).contains("unsupported flags")) {
            flags = ACTIVE;
            count = calls.virConnectGetAllDomainStats(connection, groups, reference, flags);
        }
        if (count < 0) {
            throw new LibvirtUnavailableException(
                    "virConnectGetAllDomainStats: " + calls.virGetLastErrorMessage(), null);
        }
        var records = reference.getValue();
        try {
            var readings = new ArrayList<DomainReading>(count);
            for (int i = 0; i < count; i++) readings.add(reading(records.getPointer((long) i * Long.BYTES)));
            return readings;
        } finally {
            calls.virDomainStatsRecordListFree(records);
        }
    }

    /** virDomainStatsRecord: domain, parameters, their number. */
    private DomainReading reading(Pointer record) {
        var domain = record.getPointer(0);
        return new DomainReading(
                Subscriptions.uuid(calls, domain),
                calls.virDomainGetName(domain),
                calls.virDomainGetID(domain),
                figures(record.getPointer(PARAMETERS_AT), record.getInt(COUNT_AT)));
    }

    static DomainFigures figures(@Nullable Pointer parameters, int count) {
        if (parameters == null || count <= 0 || count > MOST_PARAMETERS) return new DomainFigures(Map.of());
        byte[] raw = parameters.getByteArray(0, count * TypedParameters.BYTES);
        return TypedParameters.decode(raw, address -> address == 0 ? null : new Pointer(address).getString(0, "UTF-8"));
    }
}
