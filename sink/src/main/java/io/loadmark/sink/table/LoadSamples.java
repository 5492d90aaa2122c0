package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.LoadSample;
import io.loadmark.schema.Placement;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code load_samples}. */
final class LoadSamples {
    private static final Columns<Placement> PLACEMENT = Columns.<Placement>none()
            .add("link", LABEL, r -> r.getLink().name())
            .add("confidence", FLOAT64, Placement::getConfidence)
            .add("physical_host_id", OPTIONAL_LABEL, Placement::getPhysicalHostId)
            .add("host_id", OPTIONAL_LABEL, Placement::getHostId)
            .add("domain_id", OPTIONAL_LABEL, Placement::getDomainId)
            .add("cgroup_path", OPTIONAL_STRING, Placement::getCgroupPath)
            .add("process_id", OPTIONAL_STRING, Placement::getProcessId)
            .add("moved", BOOL, Placement::getMoved)
            .add("threads_per_core", OPTIONAL_FLOAT64, Placement::getThreadsPerCore)
            .add("cpu_model", OPTIONAL_LABEL, Placement::getCpuModel)
            .add("memory_bytes", OPTIONAL_INT64, Placement::getMemoryBytes)
            .add("tuning", OPTIONAL_STRING, Placement::getTuning);

    private static final Columns<LoadSample> COLUMNS = Columns.<LoadSample>none()
            .add("", RequestColumns.INSTANCE, LoadSample::getInstance)
            .add("service_version", LABEL, r -> r.getOrigin().getServiceVersion())
            .add("origin_", RequestColumns.ORIGIN, LoadSample::getOrigin)
            .add("start", TIME, LoadSample::getStartMicros)
            .add("length_micros", INT64, LoadSample::getLengthMicros)
            .add("revision", INT32, LoadSample::getRevision)
            .add("", PLACEMENT, LoadSample::getPlacement)
            .add("", RequestColumns.REQUEST_COUNTS, LoadSample::getCounts)
            .add("request_windows", INT32, LoadSample::getRequestWindows)
            .add("latency_", RequestColumns.LATENCY, LoadSample::getLatency)
            .each("routes", RequestColumns.ROUTE_COUNT, LoadSample::getRoutes)
            .add("sampling_", RequestColumns.SAMPLING, LoadSample::getSampling)
            .perhaps("process_", LayerLoadColumns.LAYER_LOAD, LoadSample::getProcess)
            .perhaps("cgroup_", LayerLoadColumns.LAYER_LOAD, LoadSample::getCgroup)
            .perhaps("domain_", LayerLoadColumns.LAYER_LOAD, LoadSample::getDomain)
            .perhaps("host_", LayerLoadColumns.LAYER_LOAD, LoadSample::getHost)
            .add("call_seconds", OPTIONAL_FLOAT64, LoadSample::getCallSeconds)
            .each("peers", RequestColumns.PEER_CALLS, LoadSample::getPeers)
            .perhaps("runtime_", RequestColumns.RUNTIME, LoadSample::getRuntime)
            .add("received_at", TIME, LoadSample::getReceivedMicros);

    static final Table<LoadSample> TABLE = new Table<>(
            LoadSample.class, "load_samples", Keep.DERIVED, "start", true, LoadSample::getStartMicros, COLUMNS);

    private LoadSamples() {}
}
