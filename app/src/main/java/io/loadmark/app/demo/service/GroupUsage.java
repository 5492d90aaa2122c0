package io.loadmark.app.demo.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** CPU time of a cgroup, from whichever file of either version its directory has. */
final class GroupUsage {
    private static final String MICROS = "usage_usec ";

    private GroupUsage() {}

    /** In nanoseconds; empty where the directory does not count CPU time or is gone. */
    static OptionalLong read(Path directory) {
        try {
            var nanos = directory.resolve("cpuacct.usage");
            if (Files.exists(nanos))
                return OptionalLong.of(Long.parseLong(Files.readString(nanos).strip()));
            return Files.readAllLines(directory.resolve("cpu.stat")).stream()
                    .filter(line -> line.startsWith(MICROS))
                    .mapToLong(line -> 1000
                            * Long.parseLong(line.substring(MICROS.length()).strip()))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // absent: a group vanishes with its process
        }
    }
}
