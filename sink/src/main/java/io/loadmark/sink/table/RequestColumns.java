package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.STRING;

import io.loadmark.schema.CallCounts;
import io.loadmark.schema.InstanceId;
import io.loadmark.schema.LatencySketch;
import io.loadmark.schema.Origin;
import io.loadmark.schema.PeerCalls;
import io.loadmark.schema.RequestCounts;
import io.loadmark.schema.RouteCount;
import io.loadmark.schema.RuntimeLoad;
import io.loadmark.schema.Sampling;
import io.loadmark.sink.rowbinary.Columns;
import java.util.List;

/** What the tables of requests have in common. */
final class RequestColumns {
    static final Columns<RequestCounts> REQUEST_COUNTS = Columns.<RequestCounts>none()
            .add("spans", INT64, RequestCounts::getSpans)
            .add("requests", FLOAT64, RequestCounts::getRequests)
            .add("errors", FLOAT64, RequestCounts::getErrors)
            .add("refused", FLOAT64, RequestCounts::getRefused)
            .add("arrivals", FLOAT64, RequestCounts::getArrivals)
            .add("in_flight_seconds", FLOAT64, RequestCounts::getInFlightSeconds)
            .add("without_threshold", INT64, RequestCounts::getWithoutThreshold)
            .add("long_spans", INT64, RequestCounts::getLongSpans)
            .add("duplicates", INT64, RequestCounts::getDuplicates)
            .add("late", INT64, RequestCounts::getLate);

    static final Columns<RouteCount> ROUTE_COUNT = Columns.<RouteCount>none()
            .add("route", LABEL, RouteCount::getRoute)
            .add("requests", FLOAT64, RouteCount::getRequests)
            .add("errors", FLOAT64, RouteCount::getErrors);

    static final Columns<Sampling> SAMPLING = Columns.<Sampling>none()
            .add("factor", FLOAT64, Sampling::getFactor)
            .add("source", LABEL, r -> r.getSource().name())
            .add("least_factor", FLOAT64, Sampling::getLeastFactor)
            .add("loss_suspected", BOOL, Sampling::getLossSuspected);

    static final Columns<InstanceId> INSTANCE = Columns.<InstanceId>none()
            .add("tenant", LABEL, InstanceId::getTenant)
            .add("service_namespace", LABEL, InstanceId::getServiceNamespace)
            .add("service_name", LABEL, InstanceId::getServiceName)
            .add("instance_id", STRING, InstanceId::getInstanceId);

    static final Columns<Origin> ORIGIN = Columns.<Origin>none()
            .add("host_id", LABEL, Origin::getHostId)
            .add("host_name", LABEL, Origin::getHostName)
            .add("container_id", STRING, Origin::getContainerId)
            .add("process_pid", OPTIONAL_INT64, Origin::getProcessPid);

    static final Columns<LatencySketch> LATENCY = Columns.<LatencySketch>none()
            .add("buckets", INT32.array(), LatencySketch::getBuckets)
            .add("counts", FLOAT64.array(), RequestColumns::counts);

    static final Columns<CallCounts> CALL_COUNTS = Columns.<CallCounts>none()
            .add("call_spans", INT64, CallCounts::getSpans)
            .add("calls", FLOAT64, CallCounts::getCalls)
            .add("call_errors", FLOAT64, CallCounts::getErrors)
            .add("calls_outside", FLOAT64, CallCounts::getOutside)
            .add("call_seconds", FLOAT64, CallCounts::getSeconds)
            .add("call_duplicates", INT64, CallCounts::getDuplicates)
            .add("call_late", INT64, CallCounts::getLate);

    static final Columns<PeerCalls> PEER_CALLS = Columns.<PeerCalls>none()
            .add("peer", LABEL, PeerCalls::getPeer)
            .add("calls", FLOAT64, PeerCalls::getCalls)
            .add("errors", FLOAT64, PeerCalls::getErrors)
            .add("seconds", FLOAT64, PeerCalls::getSeconds);

    static final Columns<RuntimeLoad> RUNTIME = Columns.<RuntimeLoad>none()
            .add("gc_paused_ratio", FLOAT64, RuntimeLoad::getGcPausedRatio)
            .add("gc_pauses_per_second", FLOAT64, RuntimeLoad::getGcPausesPerSecond)
            .add("heap_live_ratio", OPTIONAL_FLOAT64, RuntimeLoad::getHeapLiveRatio);

    private RequestColumns() {}

    private static List<Double> counts(LatencySketch sketch) {
        int buckets = sketch.getBuckets().size();
        int counts = sketch.getCounts().size();
        if (buckets == counts) return sketch.getCounts();
        throw new IllegalArgumentException("a sketch of " + buckets + " buckets has " + counts + " counts");
    }
}
