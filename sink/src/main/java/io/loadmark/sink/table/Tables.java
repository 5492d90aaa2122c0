package io.loadmark.sink.table;

import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.Event;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schema.Usage;
import java.util.List;

/** Every table that the sink writes. */
public final class Tables {
    public static final Table<HostSample> HOST_SAMPLES = HostSamples.TABLE;
    public static final Table<DomainSample> DOMAIN_SAMPLES = DomainSamples.TABLE;
    public static final Table<CgroupSample> CGROUP_SAMPLES = CgroupSamples.TABLE;
    public static final Table<ProcessSample> PROCESS_SAMPLES = ProcessSamples.TABLE;
    public static final Table<InventoryRecord> INVENTORY = Inventory.TABLE;
    public static final Table<Event> EVENTS = Events.TABLE;
    public static final Table<Usage> USAGE = Usages.TABLE;
    public static final Table<RequestWindow> REQUESTS = RequestWindows.TABLE;
    public static final Table<LateRequests> LATE_REQUESTS = LateRequestCounts.TABLE;
    public static final Table<LoadSample> LOAD_SAMPLES = LoadSamples.TABLE;
    public static final Table<LoadQpsCurve> CURVES = Curves.TABLE;
    public static final Table<TransactionWindow> TRANSACTION_WINDOWS = TransactionWindows.TABLE;
    public static final Table<DeadLetter> DEAD_LETTERS = DeadLetters.TABLE;
    public static final Table<AcknowledgedSpan> ACKNOWLEDGED_SPANS = AcknowledgedSpan.TABLE;

    public static final List<Table<?>> ALL = List.of(
            HOST_SAMPLES,
            DOMAIN_SAMPLES,
            CGROUP_SAMPLES,
            PROCESS_SAMPLES,
            INVENTORY,
            EVENTS,
            USAGE,
            REQUESTS,
            LATE_REQUESTS,
            LOAD_SAMPLES,
            CURVES,
            TRANSACTION_WINDOWS,
            DEAD_LETTERS,
            ACKNOWLEDGED_SPANS);

    private Tables() {}
}
