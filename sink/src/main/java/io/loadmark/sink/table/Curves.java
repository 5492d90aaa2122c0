package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.BOOL;
import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.LoadBin;
import io.loadmark.schema.LoadQpsCurve;
import io.loadmark.schema.RouteShare;
import io.loadmark.schema.UtilisationLaw;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code curves}. */
final class Curves {
    private static final Columns<UtilisationLaw> UTILISATION_LAW = Columns.<UtilisationLaw>none()
            .add("base_cores", FLOAT64, UtilisationLaw::getBaseCores)
            .add("demand_seconds", FLOAT64, UtilisationLaw::getDemandSeconds)
            .add("p00", FLOAT64, UtilisationLaw::getP00)
            .add("p01", FLOAT64, UtilisationLaw::getP01)
            .add("p11", FLOAT64, UtilisationLaw::getP11)
            .add("residual_variance", FLOAT64, UtilisationLaw::getResidualVariance)
            .add("observations", FLOAT64, UtilisationLaw::getObservations);

    private static final Columns<LoadBin> LOAD_BIN = Columns.<LoadBin>none()
            .add("band", INT32, LoadBin::getBand)
            .add("windows", FLOAT64, LoadBin::getWindows)
            .add("requests", FLOAT64, LoadBin::getRequests)
            .add("seconds", FLOAT64, LoadBin::getSeconds)
            .add("core_seconds", FLOAT64, LoadBin::getCoreSeconds)
            .add("throttled_ratio", FLOAT64, LoadBin::getThrottledRatio)
            .add("errors", FLOAT64, LoadBin::getErrors)
            .add("latency_", RequestColumns.LATENCY, LoadBin::getLatency)
            .add("axis_totals", FLOAT64.array(), LoadBin::getAxisTotals)
            .add("axis_seconds", FLOAT64.array(), LoadBin::getAxisSeconds)
            .add("peer_seconds", FLOAT64.array(), LoadBin::getPeerSeconds);

    private static final Columns<RouteShare> ROUTE_SHARE = Columns.<RouteShare>none()
            .add("route", LABEL, RouteShare::getRoute)
            .add("share", FLOAT64, RouteShare::getShare)
            .add("excess_seconds", FLOAT64, RouteShare::getExcessSeconds)
            .add("variance", FLOAT64, RouteShare::getVariance);

    private static final Columns<LoadQpsCurve> COLUMNS = Columns.<LoadQpsCurve>none()
            .add("", RequestColumns.INSTANCE, LoadQpsCurve::getInstance)
            .add("service_version", LABEL, LoadQpsCurve::getServiceVersion)
            .add("first_seen", TIME, LoadQpsCurve::getFirstSeenMicros)
            .add("scope", LABEL, r -> r.getScope().name())
            .add("last_window", TIME, LoadQpsCurve::getLastWindowMicros)
            .add("first_window", TIME, LoadQpsCurve::getFirstWindowMicros)
            .add("windows", INT64, LoadQpsCurve::getWindows)
            .add("too_late", INT64, LoadQpsCurve::getTooLate)
            .add("barred", INT64, LoadQpsCurve::getBarred)
            .add("seen", INT64, r -> r.getWindows() + r.getTooLate() + r.getBarred())
            .add("entitlement_cores", FLOAT64, LoadQpsCurve::getEntitlementCores)
            .add("quota_cores", OPTIONAL_FLOAT64, LoadQpsCurve::getQuotaCores)
            .add("quota_period_micros", OPTIONAL_INT64, LoadQpsCurve::getQuotaPeriodMicros)
            .add("host_cores", FLOAT64, LoadQpsCurve::getHostCores)
            .add("threads_per_core", OPTIONAL_FLOAT64, LoadQpsCurve::getThreadsPerCore)
            .add("cpu_model", OPTIONAL_LABEL, LoadQpsCurve::getCpuModel)
            .add("memory_bytes", OPTIONAL_INT64, LoadQpsCurve::getMemoryBytes)
            .add("tuning", OPTIONAL_STRING, LoadQpsCurve::getTuning)
            .add("", UTILISATION_LAW, LoadQpsCurve::getUtilisation)
            .each("bins", LOAD_BIN, LoadQpsCurve::getBins)
            .add("max_utilisation", FLOAT64, LoadQpsCurve::getMaxUtilisation)
            .add("max_requests_per_second", FLOAT64, LoadQpsCurve::getMaxRequestsPerSecond)
            .add("peak_concurrency", FLOAT64, LoadQpsCurve::getPeakConcurrency)
            .add("sampling_verified", BOOL, LoadQpsCurve::getSamplingVerified)
            .each("mix", ROUTE_SHARE, LoadQpsCurve::getMix)
            .add("peers", LABELS, LoadQpsCurve::getPeers);

    static final Table<LoadQpsCurve> TABLE = new Table<>(
            LoadQpsCurve.class,
            "curves",
            Keep.DERIVED,
            "last_window",
            true,
            LoadQpsCurve::getLastWindowMicros,
            COLUMNS);

    private Curves() {}
}
