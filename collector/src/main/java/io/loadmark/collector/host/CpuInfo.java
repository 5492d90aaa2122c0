package io.loadmark.collector.host;

import io.loadmark.collector.kernel.Text;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/cpuinfo} says of the CPUs.
 *
 * @param model empty when unknown
 * @param hypervised whether the CPUs say that they are virtual
 * @param physicalCores absent where the topology isn't visible, as on many virtual machines and most ARM kernels
 */
record CpuInfo(String model, @Nullable Integer physicalCores, boolean hypervised) {
    static final CpuInfo UNKNOWN = new CpuInfo("", null, false);

    static CpuInfo parse(Text text) {
        String model = "";
        String socket = "";
        boolean hypervised = false;
        var cores = new HashSet<String>();
        while (text.nextLine()) {
            String key = text.until(':').strip();
            String value = text.until('\n').strip();
            if (key.equals("model name") && model.isEmpty()) model = value;
            else if (key.equals("physical id")) socket = value;
            else if (key.equals("flags")) hypervised |= (value + " ").contains(" hypervisor ");
            else if (key.equals("core id")) cores.add(socket + "/" + value);
        }
        return new CpuInfo(model, cores.isEmpty() ? null : (Integer) cores.size(), hypervised);
    }
}
