package io.loadmark.sink.table;

import static io.loadmark.sink.rowbinary.ColumnType.INT64;
import static io.loadmark.sink.rowbinary.ColumnType.LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.LABELS;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_INT64;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_LABEL;
import static io.loadmark.sink.rowbinary.ColumnType.OPTIONAL_STRING;
import static io.loadmark.sink.rowbinary.ColumnType.TIME;

import io.loadmark.schema.ProcessSample;
import io.loadmark.sink.rowbinary.Columns;
import io.loadmark.sink.table.Table.Keep;

/** Table {@code process_samples}. */
final class ProcessSamples {
    private static final Columns<ProcessSample> COLUMNS = Columns.<ProcessSample>none()
            .add("", StampColumns.STAMP, ProcessSample::getStamp)
            .add("pid", INT64, ProcessSample::getPid)
            .add("started_at", TIME, ProcessSample::getStartMicros)
            .add("command", LABEL, ProcessSample::getCommand)
            .add("uid", OPTIONAL_INT64, ProcessSample::getUid)
            .add("state", LABEL, ProcessSample::getState)
            .add("cgroup_path", OPTIONAL_STRING, ProcessSample::getCgroupPath)
            .add("service_namespace", OPTIONAL_LABEL, ProcessSample::getServiceNamespace)
            .add("service_name", OPTIONAL_LABEL, ProcessSample::getServiceName)
            .add("service_instance_id", OPTIONAL_STRING, ProcessSample::getServiceInstanceId)
            .add("user_micros", OPTIONAL_INT64, ProcessSample::getUserMicros)
            .add("system_micros", OPTIONAL_INT64, ProcessSample::getSystemMicros)
            .add("run_delay_micros", OPTIONAL_INT64, ProcessSample::getRunDelayMicros)
            .add("threads", OPTIONAL_INT64, ProcessSample::getThreads)
            .add("rss_bytes", OPTIONAL_INT64, ProcessSample::getRssBytes)
            .add("swap_bytes", OPTIONAL_INT64, ProcessSample::getSwapBytes)
            .add("major_faults", OPTIONAL_INT64, ProcessSample::getMajorFaults)
            .add("voluntary_switches", OPTIONAL_INT64, ProcessSample::getVoluntarySwitches)
            .add("involuntary_switches", OPTIONAL_INT64, ProcessSample::getInvoluntarySwitches)
            .add("open_files", OPTIONAL_INT64, ProcessSample::getOpenFiles)
            .add("open_files_limit", OPTIONAL_INT64, ProcessSample::getOpenFilesLimit)
            .add("read_bytes", OPTIONAL_INT64, ProcessSample::getReadBytes)
            .add("written_bytes", OPTIONAL_INT64, ProcessSample::getWrittenBytes)
            .add("missing", LABELS, ProcessSample::getMissing);

    static final Table<ProcessSample> TABLE = new Table<>(
            ProcessSample.class,
            "process_samples",
            Keep.RAW,
            "at",
            true,
            s -> s.getStamp().getAtMicros(),
            COLUMNS);

    private ProcessSamples() {}
}
