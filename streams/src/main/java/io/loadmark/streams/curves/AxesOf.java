package io.loadmark.streams.curves;

import io.loadmark.model.curve.Axis;
import io.loadmark.model.curve.AxisTotals;
import io.loadmark.schema.LayerLoad;
import io.loadmark.schema.LoadSample;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loads of a sample besides the CPU time of its own layer: of each the figure of the layer that is nearest to the instance
 * and reports one. Disks and networks are the machine's, as it is there that they saturate.
 */
final class AxesOf {
    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;

    private final LoadSample sample;
    private final Map<Axis, Double> means = new EnumMap<>(Axis.class);

    private AxesOf(LoadSample sample) {
        this.sample = sample;
    }

    /**
     * All that are reported.
     *
     * @param own layer whose CPU is the axis
     * @param factor requests that a counted request stands for
     */
    static AxisTotals sample(LoadSample sample, LayerLoad own, double factor) {
        var axes = new AxesOf(sample);
        double seconds = sample.getLengthMicros() / MICROS;
        axes.put(Axis.IN_FLIGHT, sample.getCounts().getInFlightSeconds() * factor / seconds);
        axes.put(
                Axis.CALLS_IN_FLIGHT,
                sample.getCallSeconds() == null ? null : Double.valueOf(sample.getCallSeconds() * factor / seconds));
        axes.cpu(own);
        axes.memory();
        axes.devices();
        return AxisTotals.of(axes.means, seconds);
    }

    private void cpu(LayerLoad own) {
        put(Axis.RUN_DELAY, nearest(LayerLoad::getRunDelayCores));
        put(Axis.STEAL, sample.getDomain() != null ? of(sample.getDomain(), LayerLoad::getStealCores) : null);
        if (!means.containsKey(Axis.STEAL)) put(Axis.STEAL, of(sample.getHost(), LayerLoad::getStealCores));
        Double machine = of(machine(), LayerLoad::getCpuCores);
        Double used = own.getCpuCores();
        if (machine != null && used != null) put(Axis.OTHERS_CORES, Math.max(0, machine - used));
        put(Axis.LOAD, nearest(AxesOf::tasks));
        put(Axis.CPU_PRESSURE, nearest(LayerLoad::getCpuPressureRatio));
    }

    private static @Nullable Double tasks(LayerLoad load) {
        Double runnable = load.getRunnableTasks();
        Double blocked = load.getBlockedTasks();
        return runnable == null ? null : Double.valueOf(runnable + (blocked == null ? 0 : blocked));
    }

    private void memory() {
        put(Axis.MEMORY_PRESSURE, nearest(LayerLoad::getMemoryPressureRatio));
        put(Axis.MEMORY, nearest(AxesOf::memoryRatio));
        put(Axis.MAJOR_FAULTS, nearest(LayerLoad::getMajorFaultsPerSecond));
        var runtime = sample.getRuntime();
        if (runtime == null) return;
        put(Axis.GC_PAUSED, runtime.getGcPausedRatio());
        put(Axis.GC_PAUSES, runtime.getGcPausesPerSecond());
        // Between collections it is an old figure.
        if (runtime.getGcPausesPerSecond() > 0) put(Axis.HEAP_LIVE, runtime.getHeapLiveRatio());
    }

    private static @Nullable Double memoryRatio(LayerLoad load) {
        Double used = load.getMemoryUsedBytes();
        Double limit = load.getMemoryLimitBytes();
        return used == null || limit == null || limit <= 0 ? null : Double.valueOf(used / limit);
    }

    private void devices() {
        put(Axis.IO_PRESSURE, nearest(LayerLoad::getIoPressureRatio));
        LayerLoad machine = machine();
        put(Axis.DISK_BUSY, of(machine, LayerLoad::getDiskBusyRatio));
        Double operations = of(machine, LayerLoad::getIoPerSecond);
        Double await = of(machine, LayerLoad::getIoAwaitMillis);
        put(Axis.DISK_OPERATIONS, operations);
        if (operations != null && await != null) put(Axis.DISK_QUEUE, operations * await / MILLIS);
        Double received = of(machine, LayerLoad::getReceivedBytesPerSecond);
        Double sent = of(machine, LayerLoad::getSentBytesPerSecond);
        if (received != null && sent != null) put(Axis.NETWORK_BYTES, received + sent);
        put(Axis.PACKET_LOSS, of(machine, LayerLoad::getPacketLossRatio));
        put(Axis.NETWORK_BUSY, of(machine, LayerLoad::getNetworkBusyRatio));
    }

    private @Nullable LayerLoad machine() {
        return sample.getDomain() != null ? sample.getDomain() : sample.getHost();
    }

    private @Nullable Double nearest(Function<LayerLoad, @Nullable Double> figure) {
        return Stream.of(sample.getProcess(), sample.getCgroup(), sample.getDomain(), sample.getHost())
                .map(load -> load == null ? Double.NaN : orNan(figure.apply(load)))
                .filter(value -> !value.isNaN())
                .findFirst()
                .orElse(null);
    }

    private static double orNan(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static @Nullable Double of(@Nullable LayerLoad load, Function<LayerLoad, @Nullable Double> figure) {
        return load == null ? null : figure.apply(load);
    }

    /** Rounding may make a figure slightly negative; what isn't a number is absent. */
    private void put(Axis axis, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) means.put(axis, Math.max(0, value));
    }
}
