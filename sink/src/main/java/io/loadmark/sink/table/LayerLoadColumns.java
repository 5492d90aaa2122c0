package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.INT32;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_FLOAT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;

import io.loadmark.schema.LayerLoad;
import io.loadmark.sink.rowbinary.Columns;

/** The load of one layer. */
final class LayerLoadColumns {
    static final Columns<LayerLoad> LAYER_LOAD = Columns.<LayerLoad>none()
            .add("seconds", FLOAT64, LayerLoad::getSeconds)
            .add("samples", INT32, LayerLoad::getSamples)
            .add("cpu_cores", OPTIONAL_FLOAT64, LayerLoad::getCpuCores)
            .add("entitlement_cores", OPTIONAL_FLOAT64, LayerLoad::getEntitlementCores)
            .add("quota_cores", OPTIONAL_FLOAT64, LayerLoad::getQuotaCores)
            .add("quota_period_micros", OPTIONAL_INT64, LayerLoad::getQuotaPeriodMicros)
            .add("throttled_period_ratio", OPTIONAL_FLOAT64, LayerLoad::getThrottledPeriodRatio)
            .add("throttled_cores", OPTIONAL_FLOAT64, LayerLoad::getThrottledCores)
            .add("run_delay_cores", OPTIONAL_FLOAT64, LayerLoad::getRunDelayCores)
            .add("steal_cores", OPTIONAL_FLOAT64, LayerLoad::getStealCores)
            .add("runnable_tasks", OPTIONAL_FLOAT64, LayerLoad::getRunnableTasks)
            .add("blocked_tasks", OPTIONAL_FLOAT64, LayerLoad::getBlockedTasks)
            .add("load_average1", OPTIONAL_FLOAT64, LayerLoad::getLoadAverage1)
            .add("memory_used_bytes", OPTIONAL_FLOAT64, LayerLoad::getMemoryUsedBytes)
            .add("memory_limit_bytes", OPTIONAL_FLOAT64, LayerLoad::getMemoryLimitBytes)
            .add("swap_in_pages_per_second", OPTIONAL_FLOAT64, LayerLoad::getSwapInPagesPerSecond)
            .add("major_faults_per_second", OPTIONAL_FLOAT64, LayerLoad::getMajorFaultsPerSecond)
            .add("read_bytes_per_second", OPTIONAL_FLOAT64, LayerLoad::getReadBytesPerSecond)
            .add("write_bytes_per_second", OPTIONAL_FLOAT64, LayerLoad::getWriteBytesPerSecond)
            .add("io_per_second", OPTIONAL_FLOAT64, LayerLoad::getIoPerSecond)
            .add("io_await_millis", OPTIONAL_FLOAT64, LayerLoad::getIoAwaitMillis)
            .add("disk_busy_ratio", OPTIONAL_FLOAT64, LayerLoad::getDiskBusyRatio)
            .add("received_bytes_per_second", OPTIONAL_FLOAT64, LayerLoad::getReceivedBytesPerSecond)
            .add("sent_bytes_per_second", OPTIONAL_FLOAT64, LayerLoad::getSentBytesPerSecond)
            .add("packets_per_second", OPTIONAL_FLOAT64, LayerLoad::getPacketsPerSecond)
            .add("packet_loss_ratio", OPTIONAL_FLOAT64, LayerLoad::getPacketLossRatio)
            .add("network_busy_ratio", OPTIONAL_FLOAT64, LayerLoad::getNetworkBusyRatio)
            .add("cpu_pressure_ratio", OPTIONAL_FLOAT64, LayerLoad::getCpuPressureRatio)
            .add("memory_pressure_ratio", OPTIONAL_FLOAT64, LayerLoad::getMemoryPressureRatio)
            .add("io_pressure_ratio", OPTIONAL_FLOAT64, LayerLoad::getIoPressureRatio)
            .add("threads", OPTIONAL_FLOAT64, LayerLoad::getThreads)
            .add("open_files", OPTIONAL_FLOAT64, LayerLoad::getOpenFiles)
            .add("open_files_limit", OPTIONAL_FLOAT64, LayerLoad::getOpenFilesLimit)
            .add("context_switches_per_second", OPTIONAL_FLOAT64, LayerLoad::getContextSwitchesPerSecond)
            .add("job_ratio", OPTIONAL_FLOAT64, LayerLoad::getJobRatio);

    private LayerLoadColumns() {}
}
