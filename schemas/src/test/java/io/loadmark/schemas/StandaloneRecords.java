package io.loadmark.schemas;

import io.loadmark.schema.CgroupSample;
import io.loadmark.schema.CountSeries;
import io.loadmark.schema.DeadLetter;
import io.loadmark.schema.DomainSample;
import io.loadmark.schema.Event;
import io.loadmark.schema.ExactCount;
import io.loadmark.schema.GatheredRequests;
import io.loadmark.schema.HostSample;
import io.loadmark.schema.InstanceTelemetry;
import io.loadmark.schema.InventoryRecord;
import io.loadmark.schema.LateRequests;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.LoadSample;
import io.loadmark.schema.PartialWindow;
import io.loadmark.schema.ProcessSample;
import io.loadmark.schema.ReadPosition;
import io.loadmark.schema.RequestWindow;
import io.loadmark.schema.RequestWindowState;
import io.loadmark.schema.RuntimeInterval;
import io.loadmark.schema.RuntimeSeries;
import io.loadmark.schema.Sampling;
import io.loadmark.schema.SeenSpans;
import io.loadmark.schema.TraceSpans;
import io.loadmark.schema.TraceState;
import io.loadmark.schema.TransactionWindow;
import io.loadmark.schema.Usage;
import io.loadmark.schema.UsageList;
import io.loadmark.schema.Watermark;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The records that stand alone on a topic, in a store or between two stages: what a release has to keep readable. */
final class StandaloneRecords {
    /** Those of every schema file outside {@code common/}; and Sampling, which the store `calibrations` holds. */
    static final List<Class<? extends SpecificRecord>> ALL = List.of(
            CgroupSample.class,
            DeadLetter.class,
            DomainSample.class,
            Event.class,
            HostSample.class,
            InventoryRecord.class,
            LateRequests.class,
            LoadQpsCurve.class,
            LoadSample.class,
            ProcessSample.class,
            RequestWindow.class,
            TransactionWindow.class,
            Usage.class,
            Watermark.class,
            CountSeries.class,
            InstanceTelemetry.class,
            RuntimeInterval.class,
            RuntimeSeries.class,
            ExactCount.class,
            GatheredRequests.class,
            PartialWindow.class,
            ReadPosition.class,
            RequestWindowState.class,
            SeenSpans.class,
            TraceSpans.class,
            TraceState.class,
            UsageList.class,
            Sampling.class);

    private StandaloneRecords() {}

    static Stream<Schema> schemas() {
        return ALL.stream().map(SpecificData.get()::getSchema);
    }
}
